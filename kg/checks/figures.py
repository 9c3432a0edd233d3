"""The numbers of a report's narrative, each with its words, its measure and whose number it is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from kg.checks.records import Figure, Passage
from kg.checks.statements import concept, first
from kg.checks.terms import Term, common_places, half_unit
from kg.checks.times import compared
from kg.things import Thing, term
from ontology.terms import FA

_PLACE = re.compile(r"#p(\d+)o(\d+)-(\d+)")
_MEASURE, _PRINTED, _UNIT = map(term, (FA.measure, FA.printedText, FA.printedUnit))
_TEXTS = [term(FA[name]) for name in ("printedText", "printedUnit", "valueUnit", "section", "what", "value", "qualifier")]


def figures(stated: Sequence[tuple[str, Thing]], passages: Mapping[int, Passage], year: int) -> tuple[Figure, ...]:
    """These figures in reading order. Raises KeyError for one of an unknown passage."""
    printed = [first(own, _PRINTED) for _, own in stated if first(own, _UNIT) == "万元"]
    places = min(common_places(printed), 2)
    found = []
    for iri, own in stated:
        if place := _PLACE.search(iri):
            passage, start, end = map(int, place.groups())
            found.append(_figure(iri, own, passages[passage], start, end, places, year))
    return tuple(sorted(found, key=lambda f: (f.passage, f.start, f.end)))


def _figure(iri: str, own: Thing, passage: Passage, start: int, end: int, places: int, year: int) -> Figure:
    """`places` are the decimals that amounts of the narrative in 万元 usually print."""
    text, money, other, section, what, value, qualifier = [first(own, name) for name in _TEXTS]
    unit, section = money or other, section or passage.section
    where = f"{section.partition(' > ')[0]} {section.rpartition(' > ')[2]} {what}"
    half = half_unit(text, unit, places if unit == "万元" else 0)
    number = Term(what, Decimal(value), text, unit, half, iri, where, qualifier)
    measure = concept(own[_MEASURE][0]) if _MEASURE in own else ""
    of_another = compared(passage.text, start, year)
    attributes = {"passage": str(passage.number), "what": what, "measure": measure, "section": section}
    attributes["compared"] = "true" if of_another else ""
    return Figure(number, passage.number, start, end, what, measure, section, of_another, attributes)
