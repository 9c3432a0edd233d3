from __future__ import annotations

from collections import Counter

from pyoxigraph import NamedNode

from ontology.terms import RDF, SKOS
from ontology.thesaurus import entries, thesaurus_quads

BASE = "https://example.org/id/"
GRAPH = NamedNode(BASE + "graph/reference")


def test_there_are_many_entries_each_with_other_words() -> None:
    assert len(entries()) >= 500
    assert len({entry.name for entry in entries()}) == len(entries())
    assert all(entry.also or entry.colloquial for entry in entries())


def test_a_word_has_two_characters_at_least_and_stands_once_in_an_entry() -> None:
    for entry in entries():
        words = (*entry.official, *entry.colloquial)
        assert min(map(len, words)) >= 2
        assert len(set(words)) == len(words)


def test_a_word_means_few_things() -> None:
    meanings = Counter(word for entry in entries() for word in (*entry.official, *entry.colloquial))
    assert {word for word, count in meanings.items() if count > 3} == set()


def test_an_entry_is_a_concept_below_its_field() -> None:
    quads = list(thesaurus_quads(BASE, GRAPH))
    assert len(set(quads)) == len(quads)
    node = NamedNode(BASE + "thesaurus/公务接待费")
    found = {quad.predicate: quad.object for quad in quads if quad.subject == node}
    assert found[RDF.type] == SKOS.Concept
    assert found[SKOS.broader] == NamedNode(BASE + "thesaurus/三公经费")
    hidden = {quad.object.value for quad in quads if quad.subject == node and quad.predicate == SKOS.hiddenLabel}  # type: ignore[union-attr]
    assert "吃喝" in hidden
