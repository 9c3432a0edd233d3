"""Why a number changed or is not its budget, where the report gives the reason beside it, as a figure's or in a sentence alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pyoxigraph import NamedNode, Store

from kg.store import Row, rows
from search_app.ask import refusals
from search_app.ask.answer import Answer, Given, Source, refused, without_repeats
from search_app.ask.characters import folded
from search_app.ask.extracting import Found, says_the_same, told_by
from search_app.ask.lexicon import Lexicon
from search_app.ask.notes import year_note
from search_app.ask.plan import Asked
from search_app.ask.printings import printed_by
from search_app.ask.reading import Reading
from search_app.ask.spotting import Spot
from search_app.ask.templates import fill, target_rows
from search_app.ask.told_reasons import told_reasons

_QUOTES = re.compile(r"[“”\"（）()、]")
_AFTER_NAME = re.compile(
    r"^(?:财政拨款|一般公共预算)?(?:支出|收入)?(?:决算)?数?(?:总计|合计)?(?:支出)?(?:决算)?数?(?:净值|总额)?(?:各|均)?(?:与|比|较|和|同|增|减|上|下|降|提|大|小|超|低|高|占|完成|为|$)"
)
_FUND = re.compile("^(?:一般公共预算)?财政拨款")
_OF_YEARS = re.compile("[增减涨降升跌]")  # said without a budget, of the year before
_LINE = " > "
_NAMED = frozenset({"unit", "bare", "region", "measure", "subject", "project", "indicator", "division", "row", "code"})
_BASES = {"previous": ("上年", "去年", "同期"), "budgeted": ("预算",)}


_UP, _DOWN = re.compile("[增涨升多高大超翻]|变贵"), re.compile("[减降少低小缩跌]|没[花用]完|[结节]余|剩")
_NOT_SAID = re.compile("(?:多少|这么多|那么多|这么少|那么少|大概|大约|提高效|高标准|增值)")
_NOT_CHANGED = re.compile("(?:没有?|未|不)(?:怎么|明显)?(?:下降|上升|增|减|涨|降|变)")
_CHANGE = re.compile("增加|减少|增长|下降|上升|降低|提高|[增减降]幅|[大小高低]于|超过|[增减各均]$")
_NEAR = 48  # characters before a reason, of a line of the budget, that say whether more or less was spent


def reasons(store: Store, lexicon: Lexicon, reading: Reading) -> Answer | None:
    """The one reason that the report of one unit and year gives for what is asked; None where it gives none, or several.

    Refused where it gives one for the opposite: that the number fell, where the question says that it rose.
    """
    if len(reading.targets) != 1 or len(reading.asked) == 0 or _NOT_CHANGED.search(folded(reading.typed)):
        return None
    query = fill("reasons", {"unit": target_rows(reading.targets)})
    given = _against(reading, [row for row in rows(store, query) if _is_of(lexicon, reading.asked[0], row)])
    if given:
        return _opposite(reading, given[0]) or _of_graph(lexicon, reading, given, query)
    return _of_text(store, lexicon, reading)


def _of_text(store: Store, lexicon: Lexicon, reading: Reading) -> Answer | None:
    """The reason that a sentence gives; None where none does, or they give several."""
    (target,) = reading.targets
    told = [one for one in told_reasons(printed_by(store, lexicon, *target)) if _is_of(lexicon, reading.asked[0], one.row)]
    against = [row for row in _against(reading, [one.row for one in told]) if not _is_of_budget_alone(reading, row)]
    if len({row["reason"] for row in against}) != 1:
        return None
    one = next(one for one in told if one.row in against)
    found = Found(1.0, target, ((one.sentence, Spot(one.start, one.end)),))
    return _opposite(reading, one.row) or told_by(store, replace(reading, left=()), found)


def _is_of_budget_alone(reading: Reading, row: Row) -> bool:
    """True where a change is asked of and the reason is why the number is not its budget."""
    said = folded(_without_names(reading))
    of_budget = any(word in row["what"] for word in _BASES["budgeted"]) and not any(word in row["what"] for word in _BASES["previous"])
    return of_budget and "预算" not in said and bool(_OF_YEARS.search(said))


def _of_graph(lexicon: Lexicon, reading: Reading, given: Sequence[Row], query: str) -> Answer | None:
    """The reason that stands in the graph; None where these rows give several."""
    first = max(given, key=lambda row: _is_exactly_of(lexicon, reading.asked[0], row))
    found = [row for row in given if row["reason"] == first["reason"]]
    if any(not says_the_same(folded(row["reason"]), folded(first["reason"])) for row in given):
        return None
    text = first["reason"]
    places = " ".join(str(NamedNode(place)) for place in dict.fromkeys(one["place"] for one in found))
    what = first["what"].split(_LINE)[-1] + ("决算数与预算数不同" if _is_line(first) else "")
    said = f"{first['unit_name']}{first['year']}年的报告写明，{what}的原因是：{text.rstrip('。；')}。{year_note(reading)}"
    return Answer(
        replace(reading, refusal="", left=()),
        said,
        (Given(text.rstrip("。；"), "", "原因"),),
        None,
        f"{query.rstrip()}\nVALUES ?place {{ {places} }}\n",
        without_repeats(map(_source, found)),
    )


def _opposite(reading: Reading, row: Row) -> Answer | None:
    """The refusal where the report says that it went the other way; None where it does not."""
    asked, said = _direction(_without_names(reading)), _direction(_changed(row))
    if not asked or not said or asked == said:
        return None
    what = row["what"].split(_LINE)[-1] + ("决算数与预算数相比" if _is_line(row) else "")
    return refused(reading, refusals.other_way(what, said))


def _direction(text: str) -> str:
    """增加 or 减少, where the text says one of them alone; else nothing."""
    said = _NOT_SAID.sub("", text)
    up, down = bool(_UP.search(said)), bool(_DOWN.search(said))
    return "" if up == down else "增加" if up else "减少"


def _without_names(reading: Reading) -> str:
    named = [part for part in reading.parts if part.kind in _NAMED]
    return "".join(one for at, one in enumerate(reading.typed) if not any(part.start <= at < part.end for part in named))


def _changed(row: Row) -> str:
    """What says the direction: of a line of the budget what stands before its reason, of a figure what it is."""
    if not _is_line(row):
        return row["what"]
    before = row["quote"].partition(row["reason"])[0][-_NEAR:]
    return re.split("[，。；]", before)[-1]


def _is_line(row: Row) -> bool:
    """True for a line of the budget, which is called by its name alone."""
    return _LINE in row["what"] or not _CHANGE.search(row["what"])


def _is_of(lexicon: Lexicon, asked: Asked, row: Row) -> bool:
    """True where the reason is given for the very thing that is asked."""
    if row["functional"]:
        return any(row["functional"] in lexicon.subject_of[term.key].iris for term in asked.terms if term.kind == "subject")
    what = _QUOTES.sub("", folded(row["what"].split(_LINE)[-1]))
    return any(_is_named(name, what) or (name.endswith("费") and _is_named(name, _FUND.sub("", what))) for name in _names(lexicon, asked))


def _is_named(name: str, what: str) -> bool:
    return what.startswith(name) and bool(_AFTER_NAME.match(what[len(name) :]))


def _is_exactly_of(lexicon: Lexicon, asked: Asked, row: Row) -> bool:
    """True where what changed is called by the measure's own name: 财政拨款收入 for 财政拨款."""
    labels = [lexicon.label(f"measure-{term.key}") for term in asked.terms[:1] if term.kind == "measure"]
    return any(_QUOTES.sub("", folded(row["what"])).startswith(_QUOTES.sub("", folded(label))) for label in labels)


