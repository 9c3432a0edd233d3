"""Projects: one node whatever report or table names it, and one record a report of what is said of it."""

from __future__ import annotations

from kg.amounts import money_unit
from kg.facts import Project
from kg.iris import project_name
from kg.mapping.graph import ReportGraph
from kg.things import term
from ontology.terms import FA, OBEU_DIMENSION

JOINER = "；"


class ProjectNames:
    """Finds the node of a project by any name that the report gives it."""

    def __init__(self, graph: ReportGraph, projects: tuple[Project, ...]) -> None:
        self._graph = graph
        self._main = {project_name(name): p.name for p in reversed(projects) for name in (*p.also_named, p.name)}
        self._by_table = {table: p.name for p in reversed(projects) for table in p.evaluations}
        self._nodes: dict[tuple[str, int | None], bytes] = {}

    def node(self, name: str, table: int | None = None) -> bytes:
        """The project called `name` here, or evaluated in that table; it gets its class, label and unit."""
        if (name, table) not in self._nodes:
            main = self._by_table.get(table or 0) or self._main.get(project_name(name), name)
            self._nodes[name, table] = self._stated(name, main)
        return self._nodes[name, table]

    def _stated(self, name: str, main: str) -> bytes:
        graph = self._graph
        node = term(graph.iris.project(graph.info.region_code, graph.info.unit, main))
        graph.classify(node, FA.Project)
        graph.label(node, name, project_name(main))
        graph.add(node, FA.carriedOutBy, graph.unit)
        return node


def map_projects(graph: ReportGraph, projects: tuple[Project, ...], names: ProjectNames) -> None:
    """A record for every project; amounts belong to the record, for another year's report gives others."""
    for project in projects:
        node = names.node(project.name)
        for name in project.also_named:
            names.node(name)
        _record(graph, project, node)


def _record(graph: ReportGraph, project: Project, node: bytes) -> None:
    record = graph.new(f"{project.place.fragment}-project", FA.ProjectRecord)
    graph.add(record, FA.statedIn, graph.report)
    graph.add(record, OBEU_DIMENSION.project, node)
    graph.add(record, FA.projectName, project.name)
    graph.add(record, FA.alsoNamed, JOINER.join(project.also_named))
    graph.amount(record, "initialBudget", project.initial_budget)
    graph.amount(record, "fullBudget", project.full_budget)
    graph.amount(record, "executed", project.spent)
    graph.amount(record, "executionRate", project.execution_rate)
    graph.amount(record, "totalScore", project.score)
    graph.add(record, FA.printedUnit, money_unit(project.spent, project.full_budget, project.initial_budget))
    graph.add(record, FA.grade, project.grade)
    graph.add(record, FA.purpose, project.purpose)
    graph.add(record, FA.page, project.place.page)
    graph.add(record, FA.line, project.place.line)
