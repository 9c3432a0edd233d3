"""`/ontology`: the terms as a page with an anchor each, and in every RDF format; `/ontology/<version>` is the version that is served."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from flask import Blueprint, Response, make_response
from pyoxigraph import Literal, NamedNode, Quad

from ontology.concepts import core
from ontology.terms import DCT, FA, OWL, QB, RDF, RDFS, SKOS
from search_app.faults import PageFault
from search_app.graph import text_of
from search_app.language import CHINESE, language, render
from search_app.representations import by_ending, data, wanted
from search_app.sparql.formats import GRAPHS, HTML, Format, by_name

pages = Blueprint("ontology", __name__)
_SUBJECT = NamedNode(FA.base.removesuffix("#"))
_GROUPS = (
    ("类", (OWL.Class,)),
    ("关系", (OWL.ObjectProperty,)),
    ("属性", (OWL.DatatypeProperty,)),
    ("数据结构", (QB.DataStructureDefinition,)),
    ("代码表", (SKOS.ConceptScheme,)),
    ("概念", (SKOS.Concept,)),
)
_POINTERS = (
    (RDFS.subClassOf, "上级类"),
    (RDFS.subPropertyOf, "上级属性"),
    (RDFS.domain, "属于"),
    (RDFS.range, "取值"),
    (QB.codeList, "代码表"),
    (SKOS.broader, "上级概念"),
    (SKOS.exactMatch, "等同"),
)


@dataclass(frozen=True, slots=True)
class Term:
    """A term as the page shows it, in one language; `pointers` are (what it is, IRI), `scheme` the code list (代码表) of a concept."""

    iri: str
    name: str
    label: str
    comment: str
    pointers: tuple[tuple[str, str], ...]
    scheme: str


@pages.get("/ontology")
def ontology() -> Response:
    """The ontology as a page, or as RDF by Accept."""
    return _answer(wanted(HTML))


@pages.get("/ontology.<ending>")
def ontology_as(ending: str) -> Response:
    """The ontology in the format of the ending."""
    _, chosen = by_ending(f"ontology.{ending}")
    return _answer(chosen or by_name(ending, GRAPHS))


@pages.get("/ontology/<version>")
def versioned(version: str) -> Response:
    """The version that is served; 404 for any other."""
    stem, chosen = by_ending(version)
    if stem != _text(OWL.versionInfo):
        raise PageFault(404, "not_found", "没有本体的这个版本", f"现在的版本是{_text(OWL.versionInfo)}")
    return _answer(chosen or wanted(HTML))


def _answer(chosen: Format) -> Response:
    if chosen is not HTML:
        return data(sorted(core(), key=str), chosen)
    chinese = language() == CHINESE
    notes = [text_of(quad.object) for quad in _said(_SUBJECT) if quad.predicate == SKOS.changeNote and _is_chinese(quad) == chinese]
    head = {"title": _text(DCT.title), "about": _text(DCT.description), "version": _text(OWL.versionInfo)}
    return make_response(render("ontology.html", groups=groups(chinese), notes=notes, iri=_SUBJECT.value, licence=_licence(), **head))


@cache
def groups(chinese: bool = True) -> tuple[tuple[str, tuple[Term, ...]], ...]:
    """The terms of the ontology's own namespace by kind, each once, by code list and name, in Chinese or in English."""
    seen: set[str] = set()
    found = []
    for title, kinds in _GROUPS:
        nodes = {
            quad.subject.value
            for quad in core()
            if quad.predicate == RDF.type and quad.object in kinds and isinstance(quad.subject, NamedNode)
        }
        own = sorted(iri for iri in nodes if iri.startswith(FA.base) and iri not in seen)
        seen.update(own)
        found.append((title, tuple(sorted((_term(NamedNode(iri), chinese) for iri in own), key=lambda term: term.scheme))))
    return tuple(found)


def _term(node: NamedNode, chinese: bool) -> Term:
    texts: dict[tuple[NamedNode, bool], str] = {}
    pointers = []
    names = dict(_POINTERS)
    for quad in _said(node):
        if isinstance(quad.object, Literal):
            texts.setdefault((quad.predicate, _is_chinese(quad)), quad.object.value)
        elif quad.predicate in names and isinstance(quad.object, NamedNode):
            pointers.append((names[quad.predicate], quad.object.value))

    def text(*predicates: NamedNode) -> str:
        """The first that is said, in the language, else in the other."""
        wanted_first = ((predicate, own) for own in (chinese, not chinese) for predicate in predicates)
        return next((texts[key] for key in wanted_first if key in texts), "")

    label, comment = text(RDFS.label, SKOS.prefLabel), text(RDFS.comment, SKOS.definition, SKOS.scopeNote)
    if not comment and chinese:
        comment = next((texts[one, False] for one in (RDFS.label, SKOS.prefLabel) if (one, False) in texts), "")
    scheme = next((quad.object.value for quad in _said(node) if quad.predicate == SKOS.inScheme and isinstance(quad.object, NamedNode)), "")
    return Term(node.value, node.value.removeprefix(FA.base), label, comment, tuple(sorted(pointers)), scheme.removeprefix(FA.base))


@cache
def _by_subject() -> dict[str, list[Quad]]:
    found: dict[str, list[Quad]] = {}
    for quad in sorted(core(), key=str):
        if isinstance(quad.subject, NamedNode):
            found.setdefault(quad.subject.value, []).append(quad)
    return found


def _said(node: NamedNode) -> list[Quad]:
    return _by_subject().get(node.value, [])


def _is_chinese(quad: Quad) -> bool:
    return isinstance(quad.object, Literal) and quad.object.language == "zh"


def _text(predicate: NamedNode) -> str:
    """What is said of the ontology itself, in the language of the page where it is said in that."""
    found = [quad for quad in _said(_SUBJECT) if quad.predicate == predicate and isinstance(quad.object, Literal)]
    best = min(found, key=lambda quad: _is_chinese(quad) != (language() == CHINESE), default=None)
    return best.object.value if best and isinstance(best.object, Literal) else ""


def _licence() -> str:
    return next((quad.object.value for quad in _said(_SUBJECT) if quad.predicate == DCT.license and isinstance(quad.object, NamedNode)), "")