def _names(lexicon: Lexicon, asked: Asked) -> Iterator[str]:
    """The thing by the word of the question and by all its names."""
    yield _QUOTES.sub("", folded(asked.word))
    for term in asked.terms:
        if term.kind == "measure":
            yield folded(_QUOTES.sub("", lexicon.label(f"measure-{term.key}")))
            yield from (folded(_QUOTES.sub("", word)) for word, of in lexicon.wordings.items() if of == f"measure-{term.key}")
        elif term.kind == "project":
            yield from (folded(_QUOTES.sub("", name)) for name in lexicon.project_of[term.key].names)
        elif term.kind == "subject":
            yield from (folded(_QUOTES.sub("", name)).removesuffix("支出") for name in lexicon.subject_of[term.key].names)


def _against(reading: Reading, given: Sequence[Row]) -> list[Row]:
    """Those that compare with what the question compares with: the year before, or the budget, as lines of it do."""
    said = folded(reading.typed)
    wanted = [base for base, words in _BASES.items() if any(word in said for word in words)]
    if len(wanted) != 1:
        return list(given)
    words = _BASES[wanted[0]]
    own = [row for row in given if any(word in row["what"] for word in words) or (_LINE in row["what"] and wanted == ["budgeted"])]
    others = _BASES["previous" if wanted == ["budgeted"] else "budgeted"]
    return own or [row for row in given if _LINE not in row["what"] and not any(word in row["what"] for word in others)]


def _source(row: Row) -> Source:
    return Source(row["report"], row["file"], "", None, None, row["quote"], row["place"])
