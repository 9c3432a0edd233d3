"""Looking up what is asked: one query for all places that may print it, then the query that gives those that count."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from operator import itemgetter

from pyoxigraph import Literal, Store

from kg.columnar import Tables
from kg.literals import integer
from kg.store import rows
from search_app.ask.candidates import PER_MEANING, Choice, Found, Key, choose, found, located
from search_app.ask.chosen import NAME, Ready, is_chosen
from search_app.ask.columns import can_find, places
from search_app.ask.exact import exact, exact_of_many
from search_app.ask.lexicon import Lexicon
from search_app.ask.plan import Asked, Meaning, meanings
from search_app.ask.templates import Branch, Value, fill, target_rows

_FEW = 8  # units and years whose places are asked of the graph; those of more are read from the tables
ASPECTS = {
    "approved": "年初预算数",
    "revised": "全年预算数",
    "budget": "预算数",
    "executed": "决算数",
    "initial": "年初预算数",
    "full": "全年预算数",
    "rate": "预算执行率",
    "score": "自评得分",
    "grade": "自评等级",
    "goal": "绩效目标",
    "result": "目标完成情况",
    "purpose": "用途",
}


@dataclass(frozen=True)
class Look:
    """What was found: `labels` of what is asked in its order, the choices, and the query that gives just their places."""

    labels: tuple[str, ...]
    choices: Mapping[Key, Choice]
    targets: tuple[tuple[str, int], ...]
    sparql: str
    meant: Mapping[str, Sequence[Meaning]] = field(default_factory=dict)
    asked: Mapping[str, Asked] = field(default_factory=dict)

    @cached_property
    def of_units(self) -> bool:
        """True where several units are asked about."""
        return len({unit for unit, _ in self.targets}) > 1

    @cached_property
    def of_years(self) -> bool:
        """True where several years are asked about."""
        return len({year for _, year in self.targets}) > 1

    def of(self, label: str, target: tuple[str, int]) -> Choice | None:
        """The choice for one thing asked of one unit and year."""
        return self.choices.get((label, *target))

    def every(self) -> list[Choice]:
        """All choices: by unit and year in the order of the question, then by what is asked."""
        targets, labels = ({one: at for at, one in enumerate(ordered)} for ordered in (self.targets, self.labels))
        return [self.choices[key] for key in sorted(self.choices, key=lambda key: (targets[key[1:]], labels[key[0]]))]

    def lost(self) -> list[str]:
        """The labels of what is printed for no unit and year."""
        printed = {self._thing(label) for label, _, _ in self.choices}
        return [label for label in self.labels if self._thing(label) not in printed]

    def _thing(self, label: str) -> tuple[str, str]:
        """The word and its aspect, which several codes of one name have."""
        return self.asked[label].word, self.asked[label].aspect

    def name(self, place: Found) -> str:
        """What `place` is the value of, in words: 劳务费（30226）."""
        said = self.meant[place.asked]
        return said[min(place.meaning, len(said) - 1)].label

    def full_name(self, place: Found) -> str:
        """The same with the aspect that the question names: “三公”经费预算数."""
        return f"{self.name(place)}{aspect_name(self.asked[place.asked])}"


def look(store: Store, lexicon: Lexicon, asked: Sequence[Asked], targets: Sequence[tuple[str, int]]) -> Look:
    """What the release prints of `asked` for `targets` (unit IRI and year)."""
    labels = _labels(asked)
    units, years = list(dict.fromkeys(unit for unit, _ in targets)), frozenset(str(year) for _, year in targets)
    meant = {label: meanings(one, lexicon, units, years) for label, one in zip(labels, asked, strict=True)}
    by_label = dict(zip(labels, asked, strict=True))
    parts = parts_of(meant)
    if not parts or not targets:
        return Look(tuple(meant), {}, tuple(targets), "", meant, by_label)
    tables = lexicon.tables if len(targets) > _FEW else None
    if tables is not None and can_find(tables, parts):
        choices, query = _of_many(store, lexicon, tables, by_label, meant, targets)
        return Look(tuple(meant), choices, tuple(targets), query, meant, by_label)
    first = fill("values", {"unit": target_rows(targets)}, parts)
    given = [_as_printed(lexicon, by_label, place) for place in _stated(store, first)]
    choices = {key: _told(store, choice) for key, choice in choose(given, targets).items()}
    query = exact(targets, parts, given, [choice.best for choice in choices.values()]) if choices else first
    return Look(tuple(meant), choices, tuple(targets), query, meant, by_label)


def _of_many(
    store: Store,
    lexicon: Lexicon,
    tables: Tables,
    asked: Mapping[str, Asked],
    meant: Mapping[str, Sequence[Meaning]],
    targets: Sequence[tuple[str, int]],
) -> tuple[dict[Key, Choice], str]:
    """The choices from the tables, as they were made with the release or else from all places, and the query that gives them."""
    ready = {label: Ready(tables, lexicon, label, meant[label], targets) for label, one in asked.items() if is_chosen(one)}
    made = {label: choices for label, one in ready.items() if NAME in tables.names and (choices := one.choices()) is not None}
    rest = {label: found for label, found in meant.items() if label not in made}
    given = [_as_printed(lexicon, asked, place) for place in places(tables, lexicon, targets, parts_of(rest))] if rest else []
    every = [*choose(given, targets).items(), *(one for choices in made.values() for one in choices.items())]
    choices = {key: _told(store, choice) for key, choice in sorted(every, key=itemgetter(0))}

    def of_ranks(ranks: Collection[tuple[str, int]]) -> Iterator[tuple[str, str]]:
        yield from ((place.asked, place.source.place) for place in given if (place.asked, place.rank) in ranks)
        yield from ((label, place) for label, rank in ranks if label in made for place in ready[label].given(rank))

    best = [choice.best for choice in choices.values()]
    return choices, exact_of_many(lexicon, targets, parts_of(meant), of_ranks, best)


def _stated(store: Store, query: str) -> Iterator[Found]:
    """The places that the query gives; what stands in no table with its section, by which it is chosen."""
    for row in rows(store, query):
        place = found(row)
        yield place if place.in_table else located(store, place)


def _told(store: Store, choice: Choice) -> Choice:
    """The choice, whose cells name their tables: of all the cells that were looked at, those alone that are told."""
    best, *others = (
        located(store, place) if place.in_table and not place.source.statement else place for place in (choice.best, *choice.disagreeing)
    )
    return Choice(best, tuple(others))


def _as_printed(lexicon: Lexicon, asked: Mapping[str, Asked], place: Found) -> Found:
    """A project by the whole name that a report prints for it."""
    projects = [lexicon.project_of[term.key] for term in asked[place.asked].terms if term.kind == "project"]
    names = [project.name for project in projects if project.unit == place.unit]
    return replace(place, subject_name=names[0]) if names and place.subject_name else place


def aspect_name(asked: Asked) -> str:
    """The aspect in words; what a project spent is no 决算数."""
    project = bool(asked.terms) and asked.terms[0].kind == "project"
    return "支出" if project and asked.aspect == "executed" else ASPECTS.get(asked.aspect, "")


def _labels(asked: Sequence[Asked]) -> list[str]:
    """A label for each thing asked, no two the same."""
    labels: list[str] = []
    for one in asked:
        label = f"{one.word}{aspect_name(one)}"
        labels.append(label if label not in labels else f"{label}（{len(labels) + 1}）")
    return labels


def parts_of(meant: Mapping[str, Sequence[Meaning]]) -> dict[Branch, list[tuple[Value, ...]]]:
    """Rows for the parts of `values.rq`: every place of every meaning with its label and rank."""
    parts: dict[Branch, list[tuple[Value, ...]]] = {}
    for label, found_meanings in meant.items():
        for number, meaning in enumerate(found_meanings):
            for place_number, place in enumerate(meaning.places):
                rank = number * PER_MEANING + min(place_number, PER_MEANING - 1)
                parts.setdefault(place.branch, []).append((Literal(label), integer(rank), *place.values))
    return parts
