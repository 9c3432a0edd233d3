"""Questions about many units read the tables of the release: the same places as the graph gives, and a query that gives just these."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from pyoxigraph import Store

from kg import release
from kg.folder import DataFolder
from kg.store import rows
from search_app.ask import Lexicon, ask, choosing, narrowed, read_lexicon
from search_app.ask import look as looking
from search_app.ask.candidates import Choice, Found
from search_app.ask.chosen import Ready, is_chosen
from search_app.ask.computed import of_projects
from search_app.ask.lexicon import Term
from search_app.ask.look import Look, look
from search_app.ask.plan import Asked, meanings
from search_app.ask.reader import read
from search_app.ask.words import measures, words

Held = tuple[Store, Lexicon]


@pytest.fixture(scope="module")
def held(data: DataFolder) -> Iterator[Held]:
    with release.current(data) as opened:
        yield opened.open_store(), read_lexicon(opened.directory)


def of_measures(aspect: str) -> list[Asked]:
    return [Asked(name, (Term("measure", name),), aspect) for name in measures()]


def of_subjects(lexicon: Lexicon, scope: str = "") -> list[Asked]:
    return [Asked(key, (Term("subject", key),), "", "", scope) for key in list(lexicon.subject_of)[::12]]


def others(lexicon: Lexicon) -> list[Asked]:
    kinds = sorted({kind for named in words().headcounts.values() for kind in named})
    persons = [Asked(kind, (Term("headcount", kind),)) for kind in kinds]
    return persons + [Asked(label, (Term("row", label),)) for label in list(lexicon.rows.values())[::8]]


def projects(lexicon: Lexicon, aspect: str) -> list[Asked]:
    return [Asked(project.name, (Term("project", project.iri),), aspect) for project in lexicon.projects]


CASES: dict[str, Callable[[Lexicon], list[Asked]]] = {
    "measures": lambda _: of_measures(""),
    "budgets": lambda _: of_measures("budget"),
    "scores": lambda _: of_measures("score"),
    "subjects": of_subjects,
    "subjects of the general budget": lambda lexicon: of_subjects(lexicon, scope="general"),
    "persons and rows": others,
    "rates of projects": lambda lexicon: projects(lexicon, "rate"),
    "expenditure of projects": lambda lexicon: projects(lexicon, "executed"),
}


@pytest.fixture(scope="module")
def chosen_before(held: Held, data: DataFolder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Held]:
    """The same release, with what counts of some measures worked out."""
    folder = tmp_path_factory.mktemp("chosen")
    some = {Term("measure", "expenditureOfYear"), Term("measure", "threePublic"), Term("measure", "reception"), Term("headcount", "active")}
    with pytest.MonkeyPatch.context() as patched, release.current(data) as opened:
        patched.setattr(choosing, "_FEWEST", 0)
        patched.setattr(choosing, "is_chosen", lambda asked: is_chosen(asked) and asked.terms[0] in some)
        shutil.copytree(opened.directory / "tables", folder / "tables")
        shutil.copy(opened.directory / "lexicon.json", folder)
        choosing.ChosenBuilder().build(folder, (), lambda *_: None)
    yield held[0], read_lexicon(folder)


def told(place: Found) -> tuple[Any, ...]:
    """What an answer tells of a place; a cell's number without thousands separators."""
    where = place.source.report, place.source.statement, place.source.row, place.source.column, place.source.place
    number = place.printed.replace(",", ""), place.printed_unit, place.number, place.amount, place.qualifier
    return place.rank, place.unit_name, place.what, place.subject_name, *number, *where


def chosen(seen: Look) -> dict[object, object]:
    def said(choice: Choice) -> object:
        return told(choice.best), [told(other) for other in choice.disagreeing]

    return {key: said(choice) for key, choice in seen.choices.items()}


