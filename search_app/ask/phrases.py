"""Phrases of questions that say more than their words: 2024年的上一年, 按26人计算, 多少批、多少人."""

from __future__ import annotations

import re
from collections.abc import Iterator

from search_app.ask.lexicon import Term
from search_app.ask.years import YEARS, years_in

_BESIDE = re.compile(
    rf"(?P<named>{YEARS.pattern})的?(?:(?<=的)(?P<before>上一?年度?|前一年度?|头一年)|(?P<after>后一年度?|下一年度?|次年))"
    r"(?!末?[结比相]|同期)"
)
_GUESTS = re.compile(
    r"(?P<batches>(?:多少|几)个?批次?(?:客人|团组|来访团组)?)[、,，和及]?(?:一?共|又有|来了)?(?P<persons>(?:多少|几)个?(?:人次|客人|来宾|人)|(?:多少|几)位(?:来宾|客人))"
)
_VEHICLES = re.compile(r"(?:公务用车|公务车|公车|小汽车|汽车|车)(?:保有量)?(?:现)?有?(?:多少|几)[辆台]")
_SOME_UNITS = re.compile(r"(?:这|那)?[二两三四五六七八九十](?:家(?:单位|部门)?|个(?:单位|部门))(?!企业|公司|门店)")
_SOME_PROJECTS = re.compile(r"(?:这|那)?(?:[二两三四五六七八九十]|\d{1,2})个(?:项目|专项)(?!支出|绩效|资金)")
_DIVISOR = re.compile(
    r"(?:如果|若)?按照?[^,，。;；0-9]{0,8}?(?P<number>\d+)[名人个位][^,，。;；0-9]{0,8}?(?:计算|来算|平均|算|计)(?![^,，。;；]{0,2}分)"
)


def phrases(text: str) -> Iterator[tuple[int, int, tuple[Term, ...]]]:
    """Where they stand in a folded question, and what each means."""
    for found in _BESIDE.finditer(text):
        step = -1 if found["before"] else 1
        yield *found.span(), tuple(Term("year", str(year + step)) for year in years_in(found["named"]))
    for found in _GUESTS.finditer(text):
        yield *found.span("batches"), (Term("measure", "receptionBatches"),)
        yield found.end("batches"), found.end("persons"), (Term("measure", "receptionPersons"),)
    for found in _VEHICLES.finditer(text):
        yield *found.span(), (Term("measure", "vehiclesKept"), Term("measure", "vehicleCount"))
    for found in _SOME_UNITS.finditer(text):
        yield *found.span(), (Term("cue", "every_unit"),)
    for found in _SOME_PROJECTS.finditer(text):
        yield *found.span(), (Term("cue", "project"),)
    for found in _DIVISOR.finditer(text):
        yield *found.span(), (Term("divisor", found["number"]),)
