"""What the money went to: the subjects of one unit by amount, all of them or the first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from pyoxigraph import Literal, NamedNode, Store

from kg.store import Row, rows
from ontology.terms import concept
from search_app.ask import refusals
from search_app.ask.answer import Answer, Given, Source, Table, refused
from search_app.ask.lexicon import Lexicon, Term
from search_app.ask.limits import Limit
from search_app.ask.lookups import value
from search_app.ask.notes import year_note
from search_app.ask.plan import Asked
from search_app.ask.printed import listed, plain, rounded, shown
from search_app.ask.rankings import ranking
from search_app.ask.reading import Reading
from search_app.ask.templates import Rows, fill, target_rows
from search_app.ask.words import measures

# Tables to look in, best first. A narrative's order of 类, 款, 项 is that of functional subjects; economic subjects are listed as items.
_FUNCTIONAL = ("expenditure", "generalPublic", "incomeExpenditure")
_ECONOMIC = ("basicItems",)
_CODES = {
    "personnelExpenditure": ("301", "303"),
    "runningExpenditure": ("302", "310"),
    "basicExpenditure": ("3",),
    "generalBasicExpenditure": ("3",),
}
_SPENT = frozenset(
    {
        "expenditureOfYear",
        "totalExpenditure",
        "fiscalExpenditure",
        "generalBudgetExpenditure",
        "executedAmount",
        "governmentFundExpenditure",
    }
)
_FUNDS = frozenset({"governmentFundExpenditure"})
_GENERAL = frozenset({"generalBudgetExpenditure", "fiscalExpenditure"})
_FINEST = re.compile("五位|明细科目|款级")  # of economic subjects
_WHICH = re.compile("哪|什么|啥|前[一二两三四五六七八九十0-9]|列出|排序|从[高大多]到|由[高大多]到")
_PLACE = re.compile("第几|名次|排名多少|排多少|哪家|哪个单位")
_COUNTS = frozenset({"count", "count_units"})
_WAN = Decimal(10_000)
_LEVELS = {"类": "class", "款": "group", "项": "item"}


def is_of_subjects(lexicon: Lexicon, reading: Reading) -> bool:
    """公用经费前三的开支: a ranking of one unit and year that asks which, and has subjects or parts to rank."""
    alone = reading.operation.name == "rank" and reading.operation.over == "unit" and len(reading.targets) == len(reading.asked) == 1
    if not alone or "which_unit" in reading.operation.cues or not _WHICH.search(reading.typed) or _PLACE.search(reading.typed):
        return False
    if reading.asked[0].terms[:1] == (Term("measure", "projectExpenditure"),):
        return False
    return bool(_parts(lexicon, reading)) or within(lexicon, reading) is not None


def by_subject(store: Store, lexicon: Lexicon, reading: Reading) -> Answer:
    """The subjects of one unit and year, the greatest first; as many as the question asks for."""
    if len(reading.targets) != 1:
        return refused(reading, refusals.cannot("几个单位或几年一起的科目排名，请写一个单位和一个年度"))
    if parts := _parts(lexicon, reading):
        return _of_parts(store, lexicon, replace(reading, asked=parts))
    codes = within(lexicon, reading)
    if codes is None:
        return refused(reading, refusals.cannot("它由哪些科目组成"))
    for table in tables_for(reading, codes):
        query = amounts_query(reading, table, codes, reading.targets)
        found = list({row["code"]: row for row in reversed(list(rows(store, query)))}.values())[::-1]
        if found:
            return _answer(reading, found, query)
    return refused(
        reading, refusals.no_such("", "按科目分的支出", f"{reading.units[0].name}{listed(map(str, reading.years))}年的报告里"), query
    )


def _parts(lexicon: Lexicon, reading: Reading) -> tuple[Asked, ...]:
    """The measures that the one asked for is made up of: 三公经费, 收入, 政府采购."""
    terms = [term for asked in reading.asked[:1] for term in asked.terms[:1] if term.kind == "measure"]
    left_out = {term.key for one in reading.excluded for term in one.terms}
    names = [name for term in terms for name in measures()[term.key].parts if name not in left_out]
    aspects = dict.fromkeys(asked.aspect for asked in reading.asked)
    return tuple(Asked(lexicon.label(f"measure-{name}"), (Term("measure", name),), aspect) for name in names for aspect in aspects)


def _of_parts(store: Store, lexicon: Lexicon, reading: Reading) -> Answer:
    """All parts, or the first of them."""
    if "composition" in reading.operation.cues:
        return value(store, lexicon, replace(reading, operation=replace(reading.operation, name="value")))
    return ranking(store, lexicon, replace(reading, operation=replace(reading.operation, name="rank", over="unit")))


def tables_for(reading: Reading, codes: Sequence[str]) -> tuple[str, ...]:
    """The kinds of tables that print the subjects within `codes`, best first."""
    if any(term.key in _FUNDS for asked in reading.asked for term in asked.terms):
        return ("governmentFund",)
    economic = any(code[0] == "3" for code in codes) or any("经济" in part.text for part in reading.parts)
    if economic:
        return _ECONOMIC
    general = any(term.key in _GENERAL for asked in reading.asked for term in asked.terms[:1])
    return ("generalPublic", *_FUNCTIONAL) if general else _FUNCTIONAL


def amounts_query(reading: Reading, table: str, codes: Sequence[str], targets: Sequence[tuple[str, int]]) -> str:
    """The query of the subjects within `codes` in that kind of table."""
    first = codes[0] if codes else ""
    every_level = table in _ECONOMIC and len(first) > 1
    values: dict[str, Rows] = {
        "unit": target_rows(targets),
        "kind": [(concept("tableKind", table),)],
        "level": [(None if every_level else concept("level", "item" if table == "governmentFund" else _level(reading, first)),)],
        "within": [(Literal(code),) for code in codes] or [(None,)],
    }
    return fill("subject-amounts", values)


def within(lexicon: Lexicon, reading: Reading) -> tuple[str, ...] | None:
    """The codes of the subjects whose parts are asked for, none for all that was spent; None where it has no subjects."""
    for asked in reading.asked:
        for term in asked.terms:
            if term.kind == "subject":
                return (lexicon.subject_of[term.key].code,)
            if term.kind == "measure" and (code := measures()[term.key].subject):
                return (code,)
            if term.kind == "measure" and (term.key in _CODES or term.key in _SPENT):
                return _CODES.get(term.key, ())
    return None if reading.asked else ()


def _level(reading: Reading, code: str) -> str:
    said = next((level for word, level in _LEVELS.items() if any(part.text.endswith(word) for part in reading.parts[-3:])), "")
    if level := next((level for word, level in _LEVELS.items() if f"{word}级" in reading.typed), ""):
        return level
    if code == "3" and _FINEST.search(reading.typed):
        return "group"
    if len(code) > 1:
        return {3: "group", 5: "item"}.get(len(code), "item")
    return said if said == "group" else "class"


def _answer(reading: Reading, found: Sequence[Row], query: str) -> Answer:
    if reading.operation.limit is not None:
        return _within_bound(reading, found, query, reading.operation.limit)
    cues = reading.operation.cues
    lowest = "lowest" in cues
    left = [row for row in found if not _is_excluded(row, reading)]
    ordered = sorted(left, key=lambda row: (Decimal(row["number"]) * (1 if lowest else -1), row["code"]))
    first = ordered if "composition" in cues else ordered[: reading.operation.first or len(ordered)]
    said = [f"{row['value']}{shown(row['printed'], row['printed_unit'])}" for row in first]
    head = f"{found[0]['unit_name']}{found[0]['year']}年"
    words = f"支出有{len(first)}类" if "composition" in cues else f"支出{'最少' if lowest else '最多'}的科目"
    without = f"除{listed(one.word for one in reading.excluded)}外，" if reading.excluded else ""
    text = f"{head}{without}{words}：{listed(said)}。{year_note(reading)}"
    values = tuple(Given(row["value"], "", f"{row['code']}：{rounded(Decimal(row['number']))}万元") for row in first)
    if len(first) == 1 and "amount" in cues:
        values = (*values, Given(plain(first[0]["printed"]), first[0]["printed_unit"], first[0]["value"]))
    table = Table(("科目编码", "科目", "万元"), tuple((row["code"], row["value"], rounded(Decimal(row["number"]))) for row in ordered))
    return Answer(reading, text, values, table, query, tuple(map(_source, first)))


def _within_bound(reading: Reading, found: Sequence[Row], query: str, limit: Limit) -> Answer:
    """The subjects whose amount lies within the bound, or how many they are."""
    bound = limit.bound(of_money=True)
    if bound is None:
        return refused(reading, refusals.cannot("这样的界限"), query)
    having = [row for row in found if limit.holds(Decimal(row["number"]) * _WAN, bound)]
    said = listed(f"{row['value']}{shown(row['printed'], row['printed_unit'])}" for row in having)
    head = f"{found[0]['unit_name']}{found[0]['year']}年支出{limit}的科目有{len(having)}个"
    text = f"{head}{f'：{said}' if having else ''}。{year_note(reading)}"
    values = tuple(Given(row["value"], "", f"{row['code']}：{rounded(Decimal(row['number']))}万元") for row in having)
    if reading.operation.cues & _COUNTS and "listing" not in reading.operation.cues:
        values = (Given(str(len(having)), "个", "科目数"),)
    places = " ".join(str(NamedNode(row["place"])) for row in having)
    exact = f"{query.rstrip()}\nVALUES ?place {{ {places} }}\n" if having else query
    return Answer(reading, text, values, None, exact, tuple(map(_source, having)))


def _is_excluded(row: Row, reading: Reading) -> bool:
    """True for what the question leaves out, by its code."""
    codes = {term.key.rpartition("/")[2] for one in reading.excluded for term in one.terms if term.kind == "subject"}
    return row["code"] in codes


def _source(row: Row) -> Source:
    return Source(row["report"], row["file"], row["statement"], int(row["row"]), int(row["column"]), plain(row["printed"]), row["place"])
