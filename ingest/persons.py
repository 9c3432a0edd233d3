"""Names of persons in running text are masked: 局长张某, 由某某同志担任, 某某荣获…. Names of units and companies stay.

Conservative: a name is known by a common surname and by the words around it (a title before it, 同志 behind it). The words are in
forms/privacy.yaml. Text is masked before anything is read from it, so places and quotations all hold for the masked text.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache, lru_cache

from ingest.document import Block, Document, Grid
from ingest.forms import load

_NAME = re.compile(r"[^、和与及]+")
_SHORTEST = 4  # characters of a title and a name


def without_names(document: Document) -> Document:
    """The document with every name in its paragraphs, headings, cells and unread places masked."""
    unread = tuple(replace(place, printed=masked(place.printed)) for place in document.unread)
    return replace(document, blocks=tuple(map(_masked_block, document.blocks)), unread=unread)


def masked(text: str) -> str:
    """`text` with `mask` in the place of every name; the same text where it holds none."""
    for hint, pattern in () if text.isascii() else _patterns():  # every pattern has Chinese words
        if hint.search(text):
            text = pattern.sub(_mask, text)
    return text


_masked_again = lru_cache(maxsize=4096)(masked)  # labels come many times


@lru_cache(maxsize=512)
def _masked_path(section: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(masked, section))


def _masked_block(block: Block) -> Block:
    section = _masked_path(block.section)
    if isinstance(block, Grid):
        rows = tuple(tuple(cell if cell.isascii() or len(cell) < _SHORTEST else _masked_again(cell) for cell in row) for row in block.rows)
        return block if (rows, section) == (block.rows, block.section) else replace(block, rows=rows, section=section)
    text = masked(block.text)
    return block if (text, section) == (block.text, block.section) else replace(block, text=text, section=section)


def _mask(found: re.Match[str]) -> str:
    start, end = (at - found.start() for at in found.span("names"))
    names = _NAME.sub(load("privacy")["mask"], found["names"])
    return found[0][:start] + names + found[0][end:]


@cache
def _one() -> str:
    """One name: a surname and one or two characters, which are no common word and no place or unit."""
    form = load("privacy")
    double, single = "|".join(form["double_surnames"]), rf"[{form['surnames']}]\s?"
    han = "[\u4e00-\u9fff]"
    return rf"(?!{form['words']})(?:(?:{double}){han}{{1,2}}?|{single}{han}{han}??)(?<!{form['not_last']})"


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    """Each pattern with what a text must hold for it, for a quick answer."""
    form = load("privacy")
    names = rf"(?P<names>{_one()}(?:[、和与及]{_one()})*)"
    opens = r"(?:^|(?<=[\s，。；、：“”（(,;:!！]))"
    ends = rf"(?=$|[\s，。；、：“”）)（(,;:.]|等|{form['after']})"
    chosen = r"(?<=[由将对以向任])|(?<=任命)|(?<=推选)|(?<=选举)"
    office = r"(?=(?:同志)?(?:担任|兼任|主持|牵头|带队|分管|任[组局主院校书]))"
    found = (
        (rf"{form['title_ends']}[:：\s]?[{form['surnames']}]", rf"(?:{form['titles']})[:：]?\s?{names}{ends}"),
        ("同志", rf"(?:{opens}|{chosen}){names}(?=等?(?:\d{{1,3}}[名位个])?同志)"),
        (rf"由[{form['surnames']}]", rf"由{names}{office}"),
        (form["honoured"], rf"(?:{opens}|(?<={form['place_ends']})){names}(?={form['honoured']})"),
        ("代表人|负责人", rf"(?:(?:法定代表人|负责人)(?:为|是)|法定代表人|法人代表人?){names}{ends}"),
    )
    return tuple((re.compile(hint), re.compile(pattern)) for hint, pattern in found)
