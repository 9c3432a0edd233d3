"""When two names are one project: 河湖管护经费 in the narrative, 河湖管护专项经费 in its table."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal

from ingest.narrative.wordings import plain, wordings
from kg.amounts import Quantity, fold

_ALIKE = 0.6  # Dice coefficient of characters that is enough where the amounts are the same
_SAME_MONEY = Decimal(100)  # 元: amounts are printed to 0.01 万元


def key(name: str) -> str:
    """The name as it is compared: half width, no blanks, no quotes, no 项目 at its end."""
    return re.sub(r"[“”\"]", "", fold(name)).removesuffix("项目")


def core(name: str) -> str:
    """What is left of a name without the words in which two names of one project differ."""
    return re.sub(wordings("projects")["loose"], "", plain(key(name))) or key(name)


def is_same(name: str, other: str, spent: Quantity | None, other_spent: Quantity | None) -> bool:
    """True where both names are one project.

    The same name is. Otherwise the amounts spent must not differ; with the same amount the names must be alike, without one
    they may differ only in words such as 专项 and 经费. Numbers, years, phases and levels of government tell projects apart.
    """
    if key(name) == key(other):
        return True
    if _marks(name) != _marks(other):
        return False
    money = _same_money(spent, other_spent)
    if money is None:
        return core(name) == core(other)
    return money and _likeness(core(name), core(other)) >= _ALIKE


def _same_money(one: Quantity | None, other: Quantity | None) -> bool | None:
    """Whether two amounts are the same; None where one is missing or both are 0, which says nothing."""
    if one is None or other is None or one.yuan is None or other.yuan is None or one.yuan == other.yuan == 0:
        return None
    return abs(one.yuan - other.yuan) < _SAME_MONEY


def _likeness(one: str, other: str) -> float:
    a, b = Counter(one), Counter(other)
    return 2 * sum((a & b).values()) / (len(one) + len(other))


def _marks(name: str) -> tuple[str, ...]:
    """Numbers and telling words of a name."""
    folded = key(name)
    words = (word for group in wordings("projects")["distinct"] for word in group if word in folded)
    return (*re.findall(r"\d+", folded), *words)
