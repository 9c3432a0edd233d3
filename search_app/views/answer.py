"""An answer as its card shows it: the sentence with its number apart, the comparison, how the question was read, where it is printed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from urllib.parse import quote, urlencode

from search_app.addresses import page_of
from search_app.ask import Answer
from search_app.ask.answer import Source, Table
from search_app.ask.choices import choices
from search_app.ask.lexicon import Unit
from search_app.ask.printed import shown
from search_app.ask.reading import Part
from search_app.asked import Asked
from search_app.holdings import Holding, Holdings, annex_name

SOURCES_SHOWN = 4
_LONGEST_QUOTE = 160
_LONGEST_ADDRESS = 6000
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_AFTER = "。；，、 "

# What the words of a question are called on their chips.
_KEYS = {
    "unit": "单位",
    "region": "地区",
    "year": "年度",
    "measure": "指标",
    "subject": "科目",
    "headcount": "人数",
    "row": "指标",
    "project": "项目",
    "indicator": "绩效指标",
    "division": "机构",
    "field": "内容",
    "phase": "阶段",
    "first": "取前",
    "limit": "条件",
    "per": "平均到",
    "last_years": "年度",
}


@dataclass(frozen=True, slots=True)
class Chip:
    """A part of the question as it was read. `href`: the same question without it; "" where it is not in the question."""

    key: str
    value: str
    href: str = ""
    failed: bool = False


@dataclass(frozen=True, slots=True)
class SourceView:
    """Where something is printed. `file`: the name of the annex that prints it, "" for the report's own file."""

    label: str
    href: str
    quote: str
    file: str = ""


@dataclass(frozen=True, slots=True)
class AnswerView:
    """The card.

    `number` and `unit` are empty where the answer is no single number; `items` is what is listed, where the sentence would be too
    long for it; `query_href` is empty where the query is too long for a link. `likeliest`: what the likeliest reading of an unclear
    question gives, and its address.
    """

    say: str
    number: str
    unit: str
    notes: str
    items: tuple[str, ...]
    table: Table | None
    chips: tuple[Chip, ...]
    sources: tuple[SourceView, ...]
    more: tuple[SourceView, ...]
    sparql: str
    query_href: str
    csv_href: str
    json_href: str
    units: tuple[tuple[str, str], ...]
    reason: str
    choices: tuple[tuple[str, str], ...] = ()
    likeliest: tuple[str, str] = ("", "")


def is_about_data(answer: Answer) -> bool:
    """True where the question is answered, or was understood and cannot be; words alone only look for passages."""
    return answer.text is not None or (bool(answer.reading.parts) and not answer.reading.left)


def view(answer: Answer, held: Holdings, asked: Asked) -> AnswerView:
    """The card of an answer or of a refusal."""
    items = _listed(answer)
    say, number, unit, notes = _heading(answer, items) if items else _spoken(answer)
    reports = {report.iri: report for report in held.reports}
    places = tuple(_source(source, held.base, reports) for source in answer.sources)
    link = f"/sparql?{urlencode({'query': answer.sparql})}"
    fits = bool(answer.sparql) and len(link) <= _LONGEST_ADDRESS
    return AnswerView(
        say=say,
        number=number,
        unit=unit,
        notes=notes,
        items=items,
        table=answer.table,
        chips=tuple(_chips(answer, asked)),
        sources=places[:SOURCES_SHOWN],
        more=places[SOURCES_SHOWN:],
        sparql=answer.sparql.strip(),
        query_href=link if fits else "",
        csv_href=f"{link}&format=csv" if fits else "",
        json_href=f"/api/ask?q={quote(asked.text)}",
        units=tuple((one.name, page_of(one.iri, held.base)) for one in _few_units(answer)),
        reason=answer.reason,
        choices=tuple((one.label, replace(asked, text=one.question, page=1).href()) for one in choices(answer.reading)),
        likeliest=_likeliest(answer, asked),
    )


