"""Filters and facets: which passages have which unit, region, year …, as arrays that are mapped into memory.

Texts and passages are numbered from 0, the passages of one text side by side. A column keeps the codes of its values passage by
passage, so that what a question costs grows with what it finds, not with all that is there.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import accumulate
from pathlib import Path
from urllib.parse import unquote

import numpy as np
from numpy.typing import NDArray

from ontology import regions, subjects
from search_app.search.parts import is_boilerplate, part_of
from search_app.search.passages import Passage

Numbers = NDArray[np.int32]
Mask = NDArray[np.bool_]
Scores = NDArray[np.float32]

Allowed = Mapping[str, Sequence[int]]
"""Codes of values by column."""

FACETS = {"unit": "unit", "region": "region", "year": "year", "type": "type", "section": "part", "subject": "subject", "project": "project"}
"""The column that each facet counts."""

_MOST = 100  # values of a facet that are told
_MARKED = 4096  # texts whose marks are in memory at a time


@dataclass(frozen=True, slots=True)
class Filters:
    """What hits must have; empty: anything.

    `unit` is a name, a part of one or an IRI; `region` a GB/T 2260 code or a name, with all that lies in it; `year` one (2023) or
    a range (2019-2023); `section` a kind of section (“三公”经费) or a part of a heading; `subject` a code, with all below it;
    `project` a part of a name.
    """

    unit: str = ""
    region: str = ""
    year: str = ""
    type: str = ""
    section: str = ""
    subject: str = ""
    project: str = ""

    def given(self) -> dict[str, str]:
        """The filters that are set."""
        found = {field.name: str(getattr(self, field.name)).strip() for field in fields(self)}
        return {name: value for name, value in found.items() if value}


@dataclass(frozen=True, slots=True)
class Facet:
    """A value that hits have, in words, and how many have it."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Selection:
    """What filters let through: the codes by column, and masks over passages and texts; None where that is everything."""

    allowed: Allowed
    passages: Mask | None = None
    texts: Mask | None = None


EVERYTHING = Selection({})

_READ: dict[str, Callable[[Passage], Iterable[str]]] = {
    "unit": lambda p: (p.unit,),
    "region": lambda p: (p.region,),
    "year": lambda p: (str(p.year),),
    "type": lambda p: (p.type,),
    "section": lambda p: dict.fromkeys(p.section),
    "part": lambda p: (part_of(p.section),),
    "subject": lambda p: p.subjects,
    "project": lambda p: p.projects,
    "kind": lambda p: (p.kind,),
    "boilerplate": lambda p: ("yes" if is_boilerplate(p.section, p.text) else "no",),
}


