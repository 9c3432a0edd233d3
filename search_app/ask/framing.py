"""Words that only frame a question (那一行, 做分母, 花过): where all else is known, it is answered without them, and the answer says so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import TypedDict

from ontology.yaml_files import read_yaml
from search_app.ask.characters import folded
from search_app.ask.leftover import GRAMMAR, tagged
from search_app.ask.spans import Span

_COUNTED = re.compile(r"[这那]?[一二两三四五六七八九十几]{1,2}[样项个条笔张份种块分]?|附[件表]\d{1,2}")
_OTHER_MONEY = re.compile("美元|美金|欧元|日元|港[元币]|英镑|韩元|卢布|澳元|加元|外币")
_SAID_OF = re.compile(r"[了过着到得成出掉下去来]+$")


class _Data(TypedDict):
    """What `framing.yaml` holds."""

    places: list[str]
    ways: list[str]
    telling: str


def framing(unknown: Sequence[Span]) -> tuple[str, ...]:
    """The unknown words, where all of them only frame the question; else nothing."""
    return tuple(gap.text for gap in unknown) if all(is_framing(gap.text) for gap in unknown) else ()


def is_framing(text: str) -> bool:
    """True for words of which none changes what is asked."""
    if _OTHER_MONEY.search(text):
        return False
    return bool(_COUNTED.fullmatch(text)) or text in _known() or all(_frames(word, flag) for word, flag in tagged(text))


def _frames(word: str, flag: str) -> bool:
    if flag.startswith((*GRAMMAR, "q")) or word in _known() or _COUNTED.fullmatch(word):
        return True
    verb = _SAID_OF.sub("", word) or word
    return flag.startswith("v") and len(verb) == 1 and verb not in _data()["telling"]


@cache
def _known() -> frozenset[str]:
    return frozenset(map(folded, (*_data()["places"], *_data()["ways"])))


@cache
def _data() -> _Data:
    found: _Data = read_yaml(resources.files("search_app.ask").joinpath("framing.yaml").read_text(encoding="utf-8"))
    return found
