"""The words of questions (`words.yaml`) and where measures stand (`measures.yaml`): data that a finance person can read and mend."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from ontology.yaml_files import read_yaml
from search_app.ask.characters import folded

Wordings = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Words:
    """`words.yaml`, all words folded.

    `measures`, `headcounts`, `zones`, `offices`, `numbered`, `committees`, `kinds_of_names`, `per`, `per_noun`, `shares` and `subjects`
    lead from a word, the others to words.
    """

    measures: Wordings
    headcounts: Wordings
    unnamed: frozenset[str]
    weak: frozenset[str]
    fields: Wordings
    phases: Wordings
    cues: Wordings
    filler: frozenset[str]
    zones: Wordings
    offices: Wordings
    numbered: Wordings
    committees: Mapping[str, str]
    kinds_of_names: Wordings
    unsaid: frozenset[str]
    joining: frozenset[str]
    organizations: tuple[str, ...]
    kinds_of_offices: tuple[str, ...]
    per: Mapping[str, str]
    per_noun: Mapping[str, str]
    shares: Mapping[str, tuple[str, str]]
    subjects: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Measure:
    """Where one measure stands; the fields are those of `measures.yaml`."""

    name: str
    cells: tuple[Mapping[str, str], ...]
    subject: str
    figures: tuple[str, ...]
    budget: tuple[str, ...]
    outside: str
    unlike: str
    wording: str
    field: str
    whole: str
    near: tuple[str, ...]
    parts: tuple[str, ...]
    label: str
    budget_of: str


@cache
def words() -> Words:
    """The words of this package."""
    data = _read("words.yaml")
    return Words(
        measures={folded(word): tuple(names) for word, names in data["measures"].items()},
        headcounts={folded(word): tuple(names) for word, names in data["headcounts"].items()},
        unnamed=frozenset(data["unnamed"]),
        weak=frozenset(map(folded, data["weak"])),
        fields=_folded(data["fields"]),
        phases=_folded(data["phases"]),
        cues=_folded(data["cues"]),
        filler=frozenset(folded(str(word)) for word in data["filler"]),
        zones={folded(long): tuple(map(folded, short)) for long, short in data["zones"].items()},
        offices={folded(long): tuple(map(folded, short)) for long, short in data["offices"].items()},
        numbered=_folded(data["numbered"]),
        committees=data["committees"],
        kinds_of_names=_folded(data["kinds_of_names"]),
        unsaid=frozenset(data["unsaid"]),
        joining=frozenset(data["joining"]),
        organizations=tuple(data["organizations"]),
        kinds_of_offices=tuple(map(folded, data["kinds_of_offices"])),
        per={folded(word): folded(of) for word, of in data["per"].items()},
        per_noun={folded(word): folded(of) for of, members in data["per_noun"].items() for word in members},
        shares={folded(word): (folded(pair[0]), folded(pair[1])) for word, pair in data["shares"].items()},
        subjects={folded(word): str(code) for word, code in data["subjects"].items()},
    )


@cache
def measures() -> Mapping[str, Measure]:
    """Every measure with a place, by the name of its concept."""
    data = _read("measures.yaml")
    return {name: _measure(name, entry, data["defaults"]) for name, entry in data["measures"].items()}


def _measure(name: str, entry: Mapping[str, Any], defaults: Mapping[str, str]) -> Measure:
    return Measure(
        name=name,
        cells=tuple(entry.get("cells", ())),
        subject=entry.get("subject", ""),
        figures=tuple(entry.get("figures", (name,))),
        budget=tuple(entry.get("budget", ())),
        outside=entry.get("outside", defaults["outside"]),
        unlike=entry.get("unlike", defaults["unlike"]),
        wording=entry.get("wording", ""),
        field=entry.get("field", ""),
        whole=entry.get("whole", ""),
        near=tuple(entry.get("near", ())),
        parts=tuple(entry.get("parts", ())),
        label=entry.get("label", ""),
        budget_of=entry.get("budget_of", ""),
    )


def _folded(groups: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {group: tuple(folded(str(word)) for word in members) for group, members in groups.items()}


def _read(name: str) -> dict[str, Any]:
    text = resources.files("search_app.ask").joinpath(name).read_text(encoding="utf-8")
    data: dict[str, Any] = read_yaml(text)
    return data
