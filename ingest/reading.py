"""How well a file was read: which tables were found, how many of their printed numbers became facts, what is doubtful.

The confidence is a plain product: the share of numbers in tables that became facts, times the share of the tables that the report
should have that were found. 1 says that nothing was missed that can be counted; it says nothing of the narrative.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from decimal import ROUND_DOWN, Decimal

from ingest.completeness import ALWAYS, TABLE_NOT_FOUND
from ingest.document import DOUBT
from kg.amounts import Quantity, fold, read_number
from kg.facts import SELF_EVALUATION, Observation, Reading, ReportFacts, Table

_AMOUNT = re.compile(r"\d[.,]\d")  # 行次 and codes print neither point nor comma
_YEAR = re.compile(r"^20\d\d年?$")
_FORM = "绩效自评表"
_PLACES = Decimal("0.001")


def reading(facts: ReportFacts) -> Reading:
    """The reading report of a file, from its facts alone."""
    counted = [_numbers_of(table, facts) for table in facts.tables]
    doubtful = _doubtful(facts)
    numbers, read = doubtful + sum(printed for printed, _ in counted), sum(became for _, became in counted)
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
    return sum(_is_doubtful(cell) for table in facts.tables if table.same_as is None for row in table.grid for cell in row)


def _is_doubtful(cell: str) -> bool:
    return DOUBT in cell and any(c.isdigit() for c in cell)


# numbers of tables ---------------------------------------------------------------------------------------------------------


def _numbers_of(table: Table, facts: ReportFacts) -> tuple[int, int]:
    """How many numbers the table prints, and how many of them became facts."""
    if table.same_as is not None or _is_second_printing(table, facts):
        return 0, 0
    if table.kind == "selfEvaluation":
        return _counted([_numbers(cell for row in table.grid for cell in row)], [_evaluated(table, facts)], every=True)
    by_row: dict[int, list[Observation]] = defaultdict(list)
    for o in facts.observations:
        if o.place.table == table.number:
            by_row[o.place.row].append(o)
    observed = [Counter(_key(o.quantity.printed) for o in by_row[i]) for i in range(1, len(table.grid) + 1)]
    return _counted([_numbers(row) for row in table.grid], observed, every=False)


def _is_second_printing(table: Table, facts: ReportFacts) -> bool:
    """True where an earlier table of its kind gave the facts and this one gives none: the first printing counts."""
    giving = {o.place.table for o in facts.observations} | {e.table for e in facts.evaluations}
    return table.number not in giving and any(
        other.kind == table.kind != "other" and other.number < table.number and other.number in giving for other in facts.tables
    )


def _counted(printed: Iterable[Counter[str]], stated: Iterable[Counter[str]], every: bool) -> tuple[int, int]:
    """Row by row: printed numbers, and those of them that are stated. Unless `every`, what has no point and is not stated is no amount."""
    numbers = read = 0
    for cells, facts in zip(printed, stated, strict=True):
        both = (cells & facts).total()
        left = sum(count for text, count in (cells - facts).items() if every or _AMOUNT.search(text))
        numbers += both + left
        read += both
    return numbers, read


def _numbers(cells: Iterable[str]) -> Counter[str]:
    return Counter(_key(cell) for cell in cells if not _YEAR.match(fold(cell)) and not _is_doubtful(cell) and read_number(cell))


def _key(text: str) -> str:
    """The number in `text` alone: a cell may print its unit too."""
    quantity = read_number(text)
    return quantity.printed if quantity else fold(text)


def _evaluated(table: Table, facts: ReportFacts) -> Counter[str]:
    return Counter(_key(text) for text in _texts(table, facts))


def _texts(table: Table, facts: ReportFacts) -> Iterator[str]:
    """What the facts of a self-evaluation hold as it is printed."""
    for one in (e for e in facts.evaluations if e.table == table.number):
        amounts = (one.initial_budget, one.full_budget, one.executed, one.execution_rate, one.execution_weight, one.execution_score)
        in_funds = {cell for line in one.funds for cell in line[1:]}
        yield from (cell for line in one.funds for cell in line[1:])
        yield from (q.printed for q in _stated(*amounts, one.score, one.total_weight) if q.printed not in in_funds)
    for row in (i for i in facts.indicators if i.place.table == table.number):
        yield from (q.printed for q in _stated(row.weight, row.score, row.level1_weight))
        yield from (text for text in (row.target, row.actual) if text)


def _stated(*quantities: Quantity | None) -> list[Quantity]:
    return [quantity for quantity in quantities if quantity is not None]
