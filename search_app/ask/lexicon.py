"""What a release can be asked about: its units, years, subjects, projects, indicators and measures, by every name they have."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from functools import cache, cached_property
from typing import Any, Self, TypeVar

from kg.columnar import Tables
from ontology.regions import COUNTRY
from search_app.ask.characters import folded
from search_app.ask.names import names
from search_app.ask.words import measures, words

FORMAT = 1
T = TypeVar("T")
SUFFIX = "项目"
_LEAST_DIVISION = 6


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit with reports: its IRI, name, GB/T 2260 code, the years loaded, and names printed for it."""

    iri: str
    name: str
    region: str
    years: tuple[int, ...]
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Project:
    """A project: its IRI, name, all names, the IRI of its unit and the years in which a report speaks of it."""

    iri: str
    name: str
    names: tuple[str, ...]
    unit: str
    years: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject code of one scheme (functional, economic): its names, the nearest year's first, and its IRI in every year."""

    scheme: str
    code: str
    names: tuple[str, ...]
    iris: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """What a word may mean. `kind`: unit, bare, region, subject, project, indicator, measure, headcount, division, row."""

    kind: str
    key: str


@dataclass(frozen=True)
class Lexicon:
    """The names of one release; `terms` finds what a folded word may mean."""

    units: tuple[Unit, ...] = ()
    others: tuple[str, ...] = ()
    regions: Mapping[str, str] = field(default_factory=dict)
    subjects: tuple[Subject, ...] = ()
    projects: tuple[Project, ...] = ()
    indicators: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    divisions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    wordings: Mapping[str, str] = field(default_factory=dict)
    rows: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def years(self) -> tuple[int, ...]:
        """Every year that a report is loaded for."""
        return tuple(sorted({year for unit in self.units for year in unit.years}))

    @cached_property
    def terms(self) -> Mapping[str, tuple[Term, ...]]:
        """Every word and what it may mean."""
        found: dict[str, dict[Term, None]] = {}
        for word, term in self._named():
            if len(word) > 1 or word in words().measures:
                found.setdefault(word, {})[term] = None
        for word, label in self.rows.items():
            found.setdefault(word, {Term("row", label): None})
        return {word: tuple(terms) for word, terms in found.items()}

    @cached_property
    def longest(self) -> int:
        """Characters of the longest word."""
        return max(map(len, self.terms), default=0)

    @cached_property
    def unit_of(self) -> Mapping[str, Unit]:
        """Units by IRI."""
        return {unit.iri: unit for unit in self.units}

    @cached_property
    def project_of(self) -> Mapping[str, Project]:
        """Projects by IRI."""
        return {project.iri: project for project in self.projects}

    @cached_property
    def subject_of(self) -> Mapping[str, Subject]:
        """Subjects by scheme and code: `functional/2010301`."""
        return {f"{subject.scheme}/{subject.code}": subject for subject in self.subjects}

    @cached_property
    def _memory(self) -> dict[str, Any]:
        return {}

    def with_tables(self, tables: Callable[[], Tables]) -> Self:
        """The same lexicon, which now leads to the tables of its release; they are opened when a question first needs them."""
        self._memory["tables"] = tables
        return self

    @property
    def tables(self) -> Tables | None:
        """The tables of the release, where questions about many units look; None for a store alone."""
        opened: Callable[[], Tables] | None = self._memory.get("tables")
        return opened() if opened else None

    def remember(self, name: str, build: Callable[[Lexicon], T]) -> T:
        """What `build` makes of this lexicon, made once."""
        if name not in self._memory:
            self._memory[name] = build(self)
        found: T = self._memory[name]
        return found

    def label(self, concept: str) -> str:
        """The Chinese label of `measure-…` or `headcount-…`, else its name."""
        own = measures().get(concept.removeprefix("measure-"))
        return self.labels.get(concept) or (own.label if own else "") or concept

    def _named(self) -> Iterable[tuple[str, Term]]:
        yield from self._places()
        yield from self._measured(preferred=True)
        ordered = sorted(self.subjects, key=_subject_order)
        yield from ((folded(name), Term("subject", f"{one.scheme}/{one.code}")) for one in ordered for name in one.names)
        for subject in ordered:
            for name in subject.names:
                words_of = (
                    *_subject_words(name),
                    *(_class_words(name) if subject.scheme == "functional" and len(subject.code) == 3 else ()),
                )
                yield from ((word, Term("subject", f"{subject.scheme}/{subject.code}")) for word in words_of)
        for word, code in words().subjects.items():
            if (key := f"{'functional' if code[0] == '2' else 'economic'}/{code}") in self.subject_of:
                yield word, Term("subject", key)
        yield from self._measured(preferred=False)
        for project in self.projects:
            for name in project.names:
                yield from ((word, Term("project", project.iri)) for word in _project_words(name))
        yield from ((folded(name), Term("indicator", name)) for name in self.indicators if not folded(name).strip("年度").isdigit())
        yield from ((word, Term("division", name)) for name in self.divisions for word in self._division_words(name))

    def _division_words(self, name: str) -> Iterable[str]:
        """The name of a division or of a unit below one, and where it begins with a place those without it, of six characters at least."""
        yield folded(name)
        first, *others = self.divisions[name]
        if len(name) > _LEAST_DIVISION and not others and first in self.unit_of:
            known = names(name, self.unit_of[first].region)
            yield from (word for word in (*known.placed, *known.bare) if len(word) >= _LEAST_DIVISION)

    def _places(self) -> Iterable[tuple[str, Term]]:
        for unit in self.units:
            known = [names(name, unit.region) for name in dict.fromkeys((unit.name, *unit.also))]
            yield from ((word, Term("unit", unit.iri)) for one in known for word in one.placed)
            yield from ((word, Term("bare", unit.iri)) for one in known for word in one.bare)
        for name in self.others:
            yield from ((word, Term("other", name)) for word in names(name, COUNTRY).placed)
        yield from ((folded(word), Term("region", code)) for word, code in self.regions.items())

    def _measured(self, *, preferred: bool) -> Iterable[tuple[str, Term]]:
        """Everyday words, which say which of several measures comes first, and labels; or else alternative labels."""
        if preferred:
            for word, kinds in words().headcounts.items():
                yield from ((word, Term("headcount", kind)) for kind in kinds)
            for word, meant in words().measures.items():
                yield from ((word, Term("measure", name)) for name in meant)
        for word, concept in self.wordings.items():
            kind, _, name = concept.partition("-")
            everyday = words().headcounts if kind == "headcount" else words().measures
            named = kind == "headcount" or (name in measures() and name not in _parts_of_others())
            if named and folded(word) not in everyday and (self.labels[concept] == word) == preferred:
                yield folded(word), Term(kind, name)

    def dump(self) -> bytes:
        """The lexicon as JSON, the same for the same release."""
        return json.dumps({"format": FORMAT, **asdict(self)}, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def load(data: bytes) -> Lexicon:
    """The lexicon in `data`; raises ValueError where another version wrote it."""
    raw = json.loads(data)
    if raw.pop("format", None) != FORMAT:
        raise ValueError("the lexicon was written by another version")
    return Lexicon(
        units=tuple(Unit(one["iri"], one["name"], one["region"], tuple(one["years"]), tuple(one["also"])) for one in raw["units"]),
        others=tuple(raw["others"]),
        regions=raw["regions"],
        subjects=tuple(Subject(one["scheme"], one["code"], tuple(one["names"]), tuple(one["iris"])) for one in raw["subjects"]),
        projects=tuple(Project(one["iri"], one["name"], tuple(one["names"]), one["unit"], tuple(one["years"])) for one in raw["projects"]),
        indicators={name: tuple(units) for name, units in raw["indicators"].items()},
        divisions={name: tuple(units) for name, units in raw["divisions"].items()},
        labels=raw["labels"],
        wordings=raw["wordings"],
        rows=raw["rows"],
    )


@cache
def _parts_of_others() -> frozenset[str]:
    """Measures that questions name by another one and a phase: the budget and the final number of 三公经费."""
    stated = ((name, measure) for name, measure in measures().items() if not measure.wording)
    return frozenset(part for name, measure in stated for part in (*measure.budget, *measure.figures) if part != name) - {"initialBudget"}


def _subject_order(subject: Subject) -> tuple[bool, str, str]:
    """Of subjects with one name the functional 类 first (其他支出), then the economic ones (住房公积金)."""
    return not (subject.scheme == "functional" and len(subject.code) == 3), subject.scheme, subject.code


def _subject_words(name: str) -> Iterable[str]:
    """A subject's name without the 支出 at its end, or with it: questions leave it out or add it."""
    word = folded(name)
    short = word.removesuffix("支出")
    if short != word and len(short) >= 4:
        yield short
        yield from [paid] if len(paid := word.removesuffix("缴费支出")) < len(short) else ()
    elif short == word and not word.endswith("费") or word.endswith("缴费"):
        yield f"{word}支出"


def _class_words(name: str) -> Iterable[str]:
    """农林水方面, 用于教育: the short name of a 类 where the question says that a field of spending is meant."""
    short = folded(name).removesuffix("支出")
    yield from (*(f"{short}{after}" for after in ("方面", "领域", "上", "类")), f"用于{short}", f"用在{short}")


def _project_words(name: str) -> Iterable[str]:
    word = folded(name)
    short = word.removesuffix(SUFFIX)
    yield word
    yield from (short, short + SUFFIX) if len(short) >= 4 else ()
