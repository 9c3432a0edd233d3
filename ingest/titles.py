"""Titles, printed numbers and units of tables, read from the small print around them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.document import Paragraph
from kg.amounts import fold

# 公开01表, 财决公开02表, 公开表三, 表1, 附表2-1; a table's own name may follow on the line
_N = r"(?:\d{1,2}|十?[二三四五六七八九]|十?一(?!般)|十)(?:[-.—]\d{1,2})?"
_NUMBER = re.compile(rf"(?:财?决?公开|财决)?{_N}表|(?:(?<=[(（])|^)(?:财?决?公开|决算公开|部门决算公开)?附?表{_N}(?![\d月日年])")
_UNIT = re.compile(r"单位[:：(（]\s*(?:人民币)?(百万元|万元|千元|亿元|元)|表[(（](?:人民币)?(万元|元)[)）]$|^[(（](万元|元)[)）]$")
_OWNER = re.compile(
    r"^(?:部门|单位|编制单位|填报单位|公开单位|部门名称|单位名称|编制部门|公开部门|预算部门|填报部门|汇总单位|部门[(（]单位[)）](?:名称)?)"
    r"(?:[(（](?:盖章|公章|单位|公开)[)）])?[:：](?P<owner>.+?)"
    r"(?:20\d\d年度?)?(?:(?:财?决?公开)?\d{2}表)?(?:(?:金额|计量)?单位[:：].*)?$"
)
_MONEY = re.compile(r"^(人民币)?(百万元|万元|千元|亿元|元)$")
_TITLE = re.compile(r"表(?:[(（][^()（）]{1,16}[)）]){0,2}[:：。]?$")
_SENTENCE = re.compile(r"[，；,;！？]|^(注|说明|备注)[:：]|本表|此表|[见附下上]表[。)）]?$")
_ORDINAL = re.compile(
    r"^(?:第?[一二三四五六七八九十]{1,3}[、.．]|[(（][一二三四五六七八九十\d]{1,3}[)）]、?|\d{1,2}[、.．]|续表[:：]?|附件[\d一二三四五六七八九十]{1,2}(?:-\d{1,2})?[:：]?)"
)
_GENERAL = re.compile(r"(部门|单位|部门[(（]单位[)）])(决算|决算公开|公开)(报表|附表|表)$")  # the heading above all tables
_EMPTY = re.compile(r"[(（](?:续表?\d?)?[)）]")
_LEAST_NAME = 4  # characters of a table's own name: 收入决算表, but not 01表
_SHORT_NAME = 8  # a title this short may be the rest of one that a line end cut: 支出决算表
_COVER = re.compile(r"(部门|单位)([(（](部门|单位)[)）])?决算(公开)?$")  # the report's own name above its first table
_CUT = re.compile(r"(财政拨款|预算|收入|支出|决算|基本|经费|资金|经营|基金|明细)$")


@dataclass(frozen=True, slots=True)
class Caption:
    """What stands around a table: its title, printed number (公开01表), unit of money and the owner's name, "" where not printed."""

    title: str = ""
    number: str = ""
    unit: str = ""
    owner: str = ""


def caption(before: Sequence[Paragraph], cells: Sequence[str] = ()) -> Caption:
    """The caption in the paragraphs right before a table (nearest last) and in rows that hold no data (`cells`)."""
    title = number = unit = owner = ""
    texts = [p.text for p in before] + [cell for cell in cells if cell]
    for i, text in reversed(list(enumerate(texts))):
        folded = fold(text)
        unit = unit or _unit(folded)
        owner = owner or _owner(folded)
        number = number or _number(folded)
        if not title and _is_title(folded):
            title = _bare(_whole(texts, i))
    return Caption(title, number, unit, owner)


def _unit(folded: str) -> str:
    found = _UNIT.search(folded) if "元" in folded else None
    return next(group for group in found.groups() if group) if found else ""


def _owner(folded: str) -> str:
    found = _OWNER.match(folded)
    return "" if not found or _MONEY.match(found["owner"]) else found["owner"]


def _number(folded: str) -> str:
    is_line = "表" in folded and len(folded) <= 60 and not _SENTENCE.search(folded)
    found = _NUMBER.search(folded) if is_line else None
    return found.group(0) if found else ""


def _is_title(folded: str) -> bool:
    """True for a line that names a table and prints more than its number: 表2收入决算表, but not 公开02表."""
    if "表" not in folded or len(folded) > 60 or not _TITLE.search(folded) or _SENTENCE.search(folded) or _GENERAL.search(folded):
        return False
    return len(_NUMBER.sub("", folded)) >= _LEAST_NAME


def _whole(texts: Sequence[str], i: int) -> str:
    """The title at `i` with the line above it where that is its beginning (一般公共预算财政拨款 / 支出决算表)."""
    above = texts[i - 1] if i else ""
    folded = fold(above)
    is_beginning = (
        4 <= len(folded) <= 40
        and bool(_CUT.search(folded))
        and not _COVER.search(folded)
        and not _SENTENCE.search(folded)
        and not re.search("[。：:]", folded)
    )
    return above + texts[i] if is_beginning and len(fold(texts[i])) <= _SHORT_NAME and not _ORDINAL.match(texts[i]) else texts[i]


def _bare(title: str) -> str:
    """The title without an ordinal, a table number printed on its line and a mark at its end."""
    without = _ORDINAL.sub("", title)
    bare = _EMPTY.sub("", _NUMBER.sub("", without)).strip("：:。 -—")
    return bare if _TITLE.search(fold(bare)) else without.rstrip("：:。")
