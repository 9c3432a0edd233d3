"""Links over the reports of one unit, as quads of the derived graph. Units do not see each other, so each can be done again alone."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from decimal import Decimal

from pyoxigraph import Literal, NamedNode, Quad

from kg.iris import Iris
from kg.links.duties import Served, served
from kg.links.rows import UnitRows
from kg.links.same_projects import PossiblySame, possibly_same
from kg.literals import decimal
from ontology.terms import FA, PROV, RDF, concept

_DIGITS = Decimal("0.001")


def unit_links(rows: UnitRows, iris: Iris) -> list[Quad]:
    """All links of one unit: the relations and, for each, an `fa:Link` with score, basis, reasons and the reports it comes from."""
    found: list[Quad] = []
    for service in _best_of_each(served(rows.records, rows.duties)):
        found += _serves(service, iris)
    for pair in possibly_same(rows.name, rows.records):
        found += _possibly_same(pair, iris)
    return found


def _best_of_each(found: Iterable[Served]) -> list[Served]:
    """One link for a project and a duty, though several records lead to it; by IRI."""
    best: dict[tuple[str, str], Served] = {}
    for one in found:
        key = (one.record.project, one.duty.duty)
        if key not in best or one.score > best[key].score:
            best[key] = one
    return [best[key] for key in sorted(best)]


def _serves(one: Served, iris: Iris) -> list[Quad]:
    project, duty = NamedNode(one.record.project), NamedNode(one.duty.duty)
    reports = tuple(dict.fromkeys((one.record.report, one.duty.report)))
    reason = "相同的词：" + "、".join(one.words)
    return [_quad(project, FA.servesDuty, duty, iris), *_link(iris, project, FA.servesDuty, duty, "wording", one.score, reason, reports)]


def _possibly_same(pair: PossiblySame, iris: Iris) -> list[Quad]:
    one, other = NamedNode(pair.one), NamedNode(pair.other)
    said = "金额未知" if pair.amounts is None else f"金额相近程度{_score(pair.amounts)}"
    reason = f"{pair.names[0]} / {pair.names[1]}：名称相近程度{_score(pair.likeness)}，{said}"
    return [
        _quad(one, FA.possiblySame, other, iris),
        _quad(other, FA.possiblySame, one, iris),
        *_link(iris, one, FA.possiblySame, other, "name" if pair.amounts is None else "nameAndAmount", pair.score, reason, pair.reports),
    ]


def _link(
    iris: Iris, source: NamedNode, predicate: NamedNode, target: NamedNode, basis: str, score: float, reason: str, reports: tuple[str, ...]
) -> list[Quad]:
    digest = hashlib.sha256(f"{source.value}\n{target.value}".encode()).hexdigest()[:16]
    link = iris.link(predicate.value.rpartition("#")[2], digest)
    return [
        _quad(link, RDF.type, FA.Link, iris),
        _quad(link, FA.linkFrom, source, iris),
        _quad(link, FA.linkProperty, predicate, iris),
        _quad(link, FA.linkTo, target, iris),
        _quad(link, FA.linkBasis, concept("linkBasis", basis), iris),
        _quad(link, FA.confidence, decimal(_score(score)), iris),
        _quad(link, FA.basis, Literal(reason), iris),
        *(_quad(link, PROV.wasDerivedFrom, NamedNode(report), iris) for report in reports),
    ]


def _quad(subject: NamedNode, predicate: NamedNode, value: NamedNode | Literal, iris: Iris) -> Quad:
    return Quad(subject, predicate, value, iris.derived_graph)


def _score(value: float) -> Decimal:
    return Decimal(value).quantize(_DIGITS)
