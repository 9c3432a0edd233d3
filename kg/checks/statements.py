"""What a report states as plain texts, each decoded when it is asked for: rules ask for half of it."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from json import JSONDecoder
from operator import itemgetter

from kg.things import Thing, Things, term, text
from ontology.terms import RDF

# The same concepts, labels and numbers come up many times, in a report and from report to report.
_KEPT = 1 << 13
_TYPE = term(RDF.type)
_STRINGS = JSONDecoder(strict=False)


def first(thing: Thing, predicate: bytes) -> str:
    """The first value of a property, "" without one."""
    return plain(thing[predicate][0]) if predicate in thing else ""


def long(thing: Thing, predicate: bytes) -> str:
    """The same of a text that comes up once: a passage, the grid of a table."""
    return _decoded(thing[predicate][0]) if predicate in thing else ""


def _decoded(value: bytes) -> str:
    """The IRI, or the characters of the literal; nearly all of its escapes are those of JSON, which are read many times faster."""
    if value[:1] == b'"' and b"\\" in value:
        try:
            return str(_STRINGS.raw_decode(value.decode())[0])
        except ValueError:
            return text(value)
    return text(value)


plain = lru_cache(maxsize=_KEPT)(_decoded)
"""The IRI, or the characters of the literal."""


@lru_cache(maxsize=_KEPT)
def concept(value: bytes) -> str:
    """The name of a concept of the ontology without its scheme: general of fund-general."""
    return plain(value).rpartition("-")[2]


@lru_cache(maxsize=_KEPT)
def segment(value: bytes) -> str:
    """The last segment of an IRI: the code of a subject."""
    return plain(value).rpartition("/")[2]


@lru_cache(maxsize=1 << 10)
def local(name: bytes) -> str:
    """The name of a term without its namespace."""
    iri = text(name)
    return iri[max(iri.rfind("#"), iri.rfind("/")) + 1 :]


class Statements(dict[str, dict[str, list[str]]]):
    """What is said of each thing, by its IRI and the name of the property without its namespace; nothing of a thing not known."""

    def __init__(self, things: Things) -> None:
        super().__init__()
        self._things = things

    def __missing__(self, iri: str) -> dict[str, list[str]]:
        said: dict[str, list[str]] = {}
        for predicate, values in self._things.get(f"<{iri}>".encode(), {}).items():
            said.setdefault(local(predicate), []).extend([plain(value) for value in values])
        self[iri] = said
        return said


class Classes:
    """The things of a report by the name of their class, in the order of their IRIs."""

    def __init__(self, things: Things) -> None:
        self._things = things
        self._held: dict[bytes, list[bytes]] = defaultdict(list)
        for subject, thing in things.items():
            for kind in thing.get(_TYPE, ()):
                self._held[kind].append(subject)

    def things(self, name: str) -> list[tuple[str, Thing]]:
        """IRI and statements of each thing of a class."""
        held = [subject for kind, subjects in self._held.items() if local(kind) == name for subject in subjects]
        return sorted([(text(subject), self._things[subject]) for subject in held], key=itemgetter(0))

    def __getitem__(self, name: str) -> list[str]:
        return [iri for iri, _ in self.things(name)]
