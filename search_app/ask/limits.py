"""Bounds in questions: 低于80%, 超过5万元, 1000万元以上, 不到百分之八十五."""

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
_INCLUSIVE = r"(?:\(含(?:本数)?\)|含本数)?"
_CHINESE = {word: number for number, word in enumerate("零一二三四五六七八九")} | {"两": 2}
_POWERS = {"十": 10, "百": 100, "千": 1000}
_NUMBER = r"(?P<share>百分之)?(?P<number>\d+(?:\.\d+)?|[一二两三四五六七八九十百千]+)"
_UNIT = r"(?P<unit>亿元|万元|千元|元|亿|万|%|个百分点|成|人次|批次|人|辆|台|分|名|个)?"


def _choice(groups: dict[str, tuple[str, ...]]) -> str:
    return "|".join(sorted((re.escape(word) for words in groups.values() for word in words), key=lambda word: (-len(word), word)))


_PATTERNS = (
    re.compile(rf"(?P<word>{_choice(_BEFORE)})(?:了)?{_NUMBER}{_UNIT}(?![\d年月日.])"),
    re.compile(rf"在?(?<![\d.]){_NUMBER}{_UNIT}(?P<word>{_choice(_AFTER)}){_INCLUSIVE}"),
)
_ZERO = re.compile(r"(?:为|是|等于)(?:零|0)(?:元|万元)?(?![\d.])")
_UNSPENT = re.compile("(?<=项目)还?(?:没有?|未能?)(?:花|用|执行|使用|支出)完|(?:没有?|未能?)(?:花|用|执行|使用|支出)完(?=的?(?:项目|专项))")
_FULL = re.compile("(?:得|拿|打|获)(?:到|得)?了?满分")
_EQUAL = re.compile(r"(?<=[率分])(?:为|是|等于|达到)?(?P<number>\d+(?:\.\d+)?)(?P<unit>[%分])(?=的)")
_SAME = re.compile(
    r"(?:是不是|是否为?|是|等于)(?P<number>\d[\d,]*(?:\.\d+)?)(?P<unit>亿元|万元|元|%|人|辆)(?=(?:[吗么]|没有?|对吗|对不对)?[?。]*$)"
)
_BETWEEN = re.compile(
    r"在?(?P<number>\d+(?:\.\d+)?)(?P<before>亿元|万元|元|亿|万|%|人|分)?(?:到|至|-|—|~)(?P<upper>\d+(?:\.\d+)?)(?P<unit>亿元|万元|元|亿|万|%|人|分)(?:之间|区间)?"
)
_RELATIONS = {word: relation for groups in (_BEFORE, _AFTER) for relation, words in groups.items() for word in words}
SAID = {"atLeast": "不低于", "atMost": "不超过", "over": "高于", "under": "低于", "equal": "等于"}


@dataclass(frozen=True, slots=True)
class Limit:
    """A bound: `relation` is atLeast, atMost, over, under, equal or between; `number` in `unit` as said, "" where none was.

    `upper`: the other end of what lies between.
    """

    relation: str
    number: Decimal
    unit: str
    upper: Decimal | None = None

    def bound(self, of_money: bool) -> Decimal | None:
        """The bound in 元, in percent, or as counted; without a unit money is in 万元. None where the units do not fit."""
        if of_money:
            return self.number * (_MONEY[self.unit or "万元"]) if self.unit in ("", *_MONEY) else None
        if self.unit in ("万", "亿"):
            return self.number * _MONEY[self.unit]
        return None if self.unit in _MONEY else self.number * _SHARES.get(self.unit, Decimal(1))

    def holds(self, amount: Decimal, bound: Decimal) -> bool:
        """True where `amount` is within the bound, which `bound` gives in the unit of the amount."""
        if self.relation == "between":
            return bound <= amount <= self.above(bound)
        if self.relation == "equal":
            return amount == bound
        return {"atLeast": amount >= bound, "atMost": amount <= bound, "over": amount > bound, "under": amount < bound}[self.relation]

    def above(self, bound: Decimal) -> Decimal:
        """The upper end in the unit of `bound`."""
        return bound * (self.upper or self.number) / self.number if self.number else bound

    def __str__(self) -> str:
        if self.relation == "between":
            return f"在{self.number}{self.unit}到{self.upper}{self.unit}之间"
        return f"{SAID[self.relation]}{self.number}{self.unit}"


def limits_in(text: str) -> Iterator[tuple[int, int, str]]:
    """The bounds in a folded question: start, end, and the key that `limit` reads."""
    for pattern in _PATTERNS:
        for found in pattern.finditer(text):
            unit = "%" if found["share"] else found["unit"] or ""
            yield found.start(), found.end(), f"{_RELATIONS[found['word']]}|{_number(found['number'])}|{unit}"
    for found in _UNSPENT.finditer(text):
        yield found.start(), found.end(), "under|100|%"
    for found in _BETWEEN.finditer(text):
        if found["before"] in (None, found["unit"]):
            yield found.start(), found.end(), f"between|{found['number']}|{found['unit']}|{found['upper']}"
    for pattern, relation in ((_EQUAL, "equal"), (_FULL, "atLeast")) if "项目" in text and "指标" not in text else ():
        for found in pattern.finditer(text):
            said = found.groupdict()
            yield found.start(), found.end(), f"{relation}|{said.get('number', '100')}|{said.get('unit', '分')}"
    for found in _SAME.finditer(text):
        yield found.start(), found.end(), f"equal|{found['number'].replace(',', '')}|{found['unit']}"
    for found in _ZERO.finditer(text):
        yield found.start(), found.end(), "atMost|0|"


def limit(key: str) -> Limit:
    """The bound of a key of `limits_in`."""
    relation, number, unit, *upper = key.split("|")
    return Limit(relation, Decimal(number), unit, Decimal(upper[0]) if upper else None)


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
