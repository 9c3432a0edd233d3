"""Numbers that the narrative states in other words than the question: found by the words that both hold, in the sentence and before it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, Store

from kg.store import Row, rows
from search_app.ask.characters import folded
from search_app.ask.leftover import content
from search_app.ask.reading import Reading
from search_app.ask.templates import fill, target_rows
from search_app.ask.texts import is_said
from search_app.ask.words import words as question_words

_MOST_TARGETS = 60
_LEADING = re.compile("^(?:现有|共有|全县|全市|全区|全省|全年|累计|年中|年内|共|已|另有)+")
_OFFSET = re.compile(r"o(\d+)-\d+$")
_SENTENCE = re.compile("[。；;]")
_COUNTER = re.compile(r"(?:多少|几)(?P<counter>万元|亿元|元|万|亿|钱|[个家名位人件笔条场次期份款批户亩吨辆台项处所座套公里篇轮届天])")
_ALIKE = ("人名位", "次场期届", "个家户", "份篇", "项条")
_ACCOUNTS = re.compile("财政|收入|支出|预算|决算")  # what every unit states is not found without its unit
_MONEY = frozenset({"万元", "亿元", "元", "万", "亿", "钱"})
_OF_MONEY = ("费", "款", "金额", "收入", "支出", "资金")  # what is counted in persons is no 学费
_NAMED = ("measure", "subject", "indicator", "project", "headcount")
_HELD = 0.5  # of the statement's own words that the question must hold
# Words of half the sentences of a report, which tell nothing by themselves.
_GENERIC = frozenset(
    (
        "企业",
        "全市",
        "全县",
        "全区",
        "全省",
        "全年",
        "单位",
        "项目",
        "资金",
        "工作",
        "服务",
        "情况",
        "累计",
        "问题",
        "活动",
        "数量",
        "金额",
        "人数",
    )
)


@dataclass(frozen=True, slots=True)
class Near:
    """The figure that fits best, and the query whose rows hold it."""

    row: Row
    query: str


def nearest(store: Store, reading: Reading) -> Near | None:
    """The one figure of the units and years asked for that is stated in the words of the question; None where none is, or several are."""
    weak = question_words().weak
    words = tuple(dict.fromkeys(word for gap in reading.left for word in content(gap) if len(word) > 1))
    telling = [word for word in words if word not in _GENERIC]
    if not telling or not 0 < len(reading.targets) <= _MOST_TARGETS or reading.operation.name not in ("value", "indicators", "which"):
        return None
    longest = max(telling, key=len)
    if not is_said(store, reading.targets, longest):
        return None
    query = fill("statements", {"unit": target_rows(reading.targets), "context": [(Literal(longest),)]})
    said = folded(reading.typed)
    named = [part for part in reading.parts if part.kind in _NAMED]
    known = [text for part in named if (text := folded(part.text)) not in weak or part.kind != "headcount"]
    stated = [row for row in rows(store, query) if not (reading.every_unit and _ACCOUNTS.search(row["what"]))]
    scored = [(score, row) for row in stated if (score := _fits(said, [*words, *known], row)) > 0]
    best = max((score for score, _ in scored), default=0.0)
    found = [row for score, row in scored if score == best]
    if len({(row["amount"], row["printed_unit"], row["unit"]) for row in found}) != 1:
        return None
    return Near(found[0], query)


def _fits(said: str, words: Sequence[str], row: Row) -> float:
    """How well a figure fits: all words of the question stand in its sentence, and most of its own words in the question."""
    what = _LEADING.sub("", folded(row["what"]))
    sentence = folded(row["what"]) + _before(row)
    if any(word.endswith(_OF_MONEY) for word in words) and not row["printed_unit"].endswith("元"):
        return 0.0
    own = sum(map(len, content(what)))
    inside = [word for word in words if word in what]
    held = _covered(what, [*inside, *(word for word in content(what) if word in said)])
    counter = _COUNTER.search(said)
    if not own or any(word not in sentence for word in words) or (counter and not _counts(counter, row["printed_unit"])):
        return 0.0
    share = min(held / own, 1.0)
    telling = [word for word in inside if word not in _GENERIC]
    return len(inside) / len(words) + share if share >= _HELD and 2 * len(inside) >= len(words) and telling else 0.0


def _covered(text: str, words: Sequence[str]) -> int:
    """How many characters of `text` these words cover."""
    return len({at for word in words for found in re.finditer(re.escape(word), text) for at in range(*found.span())})


def _before(row: Row) -> str:
    """What the sentence says before the figure."""
    at = _OFFSET.search(row["place"])
    text = row["quote"][: int(at[1])] if at else ""
    return folded(_SENTENCE.split(text)[-1])


def _counts(counter: re.Match[str], unit: str) -> bool:
    """True where the question counts in the unit of the figure: 几家 and 家次, 多少人 and 名."""
    asked = counter["counter"]
    if asked in _MONEY:
        return unit.endswith("元")
    return unit.startswith(asked) or any(asked in group and unit[:1] in group and unit for group in _ALIKE)
