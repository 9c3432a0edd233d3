"""One report's quads as what rules speak of (`kg.checks.records`). Nothing is judged here."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from urllib.parse import unquote

from kg.amounts import fold
from kg.checks.records import Cell, Evaluation, Figure, Indicator, Line, Passage, ProjectRecord, Table
from kg.checks.terms import Term, common_places, half_unit
from kg.checks.times import compared
from kg.checks.upright import turn
from kg.things import Things as Stated
from kg.things import text

Things = dict[str, dict[str, list[str]]]
_CELL = re.compile(r"#t(\d+)r(\d+)c(\d+)")
_TEXT = re.compile(r"#p(\d+)o(\d+)-(\d+)")
_SHARED = ("fundSource", "expenditureKind", "budgetPhase", "operationCharacter", "printedUnit")
_LEVELS = {3: "class", 5: "group", 7: "item"}
# The last label of a column that stands for its whole group.
_WHOLE = re.compile(r"小计|合计|总计|金额|决算数|预算数|支出数|收入数")
_PART = re.compile(r"其中|教育收费|财政专户")
_GROUPS = re.compile(r"基本支出|项目支出|经营支出|事业收入|财政拨款收入|财政拨款$|其他收入|上级补助|用车购置")


@dataclass
class Report:
    """All that one report states, read once for all rules."""

    iri: str
    things: Things
    by_class: dict[str, list[str]] = field(default_factory=dict)

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
        return tuple(sorted((self._table(iri) for iri in self.by_class.get("Table", [])), key=lambda t: t.number))

    def _table(self, iri: str) -> Table:
        grid = json.loads(self.one(iri, "grid") or '{"rows": []}')
        rows = tuple(tuple(str(cell) for cell in row) for row in grid["rows"])
        kind = self.one(iri, "tableKind").rpartition("-")[2]
        title, statement = self.one(iri, "title"), self.one(iri, "statement")
        return Table(int(self.one(iri, "tableNumber") or 0), iri, kind, title, statement, rows, "sameTableAs" in self.things[iri])

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """All numbers of tables, in the order of tables, rows and columns."""
        tables = {table.number: table for table in self.tables}
        found = [(iri, _CELL.search(iri)) for kind in ("BudgetFact", "QuantityFact") for iri in self.by_class.get(kind, [])]
        raw = [(iri, int(m[1]), int(m[2]), int(m[3])) for iri, m in found if m]
        texts: dict[int, list[str]] = defaultdict(list)
        for iri, table, _, _ in raw:
            texts[table].append(self.one(iri, "printedText"))
        places = {table: min(common_places(printed), 2) for table, printed in texts.items()}
        cells = [self._cell(iri, tables[t], r, c, places[t]) for iri, t, r, c in raw if t in tables]
        turn(cells)
        _add_parents(cells)
        return tuple(sorted(cells, key=lambda cell: (cell.table, cell.row, cell.column)))

    @cached_property
    def cells_of(self) -> dict[str, list[Cell]]:
        """Cells by the kind of their table."""
        found: dict[str, list[Cell]] = defaultdict(list)
        for cell in self.cells:
            found[cell["table"]].append(cell)
        return found

    def _cell(self, iri: str, table: Table, row: int, column: int, places: int) -> Cell:
        own = self.things[iri]
        data_set = self.things.get(own.get("dataSet", [""])[0], {})
        shared = {name: (own.get(name) or data_set.get(name) or [""])[0] for name in _SHARED}
        code, label, path = self.one(iri, "printedCode"), self.one(iri, "lineItem"), self.one(iri, "columnLabel")
        subject = own.get("functionalSubject", [""])[0].rpartition("/")[2]
        attributes = {
            "table": table.kind,
            "side": self.one(iri, "side"),
            "row": fold(label),
            "column": fold(path),
            "code": code,
            "level": self.one(iri, "level").rpartition("-")[2] or _LEVELS.get(len(code), ""),
            "fund": shared["fundSource"].rpartition("-")[2],
            "expenditure": shared["expenditureKind"].rpartition("-")[2],
            "phase": shared["budgetPhase"].rpartition("-")[2],
            "character": shared["operationCharacter"].rpartition("/")[2],
            "balance": self.one(iri, "balanceItem").rpartition("-")[2],
            "under": self.one(iri, "under"),
            "subject": code if code.isdigit() else subject,
            "class3": (code if code.isdigit() else subject)[:3],
            "economic": own.get("economicSubject", [""])[0].rpartition("/")[2],
            "number": str(table.number),
            "line": str(row),
            **_columns(fold(path)),
        }
        money = "amount" in own
        unit = shared["printedUnit"] if money else self.one(iri, "valueUnit")
        text = self.one(iri, "printedText")
        where = " ".join(filter(None, (table.statement, table.title if table.title != table.statement else "", code, label, path)))
        name = label or path
        value = Decimal(self.one(iri, "amount") if money else self.one(iri, "value"))
        term = Term(name, value, text, unit, half_unit(text, unit, places), iri, where, self.one(iri, "qualifier"))
        return Cell(term, table.number, row, column, attributes)

    @cached_property
    def text_places(self) -> int:
        """Decimals that amounts of the narrative in 万元 usually print."""
        printed = [self.one(iri, "printedText") for iri in self.by_class.get("StatedFigure", []) if self.one(iri, "printedUnit") == "万元"]
        return min(common_places(printed), 2)

    @cached_property
    def passages(self) -> dict[int, Passage]:
        """Passages by number."""
        found = (
            Passage(int(self.one(i, "position")), i, self.one(i, "section"), self.one(i, "text")) for i in self.by_class.get("Passage", [])
        )
        return {p.number: p for p in sorted(found, key=lambda p: p.number)}

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """Figures of the narrative in reading order."""
        found = [self._figure(iri, m) for iri in self.by_class.get("StatedFigure", []) if (m := _TEXT.search(iri))]
        return tuple(sorted(found, key=lambda f: (f.passage, f.start, f.end)))

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

    def _figure(self, iri: str, place: re.Match[str]) -> Figure:
        passage = int(place[1])
        section = self.one(iri, "section") or self.passages[passage].section
        text, unit = self.one(iri, "printedText"), self.one(iri, "printedUnit") or self.one(iri, "valueUnit")
        places = self.text_places if unit == "万元" else 0
        what = self.one(iri, "what")
        where = f"{section.split(' > ')[0]} {section.rpartition(' > ')[2]} {what}"
        term = Term(
            what, Decimal(self.one(iri, "value")), text, unit, half_unit(text, unit, places), iri, where, self.one(iri, "qualifier")
        )
        start, measure = int(place[2]), self.one(iri, "measure").rpartition("-")[2]
        other = compared(self.passages[passage].text, start, self.year)
        return Figure(term, passage, start, int(place[3]), what, measure, section, other)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Budget lines in reading order."""
        found = [self._line(iri, m) for iri in self.by_class.get("BudgetLine", []) if (m := _TEXT.search(iri))]
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
        rows: dict[str, list[Indicator]] = defaultdict(list)
        for iri in self.by_class.get("IndicatorResult", []):
            rows[self.one(iri, "partOfEvaluation")].append(self._indicator(iri))
        found = [self._evaluation(iri, rows[iri]) for iri in self.by_class.get("Evaluation", [])]
        return tuple(sorted(found, key=lambda e: e.table))

    def _evaluation(self, iri: str, rows: list[Indicator]) -> Evaluation:
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
        ordered = tuple(sorted(rows, key=lambda row: row.row))
        return Evaluation(
            iri, number, project, self._numbers(iri, labels, where), blocks, ordered, self.one(iri, "goal"), self.one(iri, "result")
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
        project = self.one(evaluation, "projectName") if evaluation in self.things else ""
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
            iri, row, level("level1"), level("level2"), name, *texts, *scores, one(iri, "deviationReason"), comparator, *values, met
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
        for iri in sorted(self.by_class.get("ProjectRecord", []), key=reading_order):
            name, also = self.one(iri, "projectName"), self.one(iri, "alsoNamed")
            found.append(
                ProjectRecord(iri, name, tuple(also.split("；")) if also else (), self._numbers(iri, labels, f"项目支出情况 {name}"))
            )
        return tuple(found)

    @cached_property
    def unresolved(self) -> tuple[str, ...]:
        """Places that were seen and not read: t05r12c4, p37, or words; t05 where the row lacks cells, so that no column is sure."""
        found = ((self.one(iri, "where"), self.one(iri, "why")) for iri in self.by_class.get("Unresolved", []))
        return tuple(where.partition("r")[0] if "no column is sure" in why else where for where, why in found)


def _columns(path: str) -> dict[str, str]:
    """`tail`, the last label of a column; `band`, those above it; `inner`: an 其中 column, which no sum adds."""
    band, _, tail = path.rpartition("/")
    return {"tail": tail, "band": band, "inner": "true" if _PART.search(tail) else ""}


def _add_parents(cells: Sequence[Cell]) -> None:
    """`parent`: the nearest code above a row's own that its table prints; `inner`, too: a column whose group has a total beside it."""
    codes: dict[int, set[str]] = defaultdict(set)
    held = [cell for cell in cells if cell["code"].isdigit()]
    for cell in held:
        codes[cell.table].add(cell["code"])
    totals = {(cell.table, cell.row, cell["band"]) for cell in cells if _WHOLE.fullmatch(cell["tail"]) and _GROUPS.search(cell["band"])}
    for cell in cells:
        if (cell.table, cell.row, cell["band"]) in totals and not _WHOLE.fullmatch(cell["tail"]):
            cell.attributes["inner"] = "true"
        elif (cell.table, cell.row, cell["band"]) in totals:  # 本年支出/基本支出/小计 is the column 基本支出 of 本年支出
            cell.attributes["band"] = cell["band"].rpartition("/")[0]
    whole = {(cell.table, cell["side"]) for cell in cells if cell["fund"] == "fiscal" and "财政拨款收入" in cell["row"]}
    for cell in cells:  # the kinds of 财政拨款收入 printed below it
        if (
            (cell.table, cell["side"]) in whole
            and cell["fund"] in ("general", "governmentFund", "stateCapital")
            and cell["level"] != "total"
        ):
            cell.attributes["inner"] = "true"
    for cell in held:
        above = (cell["code"][:n] for n in (5, 3) if n < len(cell["code"]))
        cell.attributes["parent"] = next((code for code in above if code in codes[cell.table]), "")


def reading_order(iri: str) -> tuple[int, ...]:
    """Sorts parts of a report by their numbers: table, row, column, or passage and offsets."""
    return tuple(int(n) for n in re.findall(r"\d+", iri.rpartition("#")[2]))


def read(report: str, things: Stated) -> Report:
    """The report with that IRI from what its graph states."""
    found: Things = defaultdict(dict)
    classes: dict[str, list[str]] = defaultdict(list)
    names = {predicate: _local(text(predicate)) for predicate in {predicate for thing in things.values() for predicate in thing}}
    for subject, thing in things.items():
        iri = text(subject)
        held = found[iri]
        for predicate, values in thing.items():
            held.setdefault(names[predicate], []).extend([text(value) for value in values])
        for kind in held.pop("type", ()):
            classes[_local(kind)].append(iri)
    return Report(report, found, {name: sorted(iris) for name, iris in classes.items()})


def _local(iri: str) -> str:
    """The name of a term without its namespace."""
    return iri[max(iri.rfind("#"), iri.rfind("/")) + 1 :]
