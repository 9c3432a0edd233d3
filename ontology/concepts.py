"""The concept schemes of `core.ttl` by their words: which measure, indicator level or headcount kind a printed wording means."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

import pyoxigraph
from pyoxigraph import Literal, NamedNode, Quad

from ontology.terms import CORE_FILE, SCHEMES, SKOS, concept

_CHANGES: Final = ("增加", "减少", "变化", "增减")  # a change of posts or persons is not a number of them


@lru_cache(maxsize=1)
def core() -> tuple[Quad, ...]:
    """The statements of `core.ttl`, in the default graph."""
    return tuple(pyoxigraph.parse(path=str(CORE_FILE), format=pyoxigraph.RdfFormat.TURTLE))


def _pairs(predicate: NamedNode) -> Iterator[tuple[str, NamedNode | Literal]]:
    """Subject IRI and object of every statement of `core.ttl` with that predicate."""
    for quad in core():
        if quad.predicate == predicate and isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
            yield quad.subject.value, quad.object


def fold(text: str) -> str:
    """The form in which wordings are compared: half width, no blanks, no quotation marks, lower case."""
    return re.sub(r"[\s“”\"'‘’]+", "", unicodedata.normalize("NFKC", text)).lower()


@lru_cache(maxsize=32)
def names(kind: str) -> tuple[str, ...]:
    """The concepts of a scheme by their names after the hyphen, in the order of `core.ttl`; `kind` is a key of `SCHEMES`."""
    members = (iri for iri, scheme in _pairs(SKOS.inScheme) if scheme == SCHEMES[kind])
    return tuple(iri.rpartition(f"#{kind}-")[2] for iri in members)


@lru_cache(maxsize=32)
def wordings(kind: str) -> dict[str, str]:
    """Folded Chinese label to the name of its concept: `{"三公经费": "threePublic", …}`; `kind` is a key of `SCHEMES`.

    A preferred label wins over an alternative label of another concept.
    """
    members = {concept(kind, name).value: name for name in names(kind)}
    found: dict[str, str] = {}
    for predicate in (SKOS.prefLabel, SKOS.altLabel):
        for iri, label in _pairs(predicate):
            if iri in members and isinstance(label, Literal) and label.language == "zh":
                found.setdefault(fold(label.value), members[iri])
    return found


def find(kind: str, printed: str) -> NamedNode | None:
    """The concept of that scheme with the label `printed` (`find("indicatorLevel", "经济效益")`), or None."""
    name = wordings(kind).get(fold(printed))
    return None if name is None else concept(kind, name)


def headcount_kind(what: str) -> NamedNode:
    """The headcount kind that a wording means (实有人数, 政府高级雇员, 编制数增加 …): the longest label it holds, else 其他人员."""
    text = fold(what)
    if any(word in text for word in _CHANGES):
        return concept("headcount", "change")
    known = wordings("headcount")
    held = max((label for label in known if label in text), key=len, default="")
    return concept("headcount", known.get(held, "other"))
