"""Which units and years a question names: "云溪 2023年" says where to look, not what to look for.

A year is 2023, 2023年, 2021-2023年 or 23年, where a report of that year is there. A unit is named by its name, by the part after its
place, by its place or one above it (云溪区, 云溪, 示例市), or by the short name of its development zone (高新区). A name that all units
share says nothing.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from kg.iris import fold_name
from ontology import regions
from search_app.search.terms import simplify

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)\s*年?度?")
_RANGE = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*年?\s*(?:-|–|—|~|至|到)\s*((?:19|20)\d\d)(?!\d)\s*年?度?")
# 23年, but not 近23年, 23年来: those are spans of time.
_SHORT_YEAR = re.compile(r"(?<![\d.近约过共满长达第])(\d\d)年(?![来内间前后多半以期])度?")
_DEFINITION = re.compile("名词解释|什么意思|啥意思|什么叫|是指|指什么|定义|含义")
_RANK = re.compile("(?:特别行政区|自治[区州县旗]|地区|[省市盟州县区旗])$")
_ZONES = {"高新技术产业开发区": "高新区", "高新技术开发区": "高新区", "经济技术开发区": "经开区", "经济开发区": "经开区"}
_SHORTEST_OFFICE = 3
_EDGE = " ,.:;?!、，。：；？！的"


@dataclass(frozen=True, slots=True)
class Scope:
    """What a question names: units with a weight up to 1 (the best one has 1), years, and `rest`, the question without them."""

    units: Mapping[str, float]
    years: frozenset[int]
    rest: str

    @property
    def definition(self) -> bool:
        """True where the question asks what a term means."""
        return bool(_DEFINITION.search(self.rest))

    @property
    def unit(self) -> str:
        """The unit that the question names; empty where it names none or several alike."""
        best = [unit for unit, weight in self.units.items() if weight == 1]
        return best[0] if len(best) == 1 else ""


class Scopes:
    """Reads scopes for the units (name and region code) and years of a release."""

    def __init__(self, units: Mapping[str, str], years: frozenset[int]) -> None:
        self._names = {unit: names_of(unit, region) for unit, region in units.items()}
        self._years = years
        count = Counter(name for names in self._names.values() for name in names)
        self._rarity = {name: math.log(len(units) / number) for name, number in count.items() if number < len(units)}
        self._longest = max(map(len, self._rarity), default=0)

    def read(self, question: str) -> Scope:
        """The scope of `question`; where nothing else is asked, `rest` is the whole question."""
        text = _SHORT_YEAR.sub(self._whole_year, simplify(unicodedata.normalize("NFKC", question)))
        spans = [range(int(first), int(last) + 1) for first, last in _RANGE.findall(text)]
        years = frozenset([*map(int, _YEAR.findall(text)), *(year for span in spans for year in span)]) & self._years
        rest = _YEAR.sub(lambda found: " " if int(found[1]) in years else found[0], _RANGE.sub(self._blank, text))
        named, rest = self._split(rest)
        rest = " ".join(rest.split()).strip(_EDGE)
        return Scope(self._weights(named), years, rest if len(rest) > 1 else question)

    def _whole_year(self, found: re.Match[str]) -> str:
        return f"20{found[1]}年" if int(f"20{found[1]}") in self._years else found[0]

    def _blank(self, found: re.Match[str]) -> str:
        """A range of years is left out of the question where it holds a year that is there."""
        return " " if self._years & set(range(int(found[1]), int(found[2]) + 1)) else found[0]

    def _split(self, text: str) -> tuple[list[str], str]:
        """The names in `text`, the longest at each place, and what is left."""
        named: list[str] = []
        rest: list[str] = []
        at = 0
        while at < len(text):
            sizes = range(min(self._longest, len(text) - at), 1, -1)
            name = next((text[at : at + size] for size in sizes if text[at : at + size] in self._rarity), "")
            if name:
                named.append(name)
            rest.append(" " if name else text[at])
            at += len(name) or 1
        return named, "".join(rest)

    def _weights(self, named: list[str]) -> dict[str, float]:
        """Long and rare names count most."""
        if not named:
            return {}
        weights = {unit: sum(len(name) * self._rarity[name] for name in named if name in names) for unit, names in self._names.items()}
        most = max(weights.values())
        return {unit: weight / most for unit, weight in weights.items() if weight}


def names_of(unit: str, region: str) -> frozenset[str]:
    """What a question may call a unit."""
    whole = fold_name(unit)
    line = [code for code in (region, *regions.parents(region)) if code != regions.COUNTRY]
    places = {name for code in line for name in (regions.name(code), _short(regions.name(code)))}
    office = _without_places(whole, places)
    zone = next((zone for zone in _ZONES if office.startswith(zone)), "")
    office = office.removeprefix(zone)
    names = {whole, *places, *({zone, _ZONES[zone]} if zone else ())}
    return frozenset(names | ({office} if len(office) >= _SHORTEST_OFFICE else set()))


def _short(place: str) -> str:
    """云溪 for 云溪区; a name of two characters stays."""
    short = _RANK.sub("", place)
    return short if len(short) > 1 else place


def _without_places(unit: str, places: set[str]) -> str:
    for place in sorted(places, key=len, reverse=True):
        if unit.startswith(place) and len(unit) > len(place):
            return _without_places(unit.removeprefix(place), places - {place})
    return unit
