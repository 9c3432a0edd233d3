"""What a report prints in rows, as sentences (群众满意度实际完成值96.2%), of which the value alone stands in the graph."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import NamedNode, Store

from ontology.terms import FA
from search_app.ask.characters import fold
from search_app.ask.sentences import Sentence, texts

REASON = "扣分的原因:"
# What is printed of the result of an indicator, and the words that stand for its column.
COLUMNS = (
    (FA.targetText, "目标值", ""),
    (FA.actualText, "实际完成值", ""),
    (FA.score, "得分", "分"),
    (FA.weight, "分值", "分"),
    (FA.deviationReason, REASON, ""),
)


def records(store: Store, report: NamedNode) -> Iterator[Sentence]:
    """Every number of persons and every result of an indicator of a report."""
    counted = texts(store, report, FA.headcountKind)
    whats, printed, units = (texts(store, report, name) for name in (FA.what, FA.printedText, FA.valueUnit))
    for place in sorted(counted):
        yield _sentence(place, FA.printedText, whats.get(place, ""), printed.get(place, ""), units.get(place, "人"), "")
    names, projects = texts(store, report, FA.indicatorName), texts(store, report, FA.projectName)
    evaluations = texts(store, report, FA.partOfEvaluation)
    for column, word, unit in COLUMNS:
        for place, value in sorted(texts(store, report, column).items()):
            if place in names:
                yield _sentence(place, column, names[place] + word, value, unit, projects.get(evaluations.get(place, ""), ""))


def _sentence(place: str, column: NamedNode, before: str, value: str, unit: str, context: str) -> Sentence:
    """The value is counted from 1 in its own literal; what stands before it lies before that."""
    said = f"{before}{value}{unit}"
    return Sentence(place, column, 1 - len(before), fold(said), fold(context).text, "", said, context)
