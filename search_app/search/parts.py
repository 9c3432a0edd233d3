"""Which kind of section a passage stands in (“三公”经费, 政府采购, 问题与改进 …), and which passages are boilerplate."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from importlib import resources

import yaml

OTHER = "其他"
DEFINITIONS, CONTENTS = "名词解释", "目录"

_LEADERS = re.compile(r"(?:\.{4,}|…{2,}|·{4,})\s*\d*\s*$", re.MULTILINE)
_NOTE = re.compile(r"^\s*(?:备?注|说明)\s*[：:]")


def part_of(section: Sequence[str]) -> str:
    """The kind of section below these headings (outermost first); 其他 where none fits."""
    return _part(tuple(section))


@lru_cache(maxsize=65536)
def _part(section: tuple[str, ...]) -> str:
    for heading in reversed(section):
        for part, words in _kinds():
            if any(word in heading for word in words):
                return part
    return OTHER


def is_boilerplate(section: Sequence[str], text: str) -> bool:
    """True for definitions of terms, tables of contents and notes below tables: they stand alike in every report."""
    return part_of(section) in {DEFINITIONS, CONTENTS} or bool(_NOTE.match(text) or _LEADERS.search(text))


@lru_cache(maxsize=1)
def _kinds() -> tuple[tuple[str, tuple[str, ...]], ...]:
    text = resources.files("search_app.search").joinpath("parts.yaml").read_text(encoding="utf-8")
    return tuple((part, tuple(words)) for part, words in yaml.safe_load(text).items())
