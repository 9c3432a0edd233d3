"""A question cut into words that are known and gaps that are not: the longest known word first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from search_app.ask.abbreviated import abbreviated
from search_app.ask.characters import small_number
from search_app.ask.lexicon import Lexicon, Term
from search_app.ask.limits import limits_in
from search_app.ask.phrases import phrases
from search_app.ask.words import Words, words
from search_app.ask.years import YEARS, years_in

_CODE = re.compile(
    r"(?<![\d.])(?:[23]\d{6}|[23]\d{4}|[23]\d{2}(?=(?:[、,和与][23]\d{2})*(?:[两二三四五六]?类|科目|是什么))|(?<=科目|编码|代码|分类)[23]\d{2})(?!\d|\.\d|年(?![初末底]))"
)
_COUNT = re.compile(r"前(\d{1,3}|[一二两三四五六七八九十])(?:[名个家位项](?:单位|部门|项目|科目)?|(?![\d年月]))")
_SUPERLATIVE = re.compile(r"(?P<order>最[多高大少低小])的?(?:前)?(?P<number>\d{1,3}|[一二两三四五六七八九十])[个家名项所](?:单位|部门)?")
_WHOSE = re.compile(r"(?:谁|哪一?年|哪[个家一](?:单位|家)?)的?.{2,16}?(?P<order>更?[高多大少低小])(?=[呢吗?]?(?:[,，;；]|$))")
_LAST_YEARS = re.compile(r"(?:最近|近|过去|前)(?P<number>\d|[一二两三四五六七八九十])年(?:来|间|内)?")
_SERVICES = re.compile(r"(?<=[货工][物程])(?:支出)?[、,和与及](?P<services>服务(?:支出|类)?)|(?P<first>服务)(?=[、,和与及](?:货物|工程))")
_WATER = re.compile(r"水(?=电费)")
_EACH_OF_YEARS = re.compile(r"(?<![近前去])这?(?P<number>[两二三四五])年(?:来|间)?(?=各|分别|每年|都|的(?!行动|计划)|的?[^0-9]{0,8}各)")
_WITHOUT = re.compile(r"(?<![罚淹沉有])没(?=公|出国|接待|因公|政府采购|采购|三公|会议|培训|车|买|购)")
_BOUGHT = re.compile(
    "(?:新?购买|新?购置|更新|新购|新增|新?添置|新?买|新?添)了?(?:几|多少)(?:辆|台)(?:公务用车|公务车|公车|车)?|(?:公务用车|公务车|公车|车辆?)(?:购置|更新|新增)(?:数量|了?(?:几|多少)辆)"
)
_NOT_WITHIN = {"中": "心小学层央", "占": "地"}  # 中 of 中心, 中小企业, 中学; 占 of 占地
_PARTICLES = "的了是有在和与及呢吗吧啊请问各都"
_PROJECT = "项目"
_GRADE = re.compile("[初高大][一二三四]")  # of a school: 高一 is no filler
_SCHOOL = re.compile(r"第?[一二三四五六七八九十]{1,3}[中小幼](?=\d{4}|\d\d年|[今去前]年|[的、,和与跟]|$)")
_NUMERALS = frozenset("第一二三四五六七八九十")


@dataclass(frozen=True, slots=True)
class Span:
    """Characters [start, end) of the folded question and what they may mean; no terms: nothing is known of them."""

    start: int
    end: int
    text: str
    terms: tuple[Term, ...] = ()

    def of(self, *kinds: str) -> tuple[str, ...]:
        """The keys of its terms of these kinds."""
        return tuple(term.key for term in self.terms if term.kind in kinds)

    def says(self, *cues: str) -> bool:
        """True where it is one of these cues."""
        return any(term.kind == "cue" and term.key in cues for term in self.terms)


def scan(lexicon: Lexicon, text: str) -> list[Span]:
    """The known words of `text` in order, none over another; of two that overlap the longer stays, of equals the earlier."""
    chosen: list[Span] = []
    taken: set[int] = set()
    known = _without_suffixed({*_patterns(text), *_known(lexicon, text)})
    for span in sorted(known, key=lambda span: (span.start - span.end, span.start, not span.of("year"))):
        if taken.isdisjoint(range(span.start, span.end)):
            taken.update(range(span.start, span.end))
            chosen.append(span)
    return sorted(chosen, key=lambda span: span.start)


def _without_suffixed(found: set[Span]) -> set[Span]:
    """Without the word 项目 at the end of a project's name, where it begins that of an indicator: 某资金 and 项目按期完成率."""
    begun = {span.start for span in found if span.of("indicator") and span.text.startswith(_PROJECT) and span.text != _PROJECT}
    short = {span.end for span in found if span.of("project")}
    return {span for span in found if not (span.of("project") and span.end - len(_PROJECT) in begun & short)} if begun else found


def gaps(text: str, spans: list[Span]) -> Iterator[Span]:
    """What lies between `spans` and is more than words that say nothing, without those at its ends."""
    edges = [0, *(edge for span in spans for edge in (span.start, span.end)), len(text)]
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        for piece in re.finditer(r"[^\W_]+", text[start:end]):
            if rest := _without_filler(piece.group()):
                at = start + piece.start() + piece.group().find(rest)
                yield Span(at, at + len(rest), rest)