def both(held: Held, asked: Sequence[Asked], monkeypatch: pytest.MonkeyPatch) -> tuple[Look, Look]:
    store, lexicon = held
    targets = [(unit.iri, year) for unit in lexicon.units for year in unit.years if year > 2022]
    monkeypatch.setattr(looking, "_FEW", len(targets))
    of_graph = look(store, lexicon, asked, targets)
    monkeypatch.setattr(looking, "_FEW", 0)
    return of_graph, look(store, lexicon, asked, targets)


@pytest.mark.parametrize("case", CASES)
def test_tables_and_graph_give_the_same_places(held: Held, case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    of_graph, of_tables = both(held, CASES[case](held[1]), monkeypatch)
    assert of_graph.choices
    assert chosen(of_tables) == chosen(of_graph)


@pytest.mark.parametrize("case", ["measures", "persons and rows"])
@pytest.mark.parametrize("first", [2019, 2024])
def test_what_was_chosen_with_the_release_is_what_is_chosen_now(held: Held, chosen_before: Held, case: str, first: int) -> None:
    store, lexicon = held
    asked, targets = CASES[case](lexicon), [(unit.iri, year) for unit in lexicon.units for year in unit.years if year >= first]
    now, before = look(store, lexicon, asked, targets), look(store, chosen_before[1], asked, targets)
    assert chosen(before) == chosen(now)
    assert before.sparql == now.sparql


def test_some_of_it_was_chosen_with_the_release(chosen_before: Held) -> None:
    lexicon = chosen_before[1]
    targets = [(unit.iri, year) for unit in lexicon.units for year in unit.years]
    asked = {name: Asked(name, (Term("measure", name),)) for name in ("threePublic", "procurement")}
    meant = {name: meanings(one, lexicon, [], frozenset(str(year) for _, year in targets)) for name, one in asked.items()}
    assert lexicon.tables is not None
    ready = {name: Ready(lexicon.tables, lexicon, name, found, targets).choices() for name, found in meant.items()}
    assert ready["threePublic"]
    assert ready["procurement"] is None


@pytest.mark.parametrize("case", ["rates of projects", "measures"])
def test_the_query_gives_the_places_alone(held: Held, case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    _, of_tables = both(held, CASES[case](held[1])[:30], monkeypatch)
    wanted = sorted(choice.best.source.place for choice in of_tables.choices.values())
    assert sorted(row["place"] for row in rows(held[0], of_tables.sparql)) == wanted


@pytest.mark.parametrize(
    "question",
    [
        "2024年支出最多的三个单位",
        "2024年各单位三公经费一共多少",
        "2024年执行率低于90%的项目有哪些",
        "谁办了现场流行病学培训班",
    ],
)
def test_answers_are_the_same(held: Held, question: str, monkeypatch: pytest.MonkeyPatch) -> None:
    store, lexicon = held
    monkeypatch.setattr(looking, "_FEW", 0)
    monkeypatch.setattr(narrowed, "_MANY", 0)
    of_tables = ask(store, lexicon, question).body()
    monkeypatch.setattr(Lexicon, "tables", None)
    of_graph = ask(store, lexicon, question).body()
    assert of_tables["answer"] == of_graph["answer"]
    assert of_tables["answer"]
    assert of_tables["sources"] == of_graph["sources"]


def test_projects_that_cannot_be_first_are_not_looked_up(held: Held, monkeypatch: pytest.MonkeyPatch) -> None:
    store, lexicon = held
    every = ask(store, lexicon, "2024年执行率最高的项目")
    monkeypatch.setattr(narrowed, "_MANY", 0)
    first = ask(store, lexicon, "2024年执行率最高的项目")
    assert (first.values, first.sources) == (every.values, every.sources)
    assert (every.text or "").startswith(first.text or "-")  # without the notes on projects that are not told
    assert first.table is not None
    assert every.table is not None
    assert len(first.table.rows) < len(every.table.rows)


def test_all_projects_are_meant_where_none_is_named(held: Held) -> None:
    reading = read(held[1], "2024年执行率低于90%的项目有哪些")
    assert len(of_projects(held[1], reading).asked) == sum(2024 in project.years for project in held[1].projects)