class Columns:
    """The values of all passages."""

    def __init__(self, values: dict[str, list[str]], arrays: dict[str, Numbers]) -> None:
        self.values = values
        self.firsts = arrays["firsts"]
        self._arrays = arrays

    @classmethod
    def of(cls, texts: Sequence[Sequence[Passage]]) -> Columns:
        """The columns of the passages, grouped by text."""
        arrays = {"firsts": np.array([0, *accumulate(map(len, texts))], np.int32)}
        values: dict[str, list[str]] = {}
        for name, read in _READ.items():
            found = [tuple(read(passage)) for group in texts for passage in group]
            values[name] = sorted({value for group in found for value in group})
            code = {value: number for number, value in enumerate(values[name])}
            arrays[f"{name}_starts"] = np.array([0, *accumulate(map(len, found))], np.int32)
            arrays[f"{name}_codes"] = np.array([code[value] for group in found for value in group], np.int32)
        return cls(values, arrays)

    def save(self, folder: Path) -> None:
        """Write `values.json` and an array a file."""
        folder.mkdir()
        (folder / "values.json").write_text(json.dumps(self.values, ensure_ascii=False, indent=1), encoding="utf-8")
        for name, array in self._arrays.items():
            np.save(folder / f"{name}.npy", array)

    @classmethod
    def open(cls, folder: Path) -> Columns:
        """What `save` wrote."""
        values = json.loads((folder / "values.json").read_text(encoding="utf-8"))
        return cls(values, {path.stem: np.load(path, mmap_mode="r").view(np.ndarray) for path in folder.glob("*.npy")})

    def marks(self) -> Iterator[list[str]]:
        """For each text the values that its passages have, as `unit:3`."""
        numbers = np.arange(len(self.firsts) - 1, dtype=np.int32)
        for start in range(0, len(numbers), _MARKED):
            yield from self._marks(numbers[start : start + _MARKED])

    def _marks(self, texts: Numbers) -> list[list[str]]:
        found: list[set[str]] = [set() for _ in texts]
        owners, passages = self.places(texts)
        for name in self.values:
            which, codes = self.codes(name, passages)
            for text, code in zip(owners[which].tolist(), codes.tolist(), strict=True):
                found[text].add(f"{name}:{code}")
        return [sorted(marks) for marks in found]

    def places(self, texts: Numbers) -> tuple[Numbers, Numbers]:
        """The passages of `texts`: for each its place in `texts` and its number."""
        return _gather(self.firsts, texts)

    def codes(self, name: str, passages: Numbers) -> tuple[Numbers, Numbers]:
        """The values of `passages`: for each its place in `passages` and its code."""
        which, at = _gather(self._arrays[f"{name}_starts"], passages)
        return which, self._arrays[f"{name}_codes"][at]

    def allowed(self, filters: Filters) -> Allowed:
        """The codes of the values that each filter lets through."""
        return dict(self._fitting(name, given) for name, given in filters.given().items())

    def named(self, name: str, values: Iterable[str]) -> list[int]:
        """The codes of some values of a column."""
        wanted = set(values)
        return [code for code, value in enumerate(self.values[name]) if value in wanted]

    def select(self, allowed: Allowed) -> Selection:
        """The passages that have one of the allowed values in every column that `allowed` names, and their texts."""
        if not allowed:
            return EVERYTHING
        mask = np.ones(int(self.firsts[-1]), np.bool_)
        for name, codes in allowed.items():
            mask &= self._having(name, codes)
        texts = np.logical_or.reduceat(mask, self.firsts[:-1]) if len(mask) else mask
        return Selection(allowed, mask, texts)

    def _having(self, name: str, codes: Sequence[int]) -> Mask:
        wanted = np.zeros(len(self.values[name]), np.bool_)
        wanted[list(codes)] = True
        fits = wanted[self._arrays[f"{name}_codes"]]
        starts = self._arrays[f"{name}_starts"]
        if len(fits) == len(starts) - 1:  # one value a passage, as most columns have
            return fits
        running = np.concatenate([np.zeros(1, np.int32), np.cumsum(fits, dtype=np.int32)])
        found: Mask = running[starts[1:]] > running[starts[:-1]]
        return found

    def regions_of_units(self) -> dict[str, str]:
        """A region code by unit."""
        pairs = np.unique(np.stack([self._arrays["unit_codes"], self._arrays["region_codes"]]), axis=1)
        return {self.values["unit"][unit]: self.values["region"][code] for unit, code in pairs.T.tolist()}

    def weigh(self, name: str, weights: Mapping[str, float], passages: Numbers) -> Scores:
        """The weight of each passage's value of a column that has one a passage."""
        by_code = np.zeros(len(self.values[name]), np.float32)
        for code in self.named(name, weights):
            by_code[code] = weights[self.values[name][code]]
        found: Scores = by_code[self._arrays[f"{name}_codes"][passages]]
        return found

    def value(self, name: str, passages: Numbers) -> list[str]:
        """The value of each passage in a column that has one a passage."""
        return [self.values[name][code] for code in self._arrays[f"{name}_codes"][passages].tolist()]

    def facets(self, texts: Numbers, chosen: Selection) -> dict[str, list[Facet]]:
        """How many of `texts` have each value, in a passage that is let through; most frequent first, 100 at most."""
        owners, passages = self.places(texts)
        if chosen.passages is not None:
            kept = chosen.passages[passages]
            owners, passages = owners[kept], passages[kept]
        return {facet: self._facet(facet, owners, passages) for facet in FACETS}

    def _facet(self, facet: str, owners: Numbers, passages: Numbers) -> list[Facet]:
        name = FACETS[facet]
        size = len(self.values[name])
        which, codes = self.codes(name, passages)
        if len(owners) and (owners[1:] == owners[:-1]).any():  # a text with one value at several places counts once
            codes = np.unique(owners[which].astype(np.int64) * max(size, 1) + codes) % max(size, 1)
        counts = np.bincount(codes, minlength=size)
        found = np.flatnonzero(counts)
        best = found[np.argsort(-counts[found], kind="stable")][:_MOST].tolist()  # values stand in order, so equals do too
        return [Facet(self.values[name][code], _label(facet, self.values[name][code]), int(counts[code])) for code in best]

    def _fitting(self, name: str, given: str) -> tuple[str, list[int]]:
        """The column that a filter asks and the codes that fit: the value itself where it is there, else what fits."""
        column = FACETS.get(name, name)
        if exact := self.named(column, [given]):
            return column, exact
        fits = _FITS[name](given)
        return name, self.named(name, filter(fits, self.values[name]))


def _gather(starts: Numbers, which: Numbers) -> tuple[Numbers, Numbers]:
    """All numbers from starts[n] to starts[n+1] for each n in `which`, and for each its place in `which`."""
    begin, end = starts[which], starts[which + 1]
    lengths = end - begin
    owners = np.repeat(np.arange(len(which), dtype=np.int32), lengths)
    shift = begin - np.cumsum(lengths) + lengths
    return owners, (np.arange(len(owners), dtype=np.int32) + shift[owners]).astype(np.int32)


def _label(facet: str, value: str) -> str:
    if facet == "region":
        return regions.name(value)
    if facet == "subject":
        return f"{value} {subjects.name(value, _ANY_YEAR) or ''}".strip()
    return value


_ANY_YEAR = 2024  # a facet counts over years; the name is that of the nearest year that the list knows


def _unit(given: str) -> Callable[[str], bool]:
    name = unquote(given.rpartition("/")[2]) if "://" in given else given
    return lambda value: name in value


def _region(given: str) -> Callable[[str], bool]:
    if given.isdigit():
        beginning = given.removesuffix("00").removesuffix("00")
        return lambda code: code.startswith(beginning) or given == regions.COUNTRY
    return lambda code: given in {regions.name(above) for above in (code, *regions.parents(code))}


def _year(given: str) -> Callable[[str], bool]:
    """One year, or all from one to another: 2019-2023, 2019–2023年, 2022-."""
    first, dash, last = given.replace("年", "").replace("–", "-").replace("—", "-").replace("～", "-").partition("-")
    if not dash:
        return lambda value: value == first.strip()
    low, high = first.strip() or "0000", last.strip() or "9999"
    return lambda value: low <= value <= high


_FITS: dict[str, Callable[[str], Callable[[str], bool]]] = {
    "unit": _unit,
    "region": _region,
    "year": _year,
    "type": lambda given: lambda value: value == given,
    "section": lambda given: lambda value: given in value,
    "subject": lambda given: lambda value: value.startswith(given),
    "project": lambda given: lambda value: given in value,
}
