"""Artefacts of the narrative: numbers and units cut by a line or a blank, other widths, page numbers in sentences, other headings."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from itertools import count

from tests.noise.forms import Artefact
from tests.samples.printer import ordinal
from tests.samples.scribe import Block, Text

_LONG = 24  # characters: a paragraph that a line can break
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_AMOUNT = re.compile(r"(?<!单价)(?<![\d.,])(\d[\d,]*(?:\.\d+)?)万元(?!（不?含|以上)")
_HEADING = re.compile(r"^(?:([一二三四五六七八九十]+)、|（([一二三四五六七八九十]+)）)")
_WIDE = str.maketrans("0123456789.,%", "０１２３４５６７８９．，％")
_NARROW = str.maketrans("，；：（）％", ",;:()%")
_DIGITS = "一二三四五六七八九十"


def _in_paragraphs(change: Callable[[str], str]) -> Artefact:
    """Each paragraph that is neither heading nor list changed."""

    def one(block: Block) -> Block:
        if not isinstance(block, Text) or block.level or not _is_told(block.text):
            return block
        return replace(block, text=change(block.text))

    return lambda report: replace(report, blocks=tuple(map(one, report.blocks)))


def _is_told(text: str) -> bool:
    return len(text) > _LONG and "。" in text


def _in_numbers(change: Callable[[str], str]) -> Artefact:
    return _in_paragraphs(lambda text: _NUMBER.sub(lambda found: change(found[0]), text))


def _cut_numbers(between: str, every: int) -> Artefact:
    """Each so manyth number cut by `between` before its last digit."""

    def change(text: str) -> str:
        turn = count(1)
        return _NUMBER.sub(lambda n: f"{n[0][:-1]}{between}{n[0][-1]}" if len(n[0]) > 3 and next(turn) % every == 0 else n[0], text)

    return _in_paragraphs(change)


def _once(pattern: str, between: str, least: int = 30) -> Artefact:
    """The paragraph cut once, at the first match of `pattern` (where it ends) from the character `least` on."""

    def change(text: str) -> str:
        found = next((m for m in re.finditer(pattern, text) if m.end() >= least and m.end() < len(text) - 4), None)
        return f"{text[: found.end()]}{between}{text[found.end() :]}" if found else text

    return _in_paragraphs(change)


def _wrapped(width: int) -> Artefact:
    """Paragraphs broken every `width` characters, wherever that is; but no line ends with a sentence, as a paragraph does."""
    return _in_paragraphs(lambda text: "\n".join(text[i : i + width] for i in range(0, len(text), width)).replace("。\n", "。"))


def _in_yuan(every: int) -> Artefact:
    """Each so manyth amount in 元 among those in 万元."""

    def change(text: str) -> str:
        turn = count(1)
        return _AMOUNT.sub(lambda m: f"{Decimal(m[1].replace(',', '')) * 10000:,.2f}元" if next(turn) % every == 0 else m[0], text)

    return _in_paragraphs(change)


def _headings(second: Callable[[int], str], third: Callable[[int], str]) -> Artefact:
    """Headings 一、 and （一） numbered in another style."""

    def one(block: Block) -> Block:
        found = _HEADING.match(block.text) if isinstance(block, Text) and block.level in (2, 3) else None
        if not found or not isinstance(block, Text):
            return block
        style = second if found[1] else third
        return replace(block, text=style(_value(found[1] or found[2])) + block.text[found.end() :])

    return lambda report: replace(report, blocks=tuple(map(one, report.blocks)))


def _value(numeral: str) -> int:
    ten, _, one = numeral.rpartition("十")
    if "十" not in numeral:
        return _DIGITS.index(numeral) + 1
    return (10 * (_DIGITS.index(ten) + 1) if ten else 10) + (_DIGITS.index(one) + 1 if one else 0)


NARRATIVE: dict[str, Artefact] = {
    "told: blank after the point": _in_numbers(lambda n: n.replace(".", ". ")),
    "told: blank before the point": _in_numbers(lambda n: n.replace(".", " .")),
    "told: blank after the comma": _in_numbers(lambda n: n.replace(",", ", ")),
    "told: last digit apart": _cut_numbers(" ", 1),
    "told: blank before units": _in_paragraphs(lambda t: re.sub(r"(?<=\d)(?=万元|元|%|人|个|辆)", " ", t)),
    "told: blanks around numbers": _in_numbers(lambda n: f" {n} "),
    "told: doubled blanks": _in_paragraphs(lambda t: re.sub(r"(?<=[，。])", "  ", t)),
    "told: ideographic blanks": _in_paragraphs(lambda t: f"　　{t}".replace("，", "，　")),
    "told: 万 元": _in_paragraphs(lambda t: t.replace("万元", "万 元")),
    "told: full width": _in_paragraphs(lambda t: t.translate(_WIDE)),
    "told: half-width marks": _in_paragraphs(lambda t: re.sub(r"(?<!\d)，|，(?!\d)", ",", t).translate(str.maketrans("；：（）", ";:()"))),
    "told: no thousands": _in_numbers(lambda n: n.replace(",", "")),
    "told: full-width comma in numbers": _in_numbers(lambda n: n.replace(",", "，")),
    "told: line in a number": _once(r"\d[\d,]*\.\d(?=\d)", "\n"),
    "told: line after a point": _once(r"\d[\d,]*\.(?=\d)", "\n"),
    "told: line before a unit": _once(r"\d(?=万元)", "\n"),
    "told: line in a unit": _once(r"\d万(?=元)", "\n"),
    "told: line in words": _once(r"(?:比上年|支出决|主要)(?=.)", "\n"),
    "told: wrapped at 40": _wrapped(40),
    "told: wrapped at 33": _wrapped(33),
    "told: page number in a sentence": _once(r"[\u4e00-\u9fff](?=[\u4e00-\u9fff])", "\n- 12 -\n"),
    "told: bare page number in a sentence": _once(r"[\u4e00-\u9fff](?=[\u4e00-\u9fff])", "\n12\n"),
    "told: page number in a number": _once(r"\d[\d,]*\.\d(?=\d)", "\n— 12 —\n"),
    "told: page number before a unit": _once(r"\d(?=万元)", "\n第12页\n"),
    "told: every second amount in 元": _in_yuan(2),
    "told: all amounts in 元": _in_yuan(1),
    "told: headings 1. and （一）": _headings(lambda n: f"{n}. ", lambda n: f"（{ordinal(n)}）"),
    "told: headings 一． and （一）": _headings(lambda n: f"{ordinal(n)}．", lambda n: f"（{ordinal(n)}）"),
    "told: headings 第一节": _headings(lambda n: f"第{ordinal(n)}节 ", lambda n: f"（{ordinal(n)}）"),
    "told: headings bare": _headings(lambda n: "", lambda n: ""),
}  # fmt: skip
# What a figure measures is told by its heading, too: under a heading that is not known for one, numbers stay and their measure may go.
LOOSE = ("told: headings bare", "told: headings 1. and （一）", "told: wrapped at 33")
