"""How well a file was read: which tables were found, how many of their printed numbers became facts, what is doubtful.

The confidence is a plain product: the share of numbers in tables that became facts, times the share of the tables that the report
should have that were found. 1 says that nothing was missed that can be counted; it says nothing of the narrative.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from decimal import ROUND_DOWN, Decimal
from functools import lru_cache
from itertools import chain

from ingest.completeness import ALWAYS, TABLE_NOT_FOUND
from ingest.document import DOUBT
from kg.amounts import fold, read_number
from kg.facts import SELF_EVALUATION, Evaluation, IndicatorResult, Reading, ReportFacts, Table

_AMOUNT = re.compile(r"\d[.,]\d")  # 行次 and codes print neither point nor comma
_YEAR = re.compile(r"^20\d\d年?$")
_FORM = "绩效自评表"
_PLACES = Decimal("0.001")


def reading(facts: ReportFacts) -> Reading:
    """The reading report of a file, from its facts alone."""
    doubtful = _doubtful(facts)
    counted, read = _counted(facts)
    numbers = doubtful + counted
    missing = _missing(facts)
    found = _found(facts)
    return Reading(
        tables_found=found,
        tables_missing=missing,
        numbers=numbers,
        numbers_read=read,
        doubtful=doubtful,
        confidence=(_share(read, numbers) * _share(len(found), len(found) + len(missing))).quantize(_PLACES, ROUND_DOWN),
    )


def _share(part: int, whole: int) -> Decimal:
    return Decimal(max(part, 0)) / whole if whole else Decimal(1)


def _found(facts: ReportFacts) -> tuple[str, ...]:
    return tuple(dict.fromkeys(table.kind for table in facts.tables if table.kind != "other"))


def _missing(facts: ReportFacts) -> tuple[str, ...]:
    """Titles of tables that such a report has and this one does not."""
    missing = [place.printed for place in facts.unresolved if place.why == TABLE_NOT_FOUND]
    if facts.info.type == SELF_EVALUATION:
        missing += [] if facts.evaluations else [_FORM]
    elif not _found(facts):
        missing += ALWAYS.values()
    return tuple(dict.fromkeys(missing))


def _doubtful(facts: ReportFacts) -> int:
    """Numbers that were read with low confidence, so that no fact is made of them."""
    rows = (row for table in facts.tables if table.same_as is None for row in table.grid if DOUBT in "".join(row))
    return sum(_is_doubtful(cell) for row in rows for cell in row)


def _is_doubtful(cell: str) -> bool:
    return DOUBT in cell and any(c.isdigit() for c in cell)


# numbers of tables ---------------------------------------------------------------------------------------------------------

# A number as it is printed in a place: table, row (0: anywhere in the table), text.
_Printed = tuple[int, int, str]


def _counted(facts: ReportFacts) -> tuple[int, int]:
    """How many numbers the tables print, and how many of them became facts. In 决算 tables what has no point and no fact is no amount."""
    stated = _stated(facts)
    numbers = read = 0
    for table in _counting(facts):
        is_evaluation = table.kind == "selfEvaluation"
        for printed in _numbers(table, is_evaluation):
            if stated.get(printed, 0):
                stated[printed] -= 1
                read += 1
            elif not is_evaluation and not _AMOUNT.search(printed[-1]):
                continue
            numbers += 1
    return numbers, read


def _counting(facts: ReportFacts) -> Iterator[Table]:
    """The tables without further printings: where an earlier table of its kind gave the facts and one gives none, the first counts."""
    giving = {o.place.table for o in facts.observations} | {e.table for e in facts.evaluations}
    known: set[str] = set()  # kinds of tables before that gave facts
    for table in facts.tables:
        gives = table.number in giving
        if table.same_as is None and (gives or table.kind == "other" or table.kind not in known):
            yield table
        if gives:
            known.add(table.kind)


def _numbers(table: Table, is_evaluation: bool) -> Iterator[_Printed]:
    for i, row in enumerate(table.grid, 1):
        for cell in row:
            if printed := _number(cell):
                yield table.number, 0 if is_evaluation else i, printed


@lru_cache(maxsize=1 << 12)
def _number(cell: str) -> str:
    """The number that a cell prints, "" where it prints none, a year or a doubtful one."""
    found = read_number(cell)
    return found.printed if found and not _YEAR.match(fold(cell)) and not _is_doubtful(cell) else ""


def _stated(facts: ReportFacts) -> Counter[_Printed]:
    """The numbers that became facts, each as often as it did."""
    observed = ((o.place.table, o.place.row, o.quantity.printed) for o in facts.observations)
    in_evaluations = ((one.table, 0, _key(text)) for one in facts.evaluations for text in _texts(one))
    in_indicators = ((row.place.table, 0, _key(text)) for row in facts.indicators for text in _texts_of_row(row))
    return Counter(chain(observed, in_evaluations, in_indicators))


def _key(text: str) -> str:
    """The number in `text` alone: a cell may print its unit too."""
    quantity = read_number(text)
    return quantity.printed if quantity else fold(text)


def _texts(one: Evaluation) -> Iterator[str]:
    """The money and the points of an evaluation as they are printed."""
    amounts = (one.initial_budget, one.full_budget, one.executed, one.execution_rate, one.execution_weight, one.execution_score)
    in_funds = [cell for line in one.funds for cell in line[1:]]
    yield from in_funds
    yield from (q.printed for q in (*amounts, one.score, one.total_weight) if q is not None and q.printed not in in_funds)


def _texts_of_row(row: IndicatorResult) -> Iterator[str]:
    """The points, the target and the result of an indicator as they are printed."""
    yield from (q.printed for q in (row.weight, row.score, row.level1_weight) if q is not None)
    yield from (text for text in (row.target, row.actual) if text)
