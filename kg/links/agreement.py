"""When two names or two printed amounts agree."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from kg.amounts import YUAN_PER_UNIT, Quantity
from kg.iris import fold_name
from ontology.yaml_files import read_yaml

_HALF_CENT = Decimal("0.005")  # amounts are printed to two decimals of their unit
_BRACKETS = re.compile(r"[(（\[【][^()（）\[\]【】]*[)）\]】]")
_MARKS = re.compile(r"[^\w%]|_")


@cache
def wordings() -> Mapping[str, Any]:
    """`ontology/codelists/links.yaml`."""
    found: Mapping[str, Any] = read_yaml(files("ontology").joinpath("codelists/links.yaml").read_text(encoding="utf-8"))
    return found


def same_amount(one: Quantity | None, other: Quantity | None) -> bool:
    """True where both print the same money: exactly in one unit, to the rounding of the coarser one in two. 0 agrees with nothing."""
    if one is None or other is None or not one.yuan or not other.yuan:
        return False
    if one.unit == other.unit:
        return one.number == other.number
    coarser = max(YUAN_PER_UNIT[one.unit], YUAN_PER_UNIT[other.unit])
    return abs(one.yuan - other.yuan) <= coarser * _HALF_CENT


@lru_cache(maxsize=4096)
def core(name: str, unit: str = "") -> str:
    """What is left of a project's name without brackets, marks, the unit's name, years and words such as 专项 and 经费."""
    folded = _plain(name)
    bare = _MARKS.sub("", _BRACKETS.sub("", folded))
    own = _MARKS.sub("", fold_name(unit))
    if own and bare.startswith(own) and len(bare) - len(own) > 3:
        bare = bare.removeprefix(own)
    short = re.sub(wordings()["loose"], "", re.sub(wordings()["loose_end"], "", bare))
    return short if len(short) > 1 else bare


def _plain(name: str) -> str:
    plain = fold_name(name)
    for word, other in wordings()["same_words"].items():
        plain = plain.replace(word, other)
    return plain


@lru_cache(maxsize=4096)
def telling(name: str) -> tuple[str, ...]:
    """The parts of a name that tell projects apart however alike they are: numbers, phases, 新建, 省级 …, sorted. A year tells nothing."""
    return tuple(sorted(set(re.findall(wordings()["telling"], re.sub(r"(?:19|20)\d\d(?=年)", "", _plain(name))))))
