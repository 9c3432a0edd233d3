"""Filters and facets: which passages have which unit, region, year …, as arrays that open at once and take little memory."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from urllib.parse import unquote

import numpy as np
from numpy.typing import NDArray

from ontology import regions
from search_app.search.passages import Passage

Numbers = NDArray[np.int32]
Mask = NDArray[np.bool_]
Scores = NDArray[np.float32]

Allowed = Mapping[str, Sequence[int]]
"""Codes of values by column."""

FACETS = ("unit", "region", "year", "type")


@dataclass(frozen=True, slots=True)
class Filters:
    """What hits must have; empty: anything.

    `unit` is a name, a part of one or an IRI; `region` a GB/T 2260 code or a name, with all that lies in it; `section` a part
    of a heading; `subject` a code, with all below it; `project` a part of a name.
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


_READ: dict[str, Callable[[Passage], Iterable[str]]] = {
    "unit": lambda p: (p.unit,),
    "region": lambda p: (p.region,),
    "year": lambda p: (str(p.year),),
    "type": lambda p: (p.type,),
    "section": lambda p: dict.fromkeys(p.section),
    "subject": lambda p: p.subjects,
    "project": lambda p: p.projects,
    "kind": lambda p: (p.kind,),
}


class Columns:
    """The values of all passages. Texts and passages are numbered from 0; `text_of` gives the text of each passage."""

    def __init__(self, values: dict[str, list[str]], arrays: dict[str, Numbers]) -> None:
        self.values = values
        self.text_of = arrays["text_of"]
        self._arrays = arrays

    @classmethod
    def of(cls, texts: Sequence[Sequence[Passage]]) -> Columns:
        """The columns of the passages, grouped by text."""
        arrays = {"text_of": np.repeat(np.arange(len(texts), dtype=np.int32), [len(group) for group in texts])}
        passages = [passage for group in texts for passage in group]
        values: dict[str, list[str]] = {}
        for name, read in _READ.items():
            pairs = [(number, value) for number, passage in enumerate(passages) for value in read(passage)]
            values[name] = sorted({value for _, value in pairs})
            code = {value: number for number, value in enumerate(values[name])}
            arrays[f"{name}_passages"] = np.array([number for number, _ in pairs], np.int32)
            arrays[f"{name}_codes"] = np.array([code[value] for _, value in pairs], np.int32)
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
        return cls(values, {path.stem: np.load(path) for path in folder.glob("*.npy")})

    def marks(self) -> list[list[str]]:
        """For each text the values that its passages have, as `unit:3`."""
        found: list[set[str]] = [set() for _ in range(len(self._all_texts()))]
        for name in self.values:
            places = self.text_of[self._arrays[f"{name}_passages"]].tolist()
            for text, code in zip(places, self._arrays[f"{name}_codes"].tolist(), strict=True):
                found[text].add(f"{name}:{code}")
        return [sorted(marks) for marks in found]

    def allowed(self, filters: Filters) -> Allowed:
        """The codes of the values that each filter lets through."""
        return {name: self._fitting(name, given) for name, given in filters.given().items()}

    def named(self, name: str, values: Iterable[str]) -> list[int]:
        """The codes of some values of a column."""
        wanted = set(values)
        return [code for code, value in enumerate(self.values[name]) if value in wanted]

    def passages(self, allowed: Allowed) -> Mask:
        """Which passages have one of the allowed values in every column that `allowed` names."""
        mask = np.ones(len(self.text_of), np.bool_)
        for name, codes in allowed.items():
            fits = np.isin(self._arrays[f"{name}_codes"], codes)
            mask &= np.isin(np.arange(len(mask)), self._arrays[f"{name}_passages"][fits])
        return mask

    def texts(self, passages: Mask) -> Mask:
        """Which texts stand in one of those passages at least."""
        mask = self._all_texts()
        mask[self.text_of[passages]] = True
        return mask

    def _all_texts(self) -> Mask:
        return np.zeros(int(self.text_of[-1]) + 1 if len(self.text_of) else 0, np.bool_)

    def regions_of_units(self) -> dict[str, str]:
        """A region code by unit."""
        units, codes = self._arrays["unit_codes"].tolist(), self._arrays["region_codes"].tolist()
        return {self.values["unit"][unit]: self.values["region"][code] for unit, code in zip(units, codes, strict=True)}

    def weigh(self, name: str, weights: Mapping[str, float]) -> Scores:
        """The weight of each passage's value of a column that has one a passage."""
        by_code = np.array([weights.get(value, 0.0) for value in self.values[name]], np.float32)
        return by_code[self._arrays[f"{name}_codes"]]

    def best_of_text(self, scores: Scores) -> Scores:
        """The highest score of the passages of each text."""
        starts = np.flatnonzero(np.diff(self.text_of, prepend=-1))
        return np.maximum.reduceat(scores, starts) if len(starts) else scores

    def facets(self, texts: Numbers, passages: Mask) -> dict[str, list[Facet]]:
        """How many of `texts` have each value, in one of `passages`; most frequent first."""
        return {name: self._facet(name, texts, passages) for name in FACETS}

    def _fitting(self, name: str, given: str) -> list[int]:
        """The value itself where it is there, else what fits."""
        fits = _FITS[name](given)
        return self.named(name, [given]) or self.named(name, filter(fits, self.values[name]))

    def _facet(self, name: str, texts: Numbers, passages: Mask) -> list[Facet]:
        where, codes = self._arrays[f"{name}_passages"], self._arrays[f"{name}_codes"]
        counted = passages[where] & np.isin(self.text_of[where], texts)
        pairs = np.unique(np.stack([self.text_of[where[counted]], codes[counted]]), axis=1)
        counts = np.bincount(pairs[1], minlength=len(self.values[name]))
        found = [Facet(value, _label(name, value), int(n)) for value, n in zip(self.values[name], counts, strict=True) if n]
        return sorted(found, key=lambda facet: (-facet.count, facet.value))


def _label(name: str, value: str) -> str:
    return regions.name(value) if name == "region" else value


def _unit(given: str) -> Callable[[str], bool]:
    name = unquote(given.rpartition("/")[2]) if "://" in given else given
    return lambda value: name in value


def _region(given: str) -> Callable[[str], bool]:
    if given.isdigit():
        beginning = given.removesuffix("00").removesuffix("00")
        return lambda code: code.startswith(beginning) or given == regions.COUNTRY
    return lambda code: given in {regions.name(above) for above in (code, *regions.parents(code))}


_FITS: dict[str, Callable[[str], Callable[[str], bool]]] = {
    "unit": _unit,
    "region": _region,
    "year": lambda given: lambda value: value == given.removesuffix("年"),
    "type": lambda given: lambda value: value == given,
    "section": lambda given: lambda value: given in value,
    "subject": lambda given: lambda value: value.startswith(given),
    "project": lambda given: lambda value: given in value,
}
