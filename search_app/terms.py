"""The names that a query may use, found by their labels: terms of the ontology, subjects, units, projects, places of a release."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from kg.iris import Iris
from ontology.concepts import core
from ontology.terms import FA, PREFIXES, RDFS, SKOS
from search_app.answers import lexicon
from search_app.ask.characters import folded
from search_app.ask.lexicon import Lexicon
from search_app.holdings import holdings
from search_app.shelf import Reading

MOST = 50
_SCHEMES = {"functional": "功能科目", "economic": "经济科目"}


@dataclass(frozen=True, slots=True)
class Term:
    """A name: its IRI, the label that a person knows, and what it is."""

    iri: str
    label: str
    kind: str

    @property
    def text(self) -> str:
        """As SPARQL writes it: `fa:year` where that can be written without escapes, else `<…>`."""
        for prefix, base in PREFIXES.items():
            rest = self.iri.removeprefix(base)
            if rest != self.iri and rest.replace("-", "").replace("_", "").isalnum():
                return f"{prefix}:{rest}"
        return f"<{self.iri}>"


@dataclass(frozen=True, slots=True)
class _Entry:
    words: tuple[str, ...]
    term: Term


def terms(reading: Reading, text: str, count: int) -> list[Term]:
    """The terms whose label, code or name holds `text`: the same first, then those that begin with it; by kind within."""
    wanted = folded(text).removeprefix("fa:")
    if not wanted:
        return []
    found = ((_rank(entry.words, wanted), place, entry.term) for place, entry in enumerate(_index(reading)))
    return [term for _, _, term in heapq.nsmallest(count, (one for one in found if one[0] < _NOT))]


_NOT = 3


def _rank(words: tuple[str, ...], wanted: str) -> int:
    """0 for the same word, 1 where one begins with `wanted`, 2 where one holds it, else `_NOT`."""
    return min(0 if word == wanted else 1 if word.startswith(wanted) else 2 if wanted in word else _NOT for word in words)


def _index(reading: Reading) -> list[_Entry]:
    """All names of a release, gathered once."""
    found = reading.memory.get("terms")
    if not isinstance(found, list):
        names = lexicon(reading)
        held = _of_release(names, Iris(holdings(reading).base)) if names else iter(())
        found = reading.memory["terms"] = [*_of_ontology(), *held]
    return found


def _of_ontology() -> Iterator[_Entry]:
    labels: dict[str, dict[str, None]] = {}
    for quad in core():
        node, label = quad.subject, quad.object
        if quad.predicate in (RDFS.label, SKOS.prefLabel) and isinstance(node, NamedNode) and isinstance(label, Literal):
            labels.setdefault(node.value, {})[label.value] = None
    for iri, known in sorted((iri, known) for iri, known in labels.items() if iri.startswith(FA.base)):
        local = iri.removeprefix(FA.base)
        chinese = next((label for label in known if not label.isascii()), next(iter(known)))
        words = tuple(folded(word) for word in (*known, local))
        yield _Entry(words, Term(iri, f"{chinese} {local}", "本体"))


def _of_release(names: Lexicon, iris: Iris) -> Iterator[_Entry]:
    for subject in names.subjects:
        words = (*map(folded, subject.names), subject.code)
        for iri in sorted(subject.iris, reverse=True):
            year = iri.rsplit("/", 2)[-2]
            yield _Entry(words, Term(iri, f"{subject.code} {subject.names[0]}", f"{_SCHEMES.get(subject.scheme, subject.scheme)} {year}"))
    for unit in names.units:
        yield _Entry(tuple(map(folded, (unit.name, *unit.also))), Term(unit.iri, unit.name, "单位"))
    for project in names.projects:
        yield _Entry(tuple(map(folded, (project.name, *project.names))), Term(project.iri, project.name, "项目"))
    for word, code in names.regions.items():
        yield _Entry((folded(word), code), Term(iris.region(code).value, word, "行政区划"))
