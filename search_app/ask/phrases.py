"""Phrases of questions that say more than their words: 2024年的上一年, 按26人计算, 多少批、多少人."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from search_app.ask.lexicon import Term
from search_app.ask.words import words
from search_app.ask.years import YEARS, years_in

_BESIDE = re.compile(
    rf"(?P<named>{YEARS.pattern})的?(?:(?<=的)(?P<before>上一?年度?|前一年度?|头一年)|(?P<after>后一年度?|下一年度?|次年))"
    r"(?!末?[结比相]|同期)"
)
_GUESTS = re.compile(
    r"(?P<batches>(?:多少|几)个?批次?(?:客人|团组|来访团组)?)[、,，和及]?(?:一?共|又有|来了)?(?P<persons>(?:多少|几)个?(?:人次|客人|来宾|人)|(?:多少|几)位(?:来宾|客人))"
)
_VEHICLES = re.compile(r"(?:公务用车|公务车|公车|小汽车|汽车|车)(?:保有量)?(?:现)?有?(?:多少|几)[辆台]")
_SOME_UNITS = re.compile(
    r"(?:这|那|全部)?(?:[二两三四五六七八九十]|\d{1,2})(?:家(?:预算|决算)?(?:单位|部门)?|个(?:预算)?(?:单位|部门)|份(?:部门|单位)?(?:决算|报告|报表)+)"
    r"(?!企业|公司|门店)(?:放在一起看?|放一块儿?看?|摆在一起看?|一起看|合起来看|横向?(?:比|看))?"
)
_SOME_PROJECTS = re.compile(r"(?:这|那)?(?:[二两三四五六七八九十]|\d{1,2})个(?:项目|专项)(?!支出|绩效|资金)")
_MONEY = re.compile(
    r"(?:一笔)?(?<![\d.])(?P<number>\d[\d,]*(?:\.\d+)?)(?P<unit>万元|亿元|元)(?=(?:的(?:支出|开支|款项?))?[^\d以之的]{0,6}(?:列在|科目|哪一?[个项类]))"
)
_MONTH = re.compile(r"(?<=年)(?:1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月份?(?![\d一二三四五六七八九十底末日号])")
_FUND_BALANCE = re.compile(
    r"(?:(?P<at>(?<=\d年)[末初底]|(?<!\d)年[末初底]|上年|期[末初])的?)?"
    r"(?P<fund>一般公共预算|政府性基金(?:预算)?|国有资本经营预算)(?:财政拨款)?的?"
    r"(?P<then>(?<=\d年)[末初底]|年[末初底]|上年|期[末初])?的?(?:财政拨款)?结(?:转[和及与、]?结余|转|余)(?:资金)?"
)
_FUNDS = {"一": "general", "政": "governmentFund", "国": "stateCapital"}
_PLUS = re.compile(r"(?<=[费支入金资出额险贴助数])加上?(?=[一-龥]{2})(?!班|油|起来|在一)")
_MINUS = re.compile(r"(?<=[费支入金资出额险贴助数产债])(?:减去?|减掉|扣掉)(?=[一-龥]{2})(?!少)")
_DIVISOR = re.compile(
    r"(?:如果|若)?按照?[^,，。;；0-9]{0,8}?(?P<number>\d+)[名人个位][^,，。;；0-9]{0,8}?(?:计算|来算|平均|算|计)(?![^,，。;；]{0,2}分)"
)


@cache
def _per() -> re.Pattern[str]:
    """平均每辆公务用车, 摊到每个职工头上, 每批次平均: what is divided by stands behind 每 or 平均一个."""
    nouns = "|".join(map(re.escape, sorted(words().per_noun, key=lambda word: (-len(word), word))))
    return re.compile(
        rf"(?:(?:平均|均摊|分摊|平摊|摊|分|均|合)+(?:到|在|下来)?(?:每|一)|(?:平均|均摊|分摊|平摊|摊|均|分)+(?:到|在)|每)"
        rf"一?(?:[个名位辆台批份家]的?)?(?:实有|在职|在编|在岗)?(?P<noun>{nouns})(?:平均)?(?:的?(?:头上|身上))?(?:的|要)?(?:(?:分摊|均摊|平摊|摊|分|花|合)(?:到|了|得)?)?(?:平均)?"
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
    for found in _per().finditer(text):
        yield *found.span(), (Term("per", words().per_noun[found["noun"]]),)
    for found in _MONTH.finditer(text):
        yield *found.span(), (Term("cue", "within_year"),)
    for found in _FUND_BALANCE.finditer(text):
        when = "Opening" if (found["at"] or found["then"] or "").endswith(("初", "上年")) else "Closing"
        yield *found.span(), (Term("measure", f"{_FUNDS[found['fund'][0]]}{when}Balance"),)
    for found in _PLUS.finditer(text):
        yield *found.span(), (Term("cue", "and"), Term("cue", "sum"))
    for found in _MINUS.finditer(text):
        yield *found.span(), (Term("cue", "compare"), Term("cue", "difference"))
    for found in _MONEY.finditer(text):
        yield *found.span(), (Term("money", f"{found['number']}|{found['unit']}"),)
    for found in _DIVISOR.finditer(text):
        yield *found.span(), (Term("divisor", found["number"]),)
