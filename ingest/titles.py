"""Titles, printed numbers and units of tables, read from the small print around them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.document import Paragraph
from kg.amounts import fold

_NUMBER = re.compile(r"(公开|财决公开|决公开)?(\d{1,2}|[一二三四五六七八九十]{1,2})表|^表([\d一二三四五六七八九十]+(?:-\d+)?)")
_UNIT = re.compile(r"单位[:：]\s*(?:人民币)?(百万元|万元|千元|亿元|元)")
_OWNER = re.compile(
    r"^(?:部门|单位|编制单位|填报单位|部门名称|单位名称|编制部门|公开部门|预算部门|填报部门)(?:[(（](?:盖章|公章|单位)[)）])?[:：](.+)$"
)
_TITLE = re.compile(r"表(?:[(（][^()（）]{1,12}[)）])?$")
_ORDINAL = re.compile(r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+[、.．])")


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
    for text in reversed(texts):
        folded = fold(text)
        found_unit = _UNIT.search(folded)
        found_number = _NUMBER.search(folded)
        found_owner = _OWNER.match(folded)
        is_title = len(folded) <= 60 and bool(_TITLE.search(folded)) and not (found_number and len(folded) <= 10)
        unit = unit or (found_unit.group(1) if found_unit else "")
        if found_owner and not found_unit:
            owner = owner or found_owner.group(1)
        if found_number and not is_title:
            number = number or found_number.group(0)
        if is_title and not title:
            title = _bare(text)
    return Caption(title, number, unit, owner)


def _bare(title: str) -> str:
    """The title without an ordinal and without a table number printed on its line."""
    without = _NUMBER.sub("", _ORDINAL.sub("", title)).strip("：: ")
    return without if _TITLE.search(fold(without)) else title
