"""Why a number changed or is not its budget, where the report gives the reason beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pyoxigraph import NamedNode, Store

from kg.store import Row, rows
from search_app.ask.answer import Answer, Given, Source, without_repeats
from search_app.ask.characters import folded
from search_app.ask.lexicon import Lexicon
from search_app.ask.notes import year_note
from search_app.ask.plan import Asked
from search_app.ask.reading import Reading
from search_app.ask.templates import fill, target_rows

_QUOTES = re.compile(r"[“”\"（）()]")
_AFTER_NAME = re.compile(
    r"^(?:财政拨款|一般公共预算)?(?:支出|收入)?(?:决算)?数?(?:总计|合计)?(?:与|比|较|和|同|增|减|上|下|降|提|大|小|超|低|高|占|完成|为|$)"
)
_LINE = " > "
_BASES = {"previous": ("上年", "去年", "同期"), "budgeted": ("预算",)}


def reasons(store: Store, lexicon: Lexicon, reading: Reading) -> Answer | None:
    """The one reason that the report of one unit and year gives for what is asked; None where it gives none, or several."""
    if len(reading.targets) != 1 or len(reading.asked) == 0:
        return None
    query = fill("reasons", {"unit": target_rows(reading.targets)})
    given = [row for row in rows(store, query) if _is_of(lexicon, reading.asked[0], row)]
    found = _against(reading, given)
    texts = {folded(row["reason"]): row["reason"] for row in found}
    if len(texts) != 1:
        return None
    (text,) = texts.values()
    row = found[0]
    places = " ".join(str(NamedNode(place)) for place in dict.fromkeys(one["place"] for one in found))
    said = (
        f"{row['unit_name']}{row['year']}年的报告写明，{row['what'].split(_LINE)[-1]}的原因是：{text.rstrip('。；')}。{year_note(reading)}"
    )
    return Answer(
        replace(reading, refusal="", left=()),
        said,
        (Given(text.rstrip("。；"), "", "原因"),),
        None,
        f"{query.rstrip()}\nVALUES ?place {{ {places} }}\n",
        without_repeats(map(_source, found)),
    )


def _is_of(lexicon: Lexicon, asked: Asked, row: Row) -> bool:
    """True where the reason is given for the very thing that is asked."""
    if row["functional"]:
        return any(row["functional"] in lexicon.subject_of[term.key].iris for term in asked.terms if term.kind == "subject")
    what = _QUOTES.sub("", folded(row["what"].split(_LINE)[-1]))
    return any(what.startswith(name) and _AFTER_NAME.match(what[len(name) :]) for name in _names(lexicon, asked))


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
