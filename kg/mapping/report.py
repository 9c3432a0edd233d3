"""The report itself: unit, year, scope, file."""

from __future__ import annotations

from kg.facts import Reading
from kg.mapping.graph import ReportGraph
from ontology.terms import DCT, FA, REPORT_CLASSES, concept

# No licence: the reports are published by their units, and what may be done with them is theirs to say.
RIGHTS = "来源单位公开信息"


def map_report(graph: ReportGraph, extractor: str) -> None:
    """The report's own statements. `extractor` is the version that read the file."""
    info, report = graph.info, graph.report
    graph.classify(report, FA.Report, REPORT_CLASSES[info.type])
    graph.add(report, FA.reportOf, graph.unit)
    graph.add(report, FA.year, graph.year)
    graph.add(report, DCT.title, info.title)
    graph.add(report, DCT.rights, RIGHTS)
    graph.add(report, DCT.issued, info.published)
    graph.add(report, FA.scope, concept("scope", "consolidated" if info.consolidated else "single"))
    graph.add(report, FA.fileName, info.path.rsplit("/", 1)[-1])
    graph.add(report, FA.filePath, info.path)
    graph.add(report, FA.fileHash, info.sha256)
    graph.add(report, FA.extractorVersion, extractor)
    graph.add(report, FA.style, info.style)
    for number, annex in enumerate(info.annexes, 2):
        node = graph.new(f"file{number}", FA.SourceFile)
        graph.add(report, FA.annex, node)
        graph.add(node, DCT.isPartOf, report)
        graph.add(node, FA.fileName, annex.path.rsplit("/", 1)[-1])
        graph.add(node, FA.filePath, annex.path)
        graph.add(node, FA.fileHash, annex.sha256)
        graph.add(node, FA.style, annex.style)
    for name in info.consolidates:
        graph.add(report, FA.consolidates, graph.organization(name))


def map_reading(graph: ReportGraph, reading: Reading | None) -> None:
    """How well the file was read; None where that is not known."""
    if reading is None:
        return
    graph.add(graph.report, FA.tableNumbers, reading.numbers)
    graph.add(graph.report, FA.tableNumbersRead, reading.numbers_read)
    graph.add(graph.report, FA.doubtfulNumbers, reading.doubtful)
    graph.add(graph.report, FA.readingConfidence, reading.confidence)
    for title in reading.tables_missing:
        graph.add(graph.report, FA.missingTable, title)
