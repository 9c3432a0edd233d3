"""Questions to begin with: made from what the tables of the release hold, so that none costs a visitor the time of an answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from search_app import sql
from search_app.answers import lexicon
from search_app.holdings import MARKS, Holding, holdings
from search_app.shelf import Reading

SHOWN = 6
_ACCOUNTS = tuple(MARKS)[:2]
_EVALUATIONS = tuple(MARKS)[2:]
# Units that a question may speak of: each question takes another one.
_UNITS = 8
# A ranking reads every report: over more reports than these it is no question to begin with.
_RANKED = 500


@dataclass(frozen=True, slots=True)
class Example:
    """A question and what the reports of {year} must hold for it (topics of the statement `examples`); `before`: of the year before."""

    text: str
    topics: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    is_of_evaluation: bool = False


_EXAMPLES = (
    Example("{unit}{year}年三公经费是多少", ("threePublic",)),
    Example("{year}年支出前三名的单位", ("expenditure",)),
    Example("{unit}{year}年哪些绩效指标没有完成", ("indicators",), is_of_evaluation=True),
    Example("{unit}{year}年支出比上年增加了多少", ("expenditure",), ("expenditure",)),
    Example("{unit}{year}年有哪些项目", ("projects",)),
    Example("{unit}有哪些职责", ("duties",)),
    Example("{unit}{year}年基本支出占总支出的比例", ("basic", "expenditure")),
    Example("{unit}{year}年政府采购支出是多少", ("procurement",)),
)

# What can be asked of a unit by its address and year.
_Topics = dict[tuple[str, int], set[str]]


def questions(reading: Reading) -> list[str]:
    """Six questions at most that this release answers, chosen once."""
    kept = reading.memory.get("questions")
    if not isinstance(kept, list):
        kept = reading.memory["questions"] = list(_chosen(reading))[:SHOWN] if lexicon(reading) else []
    return kept


def _chosen(reading: Reading) -> Iterator[str]:
    """The questions that some unit of the newest year can be asked, each of another unit where there are several."""
    held = holdings(reading).reports
    accounts = _newest(held, _ACCOUNTS)
    evaluations = _newest(held, _EVALUATIONS) or accounts
    topics = _topics(reading, held, [*accounts, *evaluations])
    for number, example in enumerate(_EXAMPLES):
        reports = evaluations if example.is_of_evaluation else accounts
        turned = [*reports[number % max(1, len(reports)) :], *reports[: number % max(1, len(reports))]]
        report = next((report for report in turned if _can_be_asked(example, report, topics)), None)
        if report and ("{unit}" in example.text or len(held) <= _RANKED):
            yield example.text.format(unit=report.unit, year=report.year)


def _newest(held: tuple[Holding, ...], types: tuple[str, ...]) -> list[Holding]:
    """A report of each of a few units, of those types and of the newest year that has one."""
    reports = [report for report in held if report.type in types]
    year = max((report.year for report in reports), default=0)
    return list({report.unit_href: report for report in reversed(reports) if report.year == year}.values())[::-1][:_UNITS]


def _topics(reading: Reading, held: tuple[Holding, ...], chosen: list[Holding]) -> _Topics:
    wanted = {(report.unit_href, year) for report in chosen for year in (report.year, report.year - 1)}
    reports = {report.file_path: (report.unit_href, report.year) for report in held if (report.unit_href, report.year) in wanted}
    found: _Topics = {}
    for row in sql.rows(reading, "examples", list(reports)) if reports else ():
        found.setdefault(reports[row["report"]], set()).add(row["topic"])
    return found


def _can_be_asked(example: Example, report: Holding, topics: _Topics) -> bool:
    now, before = (topics.get((report.unit_href, report.year - back), set()) for back in (0, 1))
    return now.issuperset(example.topics) and before.issuperset(example.before)
