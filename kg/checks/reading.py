"""One report's quads as what rules speak of (`kg.checks.records`). Nothing is judged here."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from urllib.parse import unquote

from kg.checks.cells import cells
from kg.checks.figures import figures
from kg.checks.records import Cell, Evaluation, Figure, Indicator, Line, Passage, ProjectRecord, Table
from kg.checks.statements import Classes, Statements, first, long
from kg.checks.terms import Term, half_unit
from kg.things import Thing, Things, term
from ontology.terms import DCT, FA

_TABLE = [term(name) for name in (FA.tableNumber, FA.tableKind, DCT.title, FA.statement)]
_GRID, _SAME, _POSITION, _SECTION, _WORDS = map(term, (FA.grid, FA.sameTableAs, FA.position, FA.section, FA.text))
_TEXT = re.compile(r"#p(\d+)o(\d+)-(\d+)")


@dataclass
class Report:
    """All that one report states, read once for all rules."""

    iri: str
    stated: Things
    things: Statements
    classes: Classes

    def one(self, iri: str, name: str) -> str:
        """The first value of a property, "" without one."""
        return self.things[iri].get(name, [""])[0]

    @cached_property
    def type(self) -> str:
        """部门决算, 单位决算 or 绩效自评报告."""
        return unquote(self.iri.rsplit("/", 1)[-1])

    @cached_property
    def year(self) -> int:
        """The fiscal year."""
        return int(self.one(self.iri, "year") or 0)

    @cached_property
    def unit(self) -> str:
        """The unit's name."""
        return unquote(self.one(self.iri, "reportOf").rsplit("/", 1)[-1])

    @cached_property
    def consolidated(self) -> bool:
        """True where more than one unit is consolidated."""
        return self.one(self.iri, "scope").endswith("scope-consolidated")

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        """All tables in order."""
        return tuple(sorted((self._table(iri, own) for iri, own in self.classes.things("Table")), key=lambda t: t.number))

    def _table(self, iri: str, own: Thing) -> Table:
        number, kind, title, statement = [first(own, name) for name in _TABLE]
        grid = json.loads(long(own, _GRID) or '{"rows": []}')
        rows = tuple([tuple(map(str, row)) for row in grid["rows"]])
        return Table(int(number or 0), iri, kind.rpartition("-")[2], title, statement, rows, _SAME in own)

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """All numbers of tables, in the order of tables, rows and columns."""
        facts = [fact for kind in ("BudgetFact", "QuantityFact") for fact in self.classes.things(kind)]
        return cells(self.stated, facts, self.tables)

    @cached_property
    def cells_of(self) -> dict[str, list[Cell]]:
        """Cells by the kind of their table."""
        found: dict[str, list[Cell]] = defaultdict(list)
        for cell in self.cells:
            found[cell["table"]].append(cell)
        return found

    @cached_property
    def passages(self) -> dict[int, Passage]:
        """Passages by number."""
        found = [self._passage(iri, own) for iri, own in self.classes.things("Passage")]
        return {passage.number: passage for passage in sorted(found, key=lambda passage: passage.number)}

    def _passage(self, iri: str, own: Thing) -> Passage:
        return Passage(int(first(own, _POSITION)), iri, first(own, _SECTION), long(own, _WORDS))

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """Figures of the narrative in reading order."""
        return figures(self.classes.things("StatedFigure"), self.passages, self.year)

    @cached_property
    def by_passage(self) -> dict[int, list[Figure]]:
        """The figures of each passage that has any, in reading order."""
        found: dict[int, list[Figure]] = defaultdict(list)
        for figure in self.figures:
            found[figure.passage].append(figure)
        return dict(found)

    @cached_property
    def _by_measure(self) -> dict[str, list[Figure]]:
        found: dict[str, list[Figure]] = defaultdict(list)
        for figure in self.figures:
            found[figure.measure].append(figure)
        return found

    def measured(self, measures: Iterable[str]) -> list[Figure]:
        """The figures of these measures."""
        return [figure for measure in measures for figure in self._by_measure.get(measure, [])]

    @cached_property
    def selected(self) -> dict[str, Sequence[Cell | Figure]]:
        """What conditions of rules were found to mean here, by the conditions (`kg.checks.selection`)."""
        return {}

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Budget lines in reading order."""
        found = [self._line(iri, m) for iri in self.classes["BudgetLine"] if (m := _TEXT.search(iri))]
        return tuple(sorted(found, key=lambda line: (line.passage, line.iri)))

    def _line(self, iri: str, place: re.Match[str]) -> Line:
        name = self.one(iri, "path").rpartition(" > ")[2]
        passage = self.passages[int(place[1])]
        where = f"{passage.section.split(' > ')[0]} {passage.section.rpartition(' > ')[2]} {name}"
        subject = self.one(iri, "functionalSubject").rpartition("/")[2]
        terms = self._numbers(iri, {"initialBudget": "年初预算", "final": "支出决算", "completionRate": "完成年初预算"}, where)
        project = "project" in self.things[iri]
        values = (terms.get("initialBudget"), terms.get("final"), terms.get("completionRate"))
        return Line(iri, passage.number, name, subject, project, *values, self.one(iri, "reason"))

    @cached_property
    def evaluations(self) -> tuple[Evaluation, ...]:
        """Self-evaluation tables in order."""
        found = [self._evaluation(iri) for iri in self.classes["Evaluation"]]
        return tuple(sorted(found, key=lambda e: e.table))

    @cached_property
    def indicators(self) -> dict[str, tuple[Indicator, ...]]:
        """The rows of self-evaluations in order, by the IRI of the evaluation."""
        rows: dict[str, list[Indicator]] = defaultdict(list)
        for iri in self.classes["IndicatorResult"]:
            rows[self.one(iri, "partOfEvaluation")].append(self._indicator(iri))
        return {evaluation: tuple(sorted(held, key=lambda row: row.row)) for evaluation, held in rows.items()}

    def _evaluation(self, iri: str) -> Evaluation:
        project = self.one(iri, "projectName")
        where = f"{project}项目支出绩效自评表" if project else "整体支出绩效自评表"
        labels = {"initialBudget": "年初预算数", "fullBudget": "全年预算数", "executed": "全年执行数", "executionRate": "执行率"}
        labels |= {
            "totalScore": "总分得分",
            "totalWeight": "总分分值",
            "executionWeight": "预算执行率分值",
            "executionScore": "预算执行率得分",
        }
        funds = sorted(self.things[iri].get("funds", []), key=lambda row: int(self.one(row, "position")))
        number = int(re.findall(r"#t(\d+)", iri)[0])
        blocks = tuple(
            (self.one(row, "lineItem"), self._numbers(row, labels, f"{where} {self.one(row, 'lineItem')}", iri)) for row in funds
        )
        rows = self.indicators.get(iri, ())
        return Evaluation(
            iri, number, project, self._numbers(iri, labels, where), blocks, rows, self.one(iri, "goal"), self.one(iri, "result")
        )

    def _numbers(self, iri: str, labels: dict[str, str], where: str, unit_of: str = "") -> dict[str, Term]:
        """The printed numbers of a thing by property; amounts in its unit of money."""
        unit = self.one(unit_of or iri, "printedUnit")
        money = ("initialBudget", "fullBudget", "executed", "final")
        found = {}
        for name, label in labels.items():
            if value := self.one(iri, name):
                text = self.one(iri, f"{name}Text") or value
                of = unit if name in money else ("%" if name.endswith("Rate") else "分")
                places = 2 if of == "万元" else 0
                found[name] = Term(label, Decimal(value), text, of, half_unit(text, of, places), iri, f"{where} {label}")
        return found

    def _indicator(self, iri: str) -> Indicator:
        one = self.one
        evaluation = one(iri, "partOfEvaluation")
        project = self.one(evaluation, "projectName")
        where = f"{project}项目支出绩效自评表" if project else "整体支出绩效自评表"
        name = one(iri, "indicatorName")

        def score(prop: str, label: str) -> Term | None:
            value = one(iri, prop)
            text = one(iri, f"{prop}Text") or value
            return Term(label, Decimal(value), text, "分", half_unit(text, "分"), iri, f"{where} {name} {label}") if value else None

        def level(prop: str) -> str:
            return one(iri, f"{prop}Text") or unquote(one(iri, prop).rpartition("/")[2])

        def number(prop: str) -> Decimal | None:
            return Decimal(one(iri, prop)) if one(iri, prop) else None

        row = int(one(iri, "rowIndex") or 0)
        met = {"true": True, "false": False}.get(one(iri, "met"))
        texts = (one(iri, "targetText"), one(iri, "actualText"))
        scores = (score("weight", "分值"), score("score", "得分"), score("level1Weight", "一级指标分值"))
        values = (number("targetValue"), number("targetValueUpper"), number("actualValue"))
        comparator = one(iri, "comparator").rpartition("-")[2]
        return Indicator(
            iri, where, row, level("level1"), level("level2"), name, *texts, *scores, one(iri, "deviationReason"), comparator, *values, met
        )

    @cached_property
    def projects(self) -> tuple[ProjectRecord, ...]:
        """Projects in the order of their IRIs."""
        labels = {
            "initialBudget": "年初预算",
            "fullBudget": "全年预算",
            "executed": "支出",
            "executionRate": "执行率",
            "totalScore": "绩效自评分",
        }
        found = []
        for iri in sorted(self.classes["ProjectRecord"], key=reading_order):
            name, also = self.one(iri, "projectName"), self.one(iri, "alsoNamed")
            found.append(
                ProjectRecord(iri, name, tuple(also.split("；")) if also else (), self._numbers(iri, labels, f"项目支出情况 {name}"))
            )
        return tuple(found)

    @cached_property
    def unresolved(self) -> tuple[str, ...]:
        """Places that were seen and not read: t05r12c4, p37, or words; t05 where the row lacks cells, so that no column is sure."""
        found = ((self.one(iri, "where"), self.one(iri, "why")) for iri in self.classes["Unresolved"])
        return tuple(where.partition("r")[0] if "no column is sure" in why else where for where, why in found)


def reading_order(iri: str) -> tuple[int, ...]:
    """Sorts parts of a report by their numbers: table, row, column, or passage and offsets."""
    return tuple(int(n) for n in re.findall(r"\d+", iri.rpartition("#")[2]))


def read(report: str, things: Things) -> Report:
    """The report with that IRI from what its graph states."""
    return Report(report, things, Statements(things), Classes(things))
