"""`/checks` and `/checks/rules`: what does not add up (勾稽), and the rules with how often each held."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from flask import Blueprint, Response, current_app, g, jsonify, make_response, request

from kg.checks.catalogue import TOLERANCES, Rule, by_id, rules
from search_app import manners, sifting
from search_app.addresses import page_of
from search_app.findings import FileFindings, workbook
from search_app.holdings import Holdings, holdings
from search_app.language import render
from search_app.ledger import Ledger, ledger
from search_app.reading import pinned
from search_app.sifting import GROUPS_A_PAGE, Entry, Findings, Sieve
from search_app.sparql.formats import HTML, Format, accepted, by_name
from search_app.views.findings import OUTCOMES, STAMPS, group_of, grouped

pages = Blueprint("checks", __name__)
JSON = Format("json", "application/json", False)
CSV = Format("csv", "text/csv", False)
XLSX = Format("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", False)
OFFERED = (HTML, JSON, CSV, XLSX)
ROWS = 100
# Findings whose groups are kept, and for how many filters.
_MANY, _KEPT = 1000, 16
COLUMNS = (
    *("report", "unit", "year", "type", "rule", "title", "severity", "outcome", "where", "stated", "expected"),
    *("difference", "tolerance", "message", "group", "culprit", "source"),
)


@pages.get("/checks")
def checks() -> Response:
    """The findings that the address asks for: a page, JSON, CSV or a workbook."""
    sieve, chosen = sifting.read(request.args), wanted(OFFERED, request.args.get("format", ""))
    reading = pinned()
    g.variant = f"-{hashlib.sha256(repr((sieve.href(), chosen.name)).encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"
    held = manners.not_modified()
    if held:
        return held
    every = _every(holdings(reading), ledger(reading))
    found = every.sift(sieve)
    if chosen is JSON:
        return _json(sieve, found)
    if chosen is CSV:
        return download(table([row(entry) for entry in found]), CSV, "findings.csv")
    if chosen is XLSX:
        return download(workbook(_files(found)), XLSX, "findings.xlsx")
    return make_response(render("checks.html", **_page(sieve, every, found)))


def wanted(offers: tuple[Format, ...], name: str) -> Format:
    """The form of the answer by its name, else by Accept. Raises UnknownFormat."""
    return by_name(name, offers) if name else accepted(request.headers.get("Accept", ""), offers)


def download(body: bytes, chosen: Format, name: str) -> Response:
    """A file of findings."""
    return make_response(body, 200, {"Content-Type": chosen.content_type, "Content-Disposition": f'attachment; filename="{name}"'})


def table(rows: Sequence[Mapping[str, Any]]) -> bytes:
    """Rows as CSV with a header."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def row(entry: Entry) -> dict[str, Any]:
    """A finding for programs: `difference` and `tolerance` in 元 for money, else in the printed unit; "" where there is none."""
    report, result = entry.report, entry.result
    numbers = {name: "" if (n := getattr(result, name)) is None else format(n, "f") for name in ("difference", "tolerance")}
    return {
        **{"report": report.file_path, "unit": report.unit, "year": report.year, "type": report.type},
        **{"rule": result.rule, "title": by_id()[result.rule].title if result.rule in by_id() else result.rule},
        **{name: getattr(result, name) for name in ("severity", "outcome", "where", "stated", "expected", "message", "group", "culprit")},
        **numbers,
        "source": result.at[0] if result.at else report.iri,
    }


def _every(held: Holdings, found: Ledger) -> Findings:
    """The findings of the release, put in order once."""
    memory = pinned().memory
    if "findings" not in memory:
        memory["findings"] = Findings(sifting.entries(held, found))
    kept: Findings = memory["findings"]
    return kept


def _json(sieve: Sieve, found: Sequence[Entry]) -> Response:
    size = sieve.size or ROWS
    first = (sieve.page - 1) * size
    following = sieve.at(sieve.page + 1).href(format="json") if first + size < len(found) else None
    counts = {name: sum(entry.result.severity == name for entry in found) for name in STAMPS}
    rows = [row(entry) for entry in found[first : first + size]]
    return jsonify(total=len(found), severities=counts, filters=dict(sieve.on), page=sieve.page, size=size, next=following, findings=rows)


