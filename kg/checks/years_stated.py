"""The rows of the rules over years, made of what the parts of reports say (`kg.parts.years`) instead of asked of a store.

They are those of `queries/checks/year-*.rq`; a rule that is not here is asked of the store.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain

from kg.parts import Years
from kg.store import Row
from ontology.terms import concept

_TITLES = {"year-opening": ("incomeExpenditure", "收入支出决算总表"), "year-opening-fiscal": ("fiscalSummary", "财政拨款收入支出决算总表")}
_BY_FUND = re.compile("一般公共|政府性基金|国有资本")
_WHOLE, _OF_FUNDS = "收入支出决算总体情况", "财政拨款收"
_OUTER = re.compile("^.* > ")

Before = dict[tuple[str, str, int], list[Row]]
"""Rows of reports by unit, type and year."""


def over_years_of(stated: Iterable[Years]) -> dict[str, list[Row]]:
    """The rows by the id of the rule."""
    held = list(stated)
    balances, changes = (list(chain.from_iterable(one[name] for one in held)) for name in ("balances", "changes"))
    openings = {rule: list(_openings(balances, *kind)) for rule, kind in _TITLES.items()}
    return {"year-base": list(_bases(balances, changes)), **openings}


def _openings(balances: Iterable[Row], kind: str, title: str) -> Iterator[Row]:
    """What stands at the beginning of a year beside what stood at the end of the year before."""
    of_kind = [row for row in balances if row["kind"] == concept("tableKind", kind).value]
    closing = (row for row in of_kind if _is(row, "closing") and not _BY_FUND.search(row.get("column", "")))
    before = _by_year(closing)
    for row in of_kind:
        if _is(row, "opening") and "under" not in row:
            for last in before[row["unit"], row["type"], int(row["year"]) - 1]:
                where = f"{row.get('statement', '')} {title} 年初结转和结余（上年决算{last['year']}年）"
                yield {"key": row["report"], "where": where, **_bound("年初结转和结余", row), **_bound("上年年末结转和结余", last)}


def _bases(balances: Iterable[Row], changes: Iterable[Row]) -> Iterator[Row]:
    """A stated change with the total stated beside it, and last year's total."""
    kind = concept("tableKind", "incomeExpenditure").value
    before = _by_year(row for row in balances if row["kind"] == kind and _is(row, "total"))
    for row in changes:
        section = row["section"]
        if _WHOLE in section and _OF_FUNDS not in section and row["what"].startswith(row["total_what"][:2]):
            now = _bound("同比变化额", row) | _bound("本年总计", row, "total_")
            for last in before[row["unit"], row["type"], int(row["year"]) - 1]:
                where = f"{_OUTER.sub('', section)} {row['what']}（上年决算{last['year']}年）"
                yield {"key": row["source"], "where": where, **now, **_bound("上年总计", last)}


def _is(row: Row, balance: str) -> bool:
    return row["balance"] == concept("balance", balance).value


def _by_year(rows: Iterable[Row]) -> Before:
    found: Before = defaultdict(list)
    for row in rows:
        found[row["unit"], row["type"], int(row["year"])].append(row)
    return found


def _bound(name: str, row: Row, of: str = "") -> Row:
    """What the query binds for a number of the identity."""
    parts = {"": "value", "_text": "text", "_unit": "money", "_at": "source"}
    return {f"{name}{ending}": row[f"{of}{part}"] for ending, part in parts.items()}
