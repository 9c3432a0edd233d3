"""Who a unit is: its superiors, subordinates, divisions and duties, from the newest of the years asked for that says so."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pyoxigraph import NamedNode, Store

from kg.store import Row, rows
from ontology.terms import FA, concept
from search_app.ask import refusals
from search_app.ask.answer import Answer, Given, Source, refused
from search_app.ask.lexicon import Lexicon
from search_app.ask.printed import listed
from search_app.ask.reading import Reading
from search_app.ask.templates import Rows, fill, target_rows

_BELOW = re.compile("所属|下属|下级|下辖|直属|下设|二级")
# 派出机构 are printed among the divisions; these are no departments of the house (科, 股, 室, 处).
_OUTPOSTS = ("所", "分局", "站", "队", "管理处", "办事处")


def superiors(store: Store, lexicon: Lexicon, reading: Reading) -> Answer:
    """主管部门."""
    return _listed(store, lexicon, reading, "relations", "主管部门", {"end": [(FA.child, FA.parent)]})


def subordinates(store: Store, lexicon: Lexicon, reading: Reading) -> Answer:
    """所属单位."""
    return _listed(store, lexicon, reading, "relations", "所属单位", {"end": [(FA.parent, FA.child)]})


def divisions(store: Store, lexicon: Lexicon, reading: Reading) -> Answer:
    """内设机构: those that there are, or those that were abolished."""
    status = "former" if "abolished" in reading.operation.cues else "current"
    what = "撤销的内设机构" if status == "former" else "内设机构"
    if any(part.text.endswith("派出机构") for part in reading.parts):
        what = "派出机构"
    return _listed(store, lexicon, reading, "divisions", what, {"status": [(concept("status", status),)]})


def duties(store: Store, lexicon: Lexicon, reading: Reading) -> Answer:
    """职责, as printed."""
    return _listed(store, lexicon, reading, "duties", "职责", {})


def _listed(store: Store, lexicon: Lexicon, reading: Reading, template: str, what: str, values: dict[str, Rows]) -> Answer:
    if reading.every_unit:
        return refused(reading, f"没有写是哪个单位的{what}，答不出。已载入的单位：{listed(unit.name for unit in lexicon.units[:5])}。")
    if len(reading.years) > 1 and reading.period.years:
        return _of_each_year(store, reading, template, what, values)
    asked_years = reading.years if reading.period.years else _years_before(lexicon, reading)
    for of_year in asked_years:
        query = fill(template, {"unit": target_rows((unit.iri, of_year) for unit in reading.units), **values})
        stated = list(rows(store, query))
        if found := [row for row in stated if _is_asked(row, what, reading)]:
            query = _of_these(query, found) if len(found) < len(stated) else query
            return Answer(reading, _sentence(found, what, of_year), _given(found, what, reading), None, query, tuple(map(_source, found)))
    where = f"{listed(unit.name for unit in reading.units)}{listed(map(str, asked_years))}年的报告里"
    return refused(reading, refusals.no_such("", what, where), query)


def _of_each_year(store: Store, reading: Reading, template: str, what: str, values: dict[str, Rows]) -> Answer:
    """What the reports of several years say, year by year."""
    query = fill(template, {"unit": target_rows(reading.targets), **values})
    found = list(rows(store, query))
    by_year = {of_year: [row for row in found if int(row["year"]) == of_year] for of_year in reading.years}
    if not found:
        where = f"{listed(unit.name for unit in reading.units)}{listed(map(str, reading.years))}年的报告里"
        return refused(reading, refusals.no_such("", what, where), query)
    text = "".join(_sentence(of, what, of_year) for of_year, of in by_year.items() if of)
    silent = [f"{of_year}年" for of_year, of in by_year.items() if not of]
    text += f"{listed(silent)}的报告没有写{what}。" if silent else ""
    return Answer(reading, text, _given(found, what, reading), None, query, tuple(map(_source, found)))


def _years_before(lexicon: Lexicon, reading: Reading) -> Sequence[int]:
    """The years of the units, the newest first: what holds for a unit is what its newest report says of it."""
    return sorted({year for unit in reading.units for year in unit.years}, reverse=True)


def _is_asked(row: Row, what: str, reading: Reading) -> bool:
    """False for 本级 (局本级), the unit's own office, where those below it are asked for, and for a 科 where 派出机构 are."""
    if what == "派出机构":
        return row["value"].endswith(_OUTPOSTS)
    seat = row["value"].rstrip("）)").endswith("本级")
    return not (seat and any(_BELOW.search(part.text) for part in reading.parts))


def _of_these(query: str, found: Sequence[Row]) -> str:
    """The query that gives these rows alone."""
    named = " ".join(str(NamedNode(place)) for place in dict.fromkeys(row["place"] for row in found))
    return f"{query.rstrip()}\nVALUES ?place {{ {named} }}\n"


def _names(found: Sequence[Row]) -> list[str]:
    return list(dict.fromkeys(row["value"] for row in found))


def _given(found: Sequence[Row], what: str, reading: Reading) -> tuple[Given, ...]:
    """The names, or how many there are."""
    names = _names(found)
    counts = "count" in reading.operation.cues or any(part.text.startswith(("几个", "多少个")) for part in reading.parts)
    if counts and "listing" not in reading.operation.cues:
        return (Given(str(len(names)), "个", what),)
    return tuple(Given(name) for name in names)


def _sentence(found: Sequence[Row], what: str, of_year: int) -> str:
    names = _names(found)
    unit = listed(dict.fromkeys(row["unit_name"] for row in found))
    count = f"有{len(names)}{'项' if what == '职责' else '个'}" if len(names) > 1 else "是"
    joined = "；".join(name.rstrip("。；") for name in names) if what == "职责" else listed(names)
    return f"{unit}的{what}{count}{'：' if len(names) > 1 else ''}{joined}（{of_year}年的报告）。"


def _source(row: Row) -> Source:
    return Source(row["report"], row["file"], row.get("section", ""), None, None, row["value"], row["place"])
