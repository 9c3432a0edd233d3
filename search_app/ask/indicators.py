"""Indicators of self-evaluations: target and result of one, or those that fell short."""

from __future__ import annotations

from collections.abc import Sequence

from pyoxigraph import Literal, NamedNode, Store

from kg.store import Row, rows
from search_app.ask import refusals
from search_app.ask.answer import Answer, Given, Source, Table, refused
from search_app.ask.lexicon import Lexicon
from search_app.ask.notes import year_note
from search_app.ask.printed import listed
from search_app.ask.reading import Reading
from search_app.ask.templates import Rows, fill, target_rows

_PARTS = {"target": "目标值", "actual": "实际完成值", "weight": "分值", "score": "得分"}


def indicators(store: Store, lexicon: Lexicon, reading: Reading) -> Answer:
    """What the self-evaluations print of the indicators asked for."""
    values: dict[str, Rows] = {
        "unit": target_rows(reading.targets),
    }
    if reading.indicators:
        values["indicator_name"] = [(Literal(name),) for name in reading.indicators]
    if about := _about(reading):
        values["evaluated"] = [(NamedNode(iri),) for iri in about]
    if wanted := _wanted(reading):
        values["wanted"] = [(Literal(wanted),)]
    query = fill("indicator-results", values)
    found = list(rows(store, query))
    if not found and reading.indicators and not _asks_list(reading):
        values.pop("indicator_name")
        query = fill("indicator-results", values)
        found = [row for row in rows(store, query) if _is_of_level(row, reading)]
        values["indicator_name"] = [(Literal(row["indicator_name"]),) for row in found]
        query = fill("indicator-results", values) if found else query
    if found and "count" in reading.operation.cues and not reading.indicators:
        return _counted(reading, found, query)
    if not found:
        return _none(reading, query)
    if reading.indicators and not _asks_list(reading):
        return _parts(store, reading, values, found)
    return Answer(
        reading, _list_sentence(found, reading), tuple(Given(row["indicator_name"]) for row in found), _table(found), query, _sources(found)
    )


def _is_of_level(row: Row, reading: Reading) -> bool:
    """True where the name asked for is that of the indicator's group: 服务对象满意度."""
    names = {name.removesuffix("指标") for name in reading.indicators}
    return row["level2"].rpartition("/")[2].removesuffix("指标") in names


def _counted(reading: Reading, found: Sequence[Row], query: str) -> Answer:
    text = f"{found[0]['unit_name']}{found[0]['year']}年有{len(found)}个。{year_note(reading)}"
    return Answer(reading, text, (Given(str(len(found)), "个", "指标数"),), _table(found), query, _sources(found))


def _about(reading: Reading) -> list[str]:
    """The projects named, else the units where the question says 整体."""
    if reading.projects:
        return [project.iri for project in reading.projects]
    return [unit.iri for unit in reading.units] if "whole" in reading.operation.cues else []


def _asks_list(reading: Reading) -> bool:
    cues = reading.operation.cues
    of_one = bool(reading.indicators) and ("yesno" in cues or "listing" not in cues)
    return bool(cues & {"below", "unmet", "met_all"}) and not of_one


def _wanted(reading: Reading) -> str:
    """Which indicators a list is of; empty for all."""
    cues = reading.operation.cues
    if not _asks_list(reading):
        return ""
    return "below" if "below" in cues else "met" if "met_all" in cues else "unmet"


def _none(reading: Reading, query: str) -> Answer:
    where = f"{reading.units[0].name}{listed(map(str, reading.years))}年"
    if _asks_list(reading):
        return Answer(reading, f"没有。{where}的自评表里没有这样的指标。", (), None, query)
    return refused(reading, refusals.no_such("绩效指标", listed(reading.indicators), f"{where}的自评表里"), query)


def _parts(store: Store, reading: Reading, values: dict[str, Rows], found: Sequence[Row]) -> Answer:
    """The parts asked for of one indicator: of the whole unit where several forms print it and the question names none."""
    whole = [row for row in found if not row["project_name"]]
    if whole and len(whole) < len(found):
        values["evaluated"] = [(NamedNode(row["evaluated"]),) for row in whole[:1]]
        found = list(rows(store, fill("indicator-results", values)))
    parts = [part for part in _PARTS if part in reading.operation.cues or (part == "actual" and "really" in reading.operation.cues)]
    if not parts or (parts == ["target"] and "yesno" in reading.operation.cues):
        parts = ["target", "actual"]
    if "score" not in parts and any(part.text.endswith(("得分", "多少分", "几分")) for part in reading.parts):
        parts = [part for part in parts if part in reading.operation.cues] + ["score"]
    given = [Given(row[part], "", f"{_of(row, found)}{_PARTS[part]}") for row in found for part in parts if row[part]]
    said = [
        f"{row['indicator_name']}（{_form(row)}）{'，'.join(f'{_PARTS[part]}{row[part] or _blank()}' for part in parts)}" for row in found
    ]
    text = f"{_met(found, reading)}{found[0]['unit_name']}{found[0]['year']}年{'；'.join(said)}。{year_note(reading)}"
    return Answer(
        reading, text, tuple(given), _table(found) if len(found) > 1 else None, fill("indicator-results", values), _sources(found)
    )


def _met(found: Sequence[Row], reading: Reading) -> str:
    """The answer to 达标了吗; empty where that is not asked or the form does not let it be told."""
    if not reading.operation.cues & {"met", "met_all", "unmet"} or "yesno" not in reading.operation.cues:
        return ""
    met = {row["met"] for row in found}
    return "是，达到了目标。" if met == {"true"} else "没有达到目标。" if met == {"false"} else ""


def _blank() -> str:
    return "未填"


def _of(row: Row, found: Sequence[Row]) -> str:
    return f"{_form(row)}：{row['indicator_name']}" if len(found) > 1 else ""


def _form(row: Row) -> str:
    return row["project_name"] or "整体支出"


def _list_sentence(found: Sequence[Row], reading: Reading) -> str:
    scores = [f"{row['indicator_name']}（{_form(row)}，分值{row['weight'] or _blank()}，得分{row['score'] or _blank()}）" for row in found]
    where = f"{found[0]['unit_name']}{found[0]['year']}年"
    reasons = [f"{row['indicator_name']}：{row['reason']}" for row in found if row["reason"]] if "why" in reading.operation.cues else []
    why = f"自评表写的原因：{listed(reasons, '；')}。" if reasons else ""
    return f"{where}有{len(found)}个：{listed(scores)}。{why}{year_note(reading)}"


def _table(found: Sequence[Row]) -> Table:
    heads = ("评价对象", "指标", "目标值", "实际完成值", "分值", "得分")
    return Table(heads, tuple((_form(r), r["indicator_name"], r["target"], r["actual"], r["weight"], r["score"]) for r in found))


def _sources(found: Sequence[Row]) -> tuple[Source, ...]:
    return tuple(
        Source(
            row["report"],
            row["file"],
            row["statement"],
            int(row["row"]),
            None,
            f"{row['indicator_name']}：{row['target']}／{row['actual']}",
            row["place"],
        )
        for row in found
    )
