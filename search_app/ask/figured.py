"""Numbers that are computed for each unit or year: shares, quotients, changes. Ranked, bounded, counted, or told one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from pyoxigraph import Literal

from ontology.terms import XSD
from search_app.ask.answer import Given, Table
from search_app.ask.limits import Limit
from search_app.ask.operations import RANKS
from search_app.ask.printed import listed, rounded
from search_app.ask.reading import Reading
from search_app.ask.templates import around

_HEADS = {"highest": "最高", "lowest": "最低"}
_WAN = Decimal(10_000)
_COUNTS = frozenset({"count", "count_units", "count_projects"})
_WHICH = frozenset({"which_unit", "which_year", "count_units", "listing"})


@dataclass(frozen=True, slots=True)
class Figure:
    """One computed number: of whom (a unit and a year), in which unit (万元, %, 人 …), and the words that tell it."""

    name: str
    year: int
    number: Decimal
    unit: str
    said: str

    @property
    def value(self) -> str:
        """The number with two decimals."""
        return rounded(self.number)


@dataclass(frozen=True, slots=True)
class Ordered:
    """What is told of several figures: the sentence, the values, all of them as a table."""

    text: str
    values: tuple[Given, ...]
    table: Table


def is_ordered(reading: Reading) -> bool:
    """True where the question asks which of several figures is first or lies within a bound."""
    return bool(reading.operation.limit) or bool(reading.operation.cues & RANKS) or any(part.kind == "first" for part in reading.parts)


def chosen(reading: Reading, figures: Sequence[Figure], what: str) -> Ordered | None:
    """The first of `figures`, or those within the bound; `what` names the number. None where the bound is in another unit."""
    bound = reading.operation.limit
    table = Table((_whose(reading), "年度", what, "数值单位"), tuple((one.name, str(one.year), one.value, one.unit) for one in figures))
    if bound is not None:
        return _within(reading, figures, what, bound, table)
    lowest = reading.operation.order == "lowest"
    ordered = sorted(figures, key=lambda one: (one.number if lowest else -one.number, one.name, one.year))
    first = _with_ties(ordered, reading.operation.first or len(ordered))
    said = listed(f"{_name(reading, one)}（{one.value}{one.unit}）" for one in first)
    head = f"{_HEADS[reading.operation.order]}的是" if len(first) == 1 else f"从{'低到高' if lowest else '高到低'}："
    text = f"{_scope(reading, figures)}{what}{head}{said}（本站计算）。"
    return Ordered(text, tuple(_given(reading, one) for one in first), replace(table, rows=_rows(ordered)))


def signed(reading: Reading, figures: Sequence[Figure], what: str, *, falling: bool) -> Ordered:
    """Those that fell, or those that grew."""
    found = sorted((one for one in figures if (one.number < 0) == falling and one.number), key=lambda one: -abs(one.number))
    return _those(
        reading, found, f"{what}{'减少' if falling else '增加'}", Table((_whose(reading), "年度", what, "数值单位"), _rows(figures))
    )


def told(figures: Sequence[Figure], what: str) -> Ordered:
    """All of them, one by one."""
    values = tuple(Given(one.value.lstrip("-"), one.unit, f"{one.name}{one.year}年") for one in figures)
    return Ordered("".join(one.said for one in figures), values, Table(("单位", "年度", what, "数值单位"), _rows(figures)))


def _within(reading: Reading, figures: Sequence[Figure], what: str, bound: Limit, table: Table) -> Ordered | None:
    number = bound.bound(of_money=figures[0].unit.startswith("万元"))
    if number is None:
        return None
    number = number / _WAN if figures[0].unit.startswith("万元") else number
    having = [one for one in figures if bound.holds(one.number, number)]
    if len(figures) == 1 and not reading.operation.cues & _WHICH:
        text = f"{'是' if having else '不是'}。{figures[0].said}"
        return Ordered(text, (Given(figures[0].value, figures[0].unit, "是" if having else "不是"),), table)
    return _those(reading, having, f"{what}{bound}", table)


def _those(reading: Reading, found: Sequence[Figure], what: str, table: Table) -> Ordered:
    said = listed(f"{_name(reading, one)}（{one.value}{one.unit}）" for one in found)
    text = f"{what}的{_whose(reading)}{f'有{len(found)}个：{said}' if found else '没有'}（本站计算）。"
    values = tuple(Given(_name(reading, one), "", f"{one.value}{one.unit}") for one in found)
    if reading.operation.cues & _COUNTS and "listing" not in reading.operation.cues:
        values = (Given(str(len(found)), "个", f"{_whose(reading)}数"),)
    return Ordered(text, values, table)


def _given(reading: Reading, one: Figure) -> Given:
    """Who is first, or, where that alone is asked, how much it is."""
    if "amount" in reading.operation.cues and not reading.operation.cues & _WHICH:
        return Given(one.value, one.unit, _name(reading, one))
    return Given(_name(reading, one), "", f"{one.value}{one.unit}")


def bounded(reading: Reading, figures: Sequence[Figure], query: str) -> str:
    """The query whose rows are the figures within the bound of the question; `query` itself where it names none."""
    bound, unit = reading.operation.limit, figures[0].unit
    number = bound.bound(of_money=unit.startswith("万元")) if bound else None
    whether = len(figures) == 1 and not reading.operation.cues & _WHICH
    if bound is None or number is None or whether:
        return query
    number = number / _WAN if unit.startswith("万元") else number
    ends = (Literal(str(end), datatype=XSD.decimal) for end in (number, bound.above(number)))
    of = Literal("percent" if unit == "%" else "difference")
    return around("bounded", query, {"relation": [(Literal(bound.relation), *ends, of)]})


def _whose(reading: Reading) -> str:
    return "年度" if reading.operation.over == "year" else "单位"


def _name(reading: Reading, one: Figure) -> str:
    return f"{one.year}年" if reading.operation.over == "year" else one.name


def _scope(reading: Reading, figures: Sequence[Figure]) -> str:
    if reading.operation.over == "year":
        return listed(unit.name for unit in reading.units)
    return f"{listed(f'{year}年' for year in sorted({one.year for one in figures}))}能算的{len(figures)}个单位中，"


def _rows(figures: Sequence[Figure]) -> tuple[tuple[str, ...], ...]:
    return tuple((one.name, str(one.year), one.value, one.unit) for one in figures)


def _with_ties(ordered: Sequence[Figure], count: int) -> list[Figure]:
    """The first `count`, and those that are equal to the last of them."""
    last = ordered[min(count, len(ordered)) - 1].number
    return [one for number, one in enumerate(ordered) if number < count or one.number == last]
