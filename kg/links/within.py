"""Links inside one report: project → subject, evaluation and project → cells, figure → the project that its sentence names."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kg.amounts import Quantity
from kg.facts import Evaluation, Observation, Project, ReportFacts, StatedFigure
from kg.links.agreement import core, same_amount

_ROUNDING = Decimal("0.006")  # of one printed amount in its unit; a sum of n may be off by n times that
_SENTENCE = re.compile(r"[^。；;\n]+")
# A name that is a subject (…（项）), or one of several (…、…等项目).
_NOT_ALONE = re.compile(r"\s*(?:[(（][类款项][)）]|[”\"]?(?:[、和及与]|等))")
_ANOTHER_BEFORE = re.compile(r"[、和及与][“\"]?$|[”\"]\s*[“\"]$")


@dataclass(frozen=True, slots=True)
class Funding:
    """The functional subject that a project is paid under; `basis` printed, amount or sum."""

    project: Project
    functional: str
    basis: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """A cell that prints what an evaluation or a project says it spent; `basis` amount, name or nameAndAmount."""

    subject: Evaluation | Project
    cell: Observation
    basis: str


def fundings(facts: ReportFacts) -> tuple[Funding, ...]:
    """At most one subject a project.

    Printed where the report says so. Else the one subject whose project expenditure is the project's and no other project's;
    else, where one subject alone is left and its amount is the sum of all projects that are left, that subject.
    """
    spent = _project_cells(facts)
    found = {project.name: Funding(project, project.functional, "printed") for project in facts.projects if project.functional}
    for project in facts.projects:
        cells = [cell for cell in spent if same_amount(cell.quantity, project.spent)]
        rivals = [other for other in facts.projects if same_amount(other.spent, project.spent)]
        if project.name not in found and len(cells) == 1 and len(rivals) == 1:
            found[project.name] = Funding(project, cells[0].functional, "amount")
    taken = {one.functional for one in found.values()}
    left = [project for project in facts.projects if project.name not in found]
    rest = [cell for cell in spent if cell.functional not in taken]
    if len(rest) == 1 and len(left) > 1 and _sums_up(left, rest[0].quantity):
        found |= {project.name: Funding(project, rest[0].functional, "sum") for project in left}
    return tuple(found[project.name] for project in facts.projects if project.name in found)


def agreements(facts: ReportFacts) -> tuple[Agreement, ...]:
    """Cells of the accounts that agree with an evaluation's executed amount, and rows that bear a project's name."""
    return (*_evaluated(facts), *_named_rows(facts))


def named_projects(facts: ReportFacts) -> tuple[tuple[StatedFigure, Project], ...]:
    """Figures whose sentence names a project, and no other one."""
    texts = {passage.number: passage.text for passage in facts.passages}
    sentences: dict[int, list[tuple[int, int]]] = {}
    names = [(name, project) for project in facts.projects for name in (project.name, *project.also_named) if len(name) > 3]
    found: list[tuple[StatedFigure, Project]] = []
    for figure in facts.figures if names else ():
        number = figure.place.passage
        if number not in sentences:
            sentences[number] = [one.span() for one in _SENTENCE.finditer(texts[number])]
        project = _only_project(_sentence(texts[number], sentences[number], figure), names)
        if project is not None:
            found.append((figure, project))
    return tuple(found)


def _project_cells(facts: ReportFacts) -> list[Observation]:
    """The project expenditure of each subject, in the first of the tables that prints it: 支出决算表, else those by fund."""
    kinds = {table.number: table.kind for table in facts.tables}
    leaves = [cell for cell in facts.observations if cell.expenditure == "project" and cell.is_leaf and cell.functional]
    for wanted in ({"expenditure"}, {"generalPublic", "governmentFund", "stateCapital"}):
        cells = [cell for cell in leaves if kinds.get(cell.place.table) in wanted and cell.quantity.yuan]
        if cells:
            return cells
    return []


def _sums_up(projects: Sequence[Project], total: Quantity) -> bool:
    amounts = [project.spent for project in projects]
    if any(amount is None or amount.yuan is None or amount.unit != total.unit for amount in amounts):
        return False
    sum_of_all = sum((amount.number for amount in amounts if amount), Decimal(0))
    return abs(sum_of_all - total.number) <= _ROUNDING * len(projects)


def _evaluated(facts: ReportFacts) -> Iterator[Agreement]:
    """A project's form and the one cell of project expenditure of its amount; the unit's form and the total of expenditure."""
    kinds = {table.number: table.kind for table in facts.tables}
    totals = [
        cell
        for cell in facts.observations
        if kinds.get(cell.place.table) == "expenditure" and cell.level == "total" and cell.expenditure in {"", "all"}
    ]
    for evaluation in facts.evaluations:
        pool = totals if evaluation.project is None else _project_cells(facts)
        cells = [cell for cell in pool if same_amount(cell.quantity, evaluation.executed)]
        alike = [
            other
            for other in facts.evaluations
            if same_amount(other.executed, evaluation.executed) and core(other.project or "") != core(evaluation.project or "")
        ]
        if len(cells) == 1 and not (alike and evaluation.project):
            yield Agreement(evaluation, cells[0], "amount")


def _named_rows(facts: ReportFacts) -> Iterator[Agreement]:
    """Cells in rows that bear a project's name and no subject: a subject of that name (中小企业发展专项) is no project."""
    by_name: dict[str, list[Project]] = defaultdict(list)
    for project in facts.projects:
        for name in dict.fromkeys(core(name, facts.info.unit) for name in (project.name, *project.also_named)):
            by_name[name].append(project)
    for cell in facts.observations:
        is_subject = cell.functional or cell.economic or cell.code
        projects = [] if is_subject or len(cell.row) < 4 else by_name.get(core(cell.row, facts.info.unit), [])
        if len(projects) == 1:
            amounts = (projects[0].spent, projects[0].full_budget, projects[0].initial_budget)
            agree = any(same_amount(cell.quantity, amount) for amount in amounts)
            yield Agreement(projects[0], cell, "nameAndAmount" if agree else "name")


def _sentence(text: str, spans: Sequence[tuple[int, int]], figure: StatedFigure) -> str:
    """The sentence as far as it stands before the figure; `spans`: where the sentences of `text` stand."""
    at = bisect_right(spans, figure.place.start, key=lambda span: span[0]) - 1
    return text[spans[at][0] : figure.place.end] if at >= 0 and figure.place.start < spans[at][1] else ""


def _only_project(text: str, names: Sequence[tuple[str, Project]]) -> Project | None:
    """The one project that `text` names, alone; a name within a longer one, or one that is a subject, does not count."""
    found: dict[str, Project] = {}
    for name, project in sorted(names, key=lambda pair: -len(pair[0])):
        if name not in text:
            continue
        for match in re.finditer(re.escape(name), text):
            if _NOT_ALONE.match(text, match.end()) or _ANOTHER_BEFORE.search(text[: match.start()]):
                return None
            found[project.name] = project
        text = text.replace(name, "\0" * len(name))
    return next(iter(found.values())) if len(found) == 1 else None
