"""The narrative: passages, what they mention, the figures and budget lines they state."""

from __future__ import annotations

from kg.amounts import Quantity, money_unit
from kg.facts import BudgetLine, Mention, Passage, StatedFigure
from kg.mapping.graph import ReportGraph
from kg.mapping.projects import ProjectNames
from ontology.terms import DCT, FA, OBEU_DIMENSION, concept

SECTION_MARK = " > "


def map_passages(graph: ReportGraph, passages: tuple[Passage, ...]) -> None:
    """Every paragraph with the headings above it."""
    for passage in passages:
        node = graph.new(f"p{passage.number}", FA.Passage)
        graph.add(node, DCT.isPartOf, graph.report)
        graph.add(node, FA.section, SECTION_MARK.join(passage.section))
        graph.add(node, FA.position, passage.number)
        graph.add(node, FA.text, passage.text)
        graph.add(node, FA.page, passage.page)
        graph.add(node, FA.line, passage.line)
        graph.in_file(node, passage.file)


def map_mentions(graph: ReportGraph, mentions: tuple[Mention, ...]) -> None:
    """What the narrative names: one node a thing, whatever report names it."""
    for mention in mentions:
        node = graph.iris.mention(mention.type, mention.text)
        graph.add(passage_node(graph, mention.place.passage), FA.mentions, node)
        graph.classify(node, FA.Mention)
        graph.add(node, FA.mentionType, concept("mention", mention.type))
        graph.label(node, mention.text)


def map_figures(graph: ReportGraph, figures: tuple[StatedFigure, ...], passages: tuple[Passage, ...]) -> None:
    """Stated figures. Section and sentence stand on a figure only where they are not its passage's: the IRI holds the offsets."""
    home = {passage.number: passage for passage in passages}
    for figure in figures:
        passage = home[figure.place.passage]
        node = graph.new(figure.place.fragment, FA.StatedFigure)
        graph.add(node, FA.statedIn, passage_node(graph, passage.number))
        graph.add(node, FA.what, figure.what)
        graph.add(node, FA.measure, concept("measure", figure.measure) if figure.measure else None)
        map_value(graph, node, figure.quantity)
        graph.add(node, FA.reason, figure.reason)
        graph.add(node, FA.section, SECTION_MARK.join(figure.section) if figure.section != passage.section else None)
        graph.add(node, FA.text, figure.text if figure.text not in passage.text else None)


def map_value(graph: ReportGraph, node: bytes, quantity: Quantity) -> None:
    """One number: `fa:value` (元 for money) and its unit, beside the printed number and, for money, the printed unit."""
    money = quantity.yuan
    graph.add(node, FA.value, quantity.number if money is None else money)
    graph.add(node, FA.valueUnit, quantity.unit if money is None else "元")
    graph.add(node, FA.printedText, quantity.printed)
    graph.add(node, FA.printedUnit, quantity.unit if money is not None else None)
    graph.add(node, FA.qualifier, quantity.qualifier)


def map_budget_lines(graph: ReportGraph, lines: tuple[BudgetLine, ...], projects: ProjectNames) -> None:
    """Lines of 财政拨款支出决算具体情况; two lines of one path at two places are two things."""
    for line in lines:
        node = graph.new(f"{line.place.fragment}-line", FA.BudgetLine)
        graph.add(node, FA.statedIn, passage_node(graph, line.place.passage))
        graph.add(node, FA.path, SECTION_MARK.join(line.path))
        if line.functional:
            graph.add(node, FA.functionalSubject, graph.iris.functional(graph.info.year, line.functional))
        if line.is_project:
            graph.add(node, OBEU_DIMENSION.project, projects.node(line.path[-1]))
        graph.amount(node, "initialBudget", line.initial_budget)
        graph.amount(node, "final", line.final)
        graph.amount(node, "completionRate", line.rate)
        graph.add(node, FA.printedUnit, money_unit(line.final, line.initial_budget))
        graph.add(node, FA.reason, line.reason)


def passage_node(graph: ReportGraph, number: int) -> bytes:
    """The passage of that number."""
    return graph.part(f"p{number}")