def _likeliest(answer: Answer, asked: Asked) -> tuple[str, str]:
    other = answer.likeliest
    return (other.text or "", replace(asked, text=other.reading.typed, page=1).href()) if other else ("", "")


def _spoken(answer: Answer) -> tuple[str, str, str, str]:
    """Sentence, number, unit, and what follows the number. A sentence around its one number is parted there."""
    text = answer.text or ""
    if len(answer.values) != 1 or not _NUMBER.fullmatch(answer.values[0].value):
        return text, "", "", ""
    one = answer.values[0]
    number = shown(one.value)
    before, found, after = text.partition(shown(one.value, one.unit))
    if answer.reading.operation.name == "value" and found and after[:1] == "。":
        return before, number, one.unit, after.lstrip(_AFTER)
    return text, number, one.unit, ""


def _listed(answer: Answer) -> tuple[str, ...]:
    """The values where the sentence lists them and no table does: duties, divisions."""
    if answer.table is not None or len(answer.values) < 2 or any(one.unit or one.label for one in answer.values):
        return ()
    items = tuple(one.value.rstrip("。；") for one in answer.values)
    return items if "：" in (answer.text or "") and all(item in (answer.text or "") for item in items) else ()


def _heading(answer: Answer, items: tuple[str, ...]) -> tuple[str, str, str, str]:
    """What stands before the list, and what is said after it."""
    text = answer.text or ""
    return text.partition("：")[0], "", "", text.rpartition(items[-1])[2].lstrip(_AFTER)


def _few_units(answer: Answer) -> tuple[Unit, ...]:
    return () if answer.reading.every_unit else answer.reading.units[:3]


def _source(source: Source, base: str, reports: dict[str, Holding]) -> SourceView:
    report = reports.get(source.report)
    whose = f"{report.unit}{report.year}年{report.type}，" if report else ""
    row = f" 第{source.row}行" if source.row else ""
    column = f" 第{source.column}列" if source.column else ""
    quote = source.quote or ""
    quoted = quote if len(quote) <= _LONGEST_QUOTE else f"{quote[:_LONGEST_QUOTE]}…"
    label = f"{whose}{source.statement.replace(' > ', ' › ')}{row}{column}"
    return SourceView(label, page_of(source.place, base), quoted, annex_name(source.file, report))


def _chips(answer: Answer, asked: Asked) -> Iterator[Chip]:
    """Unit and year as they were resolved, the other words as typed, then what was not understood."""
    reading = answer.reading
    if reading.by == "model":
        yield Chip("理解", "语言模型")
    by_kind: dict[str, list[Part]] = {}
    for part in reading.parts:
        by_kind.setdefault(part.kind, []).append(part)
    places = by_kind.pop("unit", []) + by_kind.pop("region", [])
    names = [unit.name for unit in reading.units]
    if names and not reading.every_unit:
        yield Chip("单位", "、".join(names) if len(names) < 4 else f"{len(names)}个单位", _without(asked, places))
    elif places:
        yield Chip("单位", "、".join(part.text for part in places), _without(asked, places))
    years = by_kind.pop("year", [])
    if reading.years:
        yield Chip("年度", "、".join(map(str, reading.years)), _without(asked, years))
    elif years:
        yield Chip("年度", "、".join(part.text for part in years), _without(asked, years), failed=True)
    for kind, parts in by_kind.items():
        if kind in _KEYS:
            yield from (Chip(_KEYS[kind], part.text, _without(asked, [part])) for part in parts)
    yield from (Chip("没认出", word, failed=True) for word in reading.left)


def _without(asked: Asked, parts: Iterable[Part]) -> str:
    """The address of the question without these words; "" where nothing would be left."""
    text = asked.text
    for part in sorted(parts, key=lambda part: part.start, reverse=True):
        text = text[: part.start] + text[part.end :]
    text = text.strip()
    return replace(asked, text=text, page=1).href() if text and text != asked.text else ""
