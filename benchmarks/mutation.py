"""Mutation run: one number of a clean report is changed at a time; is it found, by which rule, and is the place named?

`python -m benchmarks.mutation [--every N] [--jobs N]` renders the samples without their planted faults, changes the first digit of
every N-th number of the tables and of the narrative, and prints the rate found by kind of table and by section of the text.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from decimal import Decimal
from multiprocessing import get_context

from ingest.document import Document, Paragraph
from ingest.formats import read_document
from ingest.pipeline import facts as facts_of
from kg.checks.engine import Checked, check_facts
from kg.checks.outcomes import INFO, Result
from kg.facts import Observation, ReportFacts
from kg.iris import Iris
from tests.samples.render import render
from tests.samples.spec import Spec, specs

IRIS = Iris()
# Numbers of the narrative that a reader can check: amounts and rates, and counts; years, ordinals and dates are none.
_NUMBER = re.compile(r"(?<![\d.\-年月第])\d[\d,]*(?:\.\d+)?(?=(万元|元|%|个|辆|人|家|件|次|分|台|批|期|场|项|条))")
_NARRATIVE = re.compile("情况说明|自评报告|绩效情况")
_MONEY = ("万元", "元", "%", "分")


@dataclass(frozen=True, slots=True)
class Outcome:
    """One changed number: which report and group it is of, the rules that found it, whether a finding names its place."""

    report: str
    group: str
    printed: str
    rules: tuple[str, ...]
    named: bool


def clean(spec: Spec) -> Document:
    """The sample without its planted faults, as read from its text."""
    bare = Spec(spec.id, spec.unit, spec.year, spec.style, {**spec.raw, "faults": []}, spec.projects)
    return read_document(render(bare).text.encode(), spec.file_name)


def changed(printed: str) -> str:
    """The number with another first digit: 345.83 → 445.83, 9 → 1, 0.00 → 1.00."""
    position = next(i for i, character in enumerate(printed) if character.isdigit())
    return printed[:position] + str(int(printed[position]) % 9 + 1) + printed[position + 1 :]


def findings(checked: Checked) -> Counter[tuple[str, str, str]]:
    """What is found, without hints: rule, place and stated side."""
    return Counter((r.rule, r.where, r.stated) for r in checked.findings if r.severity != INFO)


def cell_changes(facts: ReportFacts) -> Iterator[tuple[Observation, ReportFacts]]:
    """The facts with one cell of a table changed."""
    for position, cell in enumerate(facts.observations):
        printed = changed(cell.quantity.printed)
        quantity = replace(cell.quantity, printed=printed, number=Decimal(printed.replace(",", "")))
        other = replace(cell, quantity=quantity)
        yield cell, replace(facts, observations=(*facts.observations[:position], other, *facts.observations[position + 1 :]))


def text_changes(document: Document) -> Iterator[tuple[str, str, Document]]:
    """Group, printed number and the document with one number of its narrative changed."""
    for position, block in enumerate(document.blocks):
        if not isinstance(block, Paragraph) or block.level:
            continue
        for m in _NUMBER.finditer(block.text):
            text = block.text[: m.start()] + changed(m[0]) + block.text[m.end() :]
            blocks = (*document.blocks[:position], replace(block, text=text), *document.blocks[position + 1 :])
            yield "金额和比率" if m[1] in _MONEY else "数量", m[0] + m[1], replace(document, blocks=blocks)


def run(number: int, every: int) -> list[Outcome]:
    """All changes of one sample, each `every`-th of its numbers."""
    spec = specs()[number]
    document = clean(spec)
    facts = facts_of(document, "0" * 64)
    before = check_facts(facts, IRIS)
    known = findings(before)
    found = []
    kinds = {table.number: table.kind for table in facts.tables}
    for cell, other in list(cell_changes(facts))[number % every :: every]:
        after = check_facts(other, IRIS)
        place = f"{after.report}#{cell.place.fragment}"
        found.append(_outcome(spec.id, f"表 {kinds[cell.place.table]}", cell.quantity.printed, known, after, place))
    for group, printed, changed_document in list(_narrative(document))[number % every :: every]:
        after = check_facts(facts_of(changed_document, "0" * 64), IRIS)
        found.append(_outcome(spec.id, f"文 {group}", printed, known, after, ""))
    return found


def _narrative(document: Document) -> Iterator[tuple[str, str, Document]]:
    """Changes of the explanations and the self-evaluation report: the paragraphs after the tables."""
    first = next((i for i, b in enumerate(document.blocks) if isinstance(b, Paragraph) and b.level <= 2 and _NARRATIVE.search(b.text)), 0)
    for group, printed, other in text_changes(document):
        position = next(i for i, (a, b) in enumerate(zip(document.blocks, other.blocks, strict=True)) if a is not b)
        if position > first:
            yield group, printed, other


def _outcome(report: str, group: str, printed: str, known: Counter[tuple[str, str, str]], after: Checked, place: str) -> Outcome:
    new = [r for r in after.findings if r.severity != INFO and (r.rule, r.where, r.stated) not in known]
    return Outcome(report, group, printed, tuple(dict.fromkeys(r.rule for r in new)), any(_names(r, place, printed) for r in new))


def _names(result: Result, place: str, printed: str) -> bool:
    """True where the finding speaks of the changed number: it is the stated side, a part, or the culprit."""
    return place in (*result.at, result.culprit) if place else changed(printed).rstrip("万元%个辆人家件次分台批期场项条") in result.message


def rates(outcomes: Sequence[Outcome]) -> dict[str, tuple[int, int, int]]:
    """By group: changed, found, place named."""
    held: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        held[outcome.group].append(outcome)
    return {group: (len(o), sum(bool(x.rules) for x in o), sum(x.named for x in o)) for group, o in sorted(held.items())}


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the rates; 0 where the tables reach 90 % and the amounts of the narrative 70 %."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--missed", action="store_true", help="list what was not found")
    chosen = parser.parse_args(arguments)
    count = len(specs())
    with ProcessPoolExecutor(chosen.jobs, mp_context=get_context("spawn")) as pool:
        outcomes = [o for part in pool.map(run, range(count), [chosen.every] * count) for o in part]
    for group, (total, hit, named) in rates(outcomes).items():
        sys.stdout.write(f"{group:<24} {hit:>5}/{total:<5} {hit / total:6.1%}   place named {named / total:6.1%}\n")
    for outcome in outcomes if chosen.missed else ():
        if not outcome.rules:
            sys.stdout.write(f"missed {outcome.report} {outcome.group} {outcome.printed}\n")
    tables = [o for o in outcomes if o.group.startswith("表")]
    texts = [o for o in outcomes if o.group == "文 金额和比率"]
    reached = [sum(bool(o.rules) for o in part) / max(1, len(part)) for part in (tables, texts)]
    sys.stdout.write(f"tables {reached[0]:.1%}, amounts and rates of the narrative {reached[1]:.1%}\n")
    return 0 if reached[0] >= 0.9 and reached[1] >= 0.7 else 1


if __name__ == "__main__":
    sys.exit(main())