def _files(found: Sequence[Entry]) -> list[FileFindings]:
    by_report = groupby(sorted(found, key=lambda entry: entry.report.file_path), key=lambda entry: entry.report)
    return [FileFindings(report.file_path, report.iri, tuple(entry.result for entry in rows)) for report, rows in by_report]


def _page(sieve: Sieve, every: Findings, found: Sequence[Entry]) -> dict[str, Any]:
    reading = pinned()
    held, kept = holdings(reading), ledger(reading)
    groups = _kept_groups(sieve, found)
    first = (sieve.page - 1) * GROUPS_A_PAGE
    rule = by_id().get(sieve.on.get("rule", ""))
    return {
        "sieve": sieve,
        "total": len(found),
        "groups": [(rows[0].report, _shown(held, rows)) for rows in groups[first : first + GROUPS_A_PAGE]],
        "count": len(groups),
        "tiles": [(stamp, every.severities[name]) for name, stamp in STAMPS.items()],
        "clean": len(held.reports) - every.wrong,
        "reports": len(held.reports),
        "outcomes": bar(kept.of_rule(rule.id) if rule else kept.total),
        "rule": rule,
        "tolerance": TOLERANCES[rule.tolerance] if rule else "",
        "facets": sifting.facets(sieve, reading),
        "chosen": sifting.chosen(sieve, every.near(sieve)),
        "pages": sifting.pages(sieve, len(groups)),
        "drafts": current_app.extensions["settings"].draft_checks,
    }


def _kept_groups(sieve: Sieve, found: Sequence[Entry]) -> list[list[Entry]]:
    """The groups of these filters; those of many findings are kept with the release, a few at a time."""
    if len(found) < _MANY:
        return _groups(found)
    kept: dict[str, list[list[Entry]]] = pinned().memory.setdefault("finding_groups", {})
    key = sieve.at(1).href()
    if key not in kept:
        if len(kept) >= _KEPT:
            kept.clear()
        kept[key] = _groups(found)
    return kept[key]


def _groups(found: Sequence[Entry]) -> list[list[Entry]]:
    """Findings with one cause together, in the order of their first."""
    by_report: dict[str, list[Entry]] = {}
    for entry in found:
        by_report.setdefault(entry.report.iri, []).append(entry)
    together = [[Entry(rows[0].report, one) for one in group] for rows in by_report.values() for group in grouped([e.result for e in rows])]
    order = {id(entry.result): number for number, entry in enumerate(found)}
    return sorted(together, key=lambda rows: min(order[id(entry.result)] for entry in rows))


def _shown(held: Holdings, rows: Sequence[Entry]) -> Any:
    def href(iri: str) -> str:
        return page_of(iri, held.base) if iri else rows[0].report.href

    return group_of([entry.result for entry in rows], href)


def bar(outcomes: Mapping[str, int]) -> list[tuple[str, str, int, float, float]]:
    """The six outcomes as parts of a bar 1,000 wide: key, name, count, start and width."""
    total, found, start = sum(outcomes.values()), [], 0.0
    for key, name in OUTCOMES.items():
        width = 1000 * outcomes.get(key, 0) / total if total else 0.0
        found.append((key, name, outcomes.get(key, 0), round(start, 1), round(width, 1)))
        start += width
    return found


@pages.get("/checks/rules")
def catalogue() -> Response:
    """All rules by family with their outcomes in this release, as a page or as JSON."""
    chosen = wanted((HTML, JSON), request.args.get("format", ""))
    g.variant = f"-{chosen.name}"
    kept = ledger(pinned())
    if chosen is JSON:
        return jsonify(rules=[{**_said(rule), "outcomes": kept.of_rule(rule.id)} for rule in rules()])
    families = [(family, [(rule, kept.of_rule(rule.id)) for rule in found]) for family, found in groupby(rules(), lambda rule: rule.family)]
    return make_response(render("rules.html", families=families, outcomes=OUTCOMES, stamps=STAMPS, tolerances=TOLERANCES))


def _said(rule: Rule) -> dict[str, Any]:
    names = ("id", "title", "family", "identity", "source", "severity", "tolerance", "types", "years")
    return {name: getattr(rule, name) for name in names}