def _known(lexicon: Lexicon, text: str) -> Iterator[Span]:
    cues = _cues()
    longest = max(lexicon.longest, max(map(len, cues)))
    for start in range(len(text)):
        for end in range(start + 1, min(len(text), start + longest) + 1):
            word = text[start:end]
            terms = lexicon.terms.get(word, ()) + cues.get(word, ())
            if word[0] == "少" and text[start - 1 : start] == "多":  # 多少支出 asks how much, and not how much less
                continue
            if word[0] in _NUMERALS and text[start - 1 : start] in _NUMERALS:  # 十二中 is not 二中
                terms = tuple(term for term in terms if term.kind not in ("unit", "bare"))
            if terms and not _is_within(word, text[end : end + 1]) and text[start - 1 : end] != "公里":
                yield Span(start, end, word, terms)
    yield from (Span(start, end, text[start:end], terms) for start, end, terms in abbreviated(lexicon, text))
    for found in _SCHOOL.finditer(text):
        if found.group() not in lexicon.terms:
            yield Span(*found.span(), found.group(), (Term("other", found.group()),))


def _is_within(word: str, after: str) -> bool:
    """True for a character that with the one after it is another word."""
    return bool(after) and after in _NOT_WITHIN.get(word, "")


def _patterns(text: str) -> Iterator[Span]:
    for found in YEARS.finditer(text):
        terms = tuple(Term("year", str(year)) for year in years_in(found.group()))
        if terms:
            yield Span(*found.span(), found.group(), terms)
    for start, end, terms in phrases(text):
        yield Span(start, end, text[start:end], terms)
    for found in _CODE.finditer(text):
        yield Span(*found.span(), found.group(), (Term("code", found.group()),))
    for found in _COUNT.finditer(text):
        of_subjects = (Term("cue", "which_subject"),) if found.group().endswith(("项", "科目")) else ()
        yield Span(*found.span(), found.group(), (Term("first", _digits(found[1])), *of_subjects))
    for found in _SUPERLATIVE.finditer(text):
        cues = ["highest" if found["order"][1] in "多高大" else "lowest", *(["which_subject"] if found.group().endswith("项") else [])]
        yield Span(*found.span(), found.group(), (Term("first", _digits(found["number"])), *(Term("cue", cue) for cue in cues)))
    for found in _LAST_YEARS.finditer(text):
        yield Span(*found.span(), found.group(), (Term("last_years", _digits(found["number"])),))
    for found in _EACH_OF_YEARS.finditer(text):
        yield Span(*found.span(), found.group(), (Term("last_years", _digits(found["number"])),))
    for found in _WATER.finditer(text):
        yield Span(*found.span(), found.group(), (Term("subject", "economic/30205"),))
    for found in _BOUGHT.finditer(text):
        yield Span(*found.span(), found.group(), (Term("measure", "vehiclesBought"),))
    for found in _WITHOUT.finditer(text):
        yield Span(*found.span(), found.group(), (Term("cue", "without"),))
    for found in _SERVICES.finditer(text):
        named = "services" if found["services"] else "first"
        yield Span(*found.span(named), found[named], (Term("measure", "procurementServices"),))
    for found in _WHOSE.finditer(text):
        order = "lower" if found["order"][-1] in "少低小" else "higher"
        yield Span(*found.span("order"), found["order"], (Term("cue", order),))
    for start, end, key in limits_in(text):
        yield Span(start, end, text[start:end], (Term("limit", key),))


def _digits(number: str) -> str:
    return str(small_number(number))


@cache
def _cues() -> Mapping[str, tuple[Term, ...]]:
    """Words of questions and what they say."""
    known: Words = words()
    found: dict[str, list[Term]] = {}
    for word, of in known.per.items():
        found[word] = [Term("per", of)]
    for word in known.kinds_of_offices:
        found.setdefault(word, []).append(Term("other", word))
    for word in known.shares:
        found[word] = [Term("quota", word)]
    for kind, groups in (("cue", known.cues), ("field", known.fields), ("phase", known.phases)):
        for key, members in groups.items():
            for word in members:
                found.setdefault(word, []).append(Term(kind, key))
    return {word: tuple(terms) for word, terms in found.items()}


@cache
def _filler() -> re.Pattern[str]:
    return re.compile("(?:" + "|".join(map(re.escape, sorted(words().filler, key=lambda word: (-len(word), word)))) + ")+")


def _without_filler(text: str) -> str:
    """`text` without filler at its ends, where that cuts no word in two; empty where it is filler alone."""
    if _filler().fullmatch(text):
        return text if _GRADE.fullmatch(text) else ""
    begin = _ends().match(text)
    text = text[begin.end() :] if begin else text
    for start in range(len(text)):
        if _ends().fullmatch(text, start):
            return text[:start]
    return text


@cache
def _ends() -> re.Pattern[str]:
    """Filler that is no part of another word: of two characters and more, or one of a few."""
    whole = [word for word in words().filler if len(word) > 1 or word in _PARTICLES]
    return re.compile("(?:" + "|".join(map(re.escape, sorted(whole, key=lambda word: (-len(word), word)))) + ")+")
