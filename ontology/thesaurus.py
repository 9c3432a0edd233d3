"""The thesaurus of this domain: official terms with their synonyms, abbreviations and the colloquial words that people type.

The list is `codelists/thesaurus.csv`: `field` (领域), `name` (official term), `also` (synonyms and abbreviations) and `colloquial`
(words that people type), several divided by |. In the reference graph an entry is a `skos:Concept` below its field, with a
prefLabel, altLabels and hiddenLabels: so a search for 吃喝 finds 公务接待费.
"""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from ontology.terms import RDF, SKOS

_FILE: Final = Path(__file__).parent / "codelists" / "thesaurus.csv"


@dataclass(frozen=True, slots=True)
class Entry:
    """One official term. `also` are as official as `name`; `colloquial` words do not stand in reports."""

    field: str
    name: str
    also: tuple[str, ...]
    colloquial: tuple[str, ...]

    @property
    def official(self) -> tuple[str, ...]:
        """The words that reports use."""
        return (self.name, *self.also)


@lru_cache(maxsize=1)
def entries() -> tuple[Entry, ...]:
    """All entries in the order of the list."""
    with _FILE.open(encoding="utf-8", newline="") as opened:
        return tuple(Entry(row["field"], row["name"], _split(row["also"]), _split(row["colloquial"])) for row in csv.DictReader(opened))


def _split(words: str) -> tuple[str, ...]:
    return tuple(filter(None, words.split("|")))


def thesaurus_quads(base_iri: str, graph: NamedNode) -> Iterator[Quad]:
    """The thesaurus as SKOS: scheme `<base>thesaurus`, concepts `<base>thesaurus/<name>`; fields are its top concepts."""
    scheme = NamedNode(f"{base_iri}thesaurus")
    yield Quad(scheme, RDF.type, SKOS.ConceptScheme, graph)
    yield from _labels(scheme, SKOS.prefLabel, ["叙词表"], graph)
    for field in dict.fromkeys(entry.field for entry in entries()):
        top = _node(scheme, field)
        yield from _concept(top, field, scheme, graph)
        yield Quad(top, SKOS.topConceptOf, scheme, graph)
    for entry in entries():
        node = _node(scheme, entry.name)
        yield from _concept(node, entry.name, scheme, graph)
        yield Quad(node, SKOS.broader, _node(scheme, entry.field), graph)
        yield from _labels(node, SKOS.altLabel, entry.also, graph)
        yield from _labels(node, SKOS.hiddenLabel, entry.colloquial, graph)


def _node(scheme: NamedNode, name: str) -> NamedNode:
    return NamedNode(f"{scheme.value}/{unicodedata.normalize('NFKC', name)}")


def _concept(node: NamedNode, name: str, scheme: NamedNode, graph: NamedNode) -> Iterator[Quad]:
    yield Quad(node, RDF.type, SKOS.Concept, graph)
    yield Quad(node, SKOS.inScheme, scheme, graph)
    yield from _labels(node, SKOS.prefLabel, [name], graph)


def _labels(node: NamedNode, kind: NamedNode, words: Iterable[str], graph: NamedNode) -> Iterator[Quad]:
    for word in words:
        yield Quad(node, kind, Literal(word, language="zh"), graph)
