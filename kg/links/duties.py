"""Project → duty, by the words that both print.

A project's name must share a telling run of at least three characters with a duty (优化营商环境), or its printed purpose one of four; the
score is the cosine of their Han bigrams, weighted by how few of the unit's duties hold them. Both thresholds were set by reading the
results on real reports: below them are projects such as office rent, whose likeness to a duty is chance. A unit's rows are
enough, so what another unit's reports say changes nothing.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from kg.links.agreement import wordings
from kg.links.rows import DutyRow, Record

_NAME_RUN, _PURPOSE_RUN = 3, 4
_BY_NAME, _BY_PURPOSE = 0.1, 0.12
_NEAR_BEST = 0.8
_NAME_WEIGHT = 2
_HAN = re.compile(r"[\u4e00-\u9fff]+|[A-Za-z0-9]{2,}")
_ORDINAL = re.compile(r"^\s*[(（]?[一二三四五六七八九十\d]{1,3}[)）.、．]?\s*")
_OTHER = re.compile("交办|其他(?:工作|任务|事项)")


@dataclass(frozen=True, slots=True)
class Served:
    """A duty that a project serves; `words` are the runs of characters that both print."""

    record: Record
    duty: DutyRow
    score: float
    words: tuple[str, ...]


class _Printed:
    """The duties of one report, each text once, with the weight of every bigram: the rarer among them, the heavier."""

    def __init__(self, duties: Sequence[DutyRow]) -> None:
        self.duties = _each_once(duties)
        self.texts = [bigrams(duty.text) for duty in self.duties]
        self._held = Counter(gram for text in self.texts for gram in text)
        self._norms = [math.sqrt(sum(self._rarity(gram) ** 2 for gram in sorted(text))) for text in self.texts]

    def scores(self, words: Counter[str]) -> list[float]:
        """The cosine of `words` with each duty."""
        weights = {gram: count * self._rarity(gram) for gram, count in sorted(words.items())}
        norm = math.sqrt(sum(weight**2 for weight in weights.values()))
        products = (sum(weight * self._rarity(gram) for gram, weight in weights.items() if gram in text) for text in self.texts)
        return [product / (norm * own) if norm and own else 0.0 for product, own in zip(products, self._norms, strict=True)]

    def _rarity(self, gram: str) -> float:
        return math.log((1 + len(self.texts)) / max(self._held[gram], 1))


def served(records: Sequence[Record], duties: Sequence[DutyRow]) -> Iterator[Served]:
    """For each record the duties it serves: of its own report, else of the unit's report of the nearest year."""
    by_report: dict[str, list[DutyRow]] = {}
    for duty in duties:
        by_report.setdefault(duty.report, []).append(duty)
    printed: dict[str, _Printed] = {}
    for record in records:
        if record.report not in printed:
            printed[record.report] = _Printed(by_report.get(record.report) or _nearest(record.year, duties))
        yield from _best(record, printed[record.report])


def _nearest(year: int, duties: Sequence[DutyRow]) -> list[DutyRow]:
    if not duties:
        return []
    closest = min(duties, key=lambda duty: (abs(duty.year - year), duty.year, duty.report))
    return [duty for duty in duties if duty.report == closest.report]


def _each_once(duties: Sequence[DutyRow]) -> list[DutyRow]:
    """Each text once, without the catch-all (交办的其他任务); the numbers before it are no part of it."""
    found: dict[str, DutyRow] = {}
    for duty in duties:
        if not _OTHER.search(duty.text):
            found.setdefault(re.sub(r"\s", "", _ORDINAL.sub("", duty.text)), duty)
    return list(found.values())


def _best(record: Record, printed: _Printed) -> list[Served]:
    scores = printed.scores(bigrams(" ".join(record.names), _NAME_WEIGHT) + bigrams(record.purpose))
    found = [
        Served(record, duty, score, words)
        for duty, score in zip(printed.duties, scores, strict=True)
        if score >= min(_BY_NAME, _BY_PURPOSE) and (words := _shared(record, duty)) and score >= _threshold(record, duty)
    ]
    best = max((one.score for one in found), default=0.0)
    return sorted((one for one in found if one.score >= best * _NEAR_BEST), key=lambda one: (-one.score, one.duty.duty))


def _threshold(record: Record, duty: DutyRow) -> float:
    return _BY_NAME if any(runs(name, duty.text, _NAME_RUN) for name in record.names) else _BY_PURPOSE


def _shared(record: Record, duty: DutyRow) -> tuple[str, ...]:
    found = [run for name in record.names for run in runs(name, duty.text, _NAME_RUN)]
    found += runs(record.purpose, duty.text, _PURPOSE_RUN)
    return tuple(run for run in dict.fromkeys(found) if not any(run != other and run in other for other in found))


def bigrams(text: str, weight: int = 1) -> Counter[str]:
    """Han bigrams and words of letters and digits, without the words that nearly all duties and projects hold."""
    found: Counter[str] = Counter()
    for run in _HAN.findall(_stop().sub(" ", text)):
        for gram in [run] if run.isascii() else [run[at : at + 2] for at in range(len(run) - 1)]:
            found[gram] += weight
    return found


def runs(one: str, other: str, least: int) -> tuple[str, ...]:
    """The longest runs of characters that both texts hold, in order, as far as `least` characters stay without the stop words."""
    found = [run for part in re.findall(r"\w+", one) for run in _runs(part, other)]
    return tuple(run for run in found if len("".join(_HAN.findall(_stop().sub(" ", run)))) >= least)


def _runs(part: str, other: str) -> Iterator[str]:
    start = 0
    while start < len(part):
        end = start
        while end < len(part) and part[start : end + 1] in other:
            end += 1
        yield part[start:end]
        start = max(end, start + 1)


@cache
def _stop() -> re.Pattern[str]:
    return re.compile(wordings()["stop"])
