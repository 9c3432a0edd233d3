"""Bounds in questions: 低于80%, 超过5万元, 1000万元以上."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

_WAN = Decimal(10_000)
_MONEY = {"元": Decimal(1), "千元": Decimal(1_000), "万元": _WAN, "万": _WAN, "亿元": _WAN * _WAN, "亿": _WAN * _WAN}
_SHARES = {"%": Decimal(1), "个百分点": Decimal(1), "成": Decimal(10)}
_BEFORE = {
    "atLeast": ("不低于", "不少于", "不小于", "大于等于", "大于或等于", "至少", "≥", ">=", "达到", "达"),
    "atMost": ("不高于", "不超过", "不多于", "不大于", "小于等于", "小于或等于", "至多", "≤", "<="),
    "over": ("高于", "超过", "超过了", "大于", "多于", "超出", "超", "突破", "高过", ">"),
    "under": (
        "没有达到",
        "没有超过",
        "低于",
        "少于",
        "小于",
        "不到",
        "不足",
        "不满",
        "未达到",
        "未达",
        "没达到",
        "没到",
        "没超过",
        "达不到",
        "<",
    ),
}
_AFTER = {"atLeast": ("及以上", "或以上", "以上", "之上"), "atMost": ("及以下", "或以下", "以下", "之下", "以内", "之内")}
_CHINESE = {word: number for number, word in enumerate("零一二三四五六七八九")} | {"两": 2}
_POWERS = {"十": 10, "百": 100, "千": 1000}
_NUMBER = r"(?P<number>\d+(?:\.\d+)?|[一二两三四五六七八九十百千]+)"
_UNIT = r"(?P<unit>亿元|万元|千元|元|亿|万|%|个百分点|成|人次|批次|人|辆|台|分|名|个)?"


def _choice(groups: dict[str, tuple[str, ...]]) -> str:
    return "|".join(sorted((re.escape(word) for words in groups.values() for word in words), key=lambda word: (-len(word), word)))


_PATTERNS = (
    re.compile(rf"(?P<word>{_choice(_BEFORE)})(?:了)?{_NUMBER}{_UNIT}(?![\d年月日.])"),
    re.compile(rf"在?(?<![\d.]){_NUMBER}{_UNIT}(?P<word>{_choice(_AFTER)})"),
)
_ZERO = re.compile(r"(?:为|是|等于)(?:零|0)(?:元|万元)?(?![\d.])")
_RELATIONS = {word: relation for groups in (_BEFORE, _AFTER) for relation, words in groups.items() for word in words}
SAID = {"atLeast": "不低于", "atMost": "不超过", "over": "高于", "under": "低于"}


@dataclass(frozen=True, slots=True)
class Limit:
    """A bound: `relation` is atLeast, atMost, over or under; `number` in `unit` as said, "" where none was."""

    relation: str
    number: Decimal
    unit: str

    def bound(self, of_money: bool) -> Decimal | None:
        """The bound in 元, in percent, or as counted; without a unit money is in 万元. None where the units do not fit."""
        if of_money:
            return self.number * (_MONEY[self.unit or "万元"]) if self.unit in ("", *_MONEY) else None
        if self.unit in ("万", "亿"):
            return self.number * _MONEY[self.unit]
        return None if self.unit in _MONEY else self.number * _SHARES.get(self.unit, Decimal(1))

    def holds(self, amount: Decimal, bound: Decimal) -> bool:
        """True where `amount` is within the bound."""
        return {"atLeast": amount >= bound, "atMost": amount <= bound, "over": amount > bound, "under": amount < bound}[self.relation]

    def __str__(self) -> str:
        return f"{SAID[self.relation]}{self.number}{self.unit}"


def limits_in(text: str) -> Iterator[tuple[int, int, str]]:
    """The bounds in a folded question: start, end, and the key that `limit` reads."""
    for pattern in _PATTERNS:
        for found in pattern.finditer(text):
            yield found.start(), found.end(), f"{_RELATIONS[found['word']]}|{_number(found['number'])}|{found['unit'] or ''}"
    for found in _ZERO.finditer(text):
        yield found.start(), found.end(), "atMost|0|"


def limit(key: str) -> Limit:
    """The bound of a key of `limits_in`."""
    relation, number, unit = key.split("|")
    return Limit(relation, Decimal(number), unit)


def _number(text: str) -> str:
    """三十 is 30; digits stay."""
    if text[0].isdigit():
        return text
    total, digit = 0, 0
    for character in text:
        if character in _POWERS:
            total, digit = total + (digit or 1) * _POWERS[character], 0
        else:
            digit = _CHINESE[character]
    return str(total + digit)
