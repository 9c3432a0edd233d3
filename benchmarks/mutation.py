"""Mutation run: one number of a clean report is changed at a time: is it found, by the right rule, with place and message right?

`python -m benchmarks.mutation [--every N] [--jobs N]` renders the samples without their planted faults, changes the first digit of
every N-th number of the tables and of the narrative, and prints the rates by kind of table and for amounts and counts of the text.
Right rule: one that is about that table (or touches that very cell; in the narrative: any). Right message: its sentence prints the
changed number, and the table or row (in the narrative: the words beside the number).
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
from kg.amounts import fold
from kg.checks.catalogue import by_id
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
_UNIT = re.compile(r"[^\d.,]+$")
_WORDS = 12  # characters before a number that say what it is
_MONEY = ("万元", "元", "%", "分")


@dataclass(frozen=True, slots=True)
class Outcome:
    """One changed number: which report and group it is of, the rules that found it; whether a finding names its place, is of a rule
    about it, and says so in its sentence."""

    report: str
    group: str
    printed: str
    rules: tuple[str, ...]
    named: bool
    right_rule: bool
    right_message: bool


@dataclass(frozen=True, slots=True)
class Change:
    """What was changed: report and group, the number as it was printed, kind of table and place of a cell, and words beside it."""

    report: str
    group: str
    printed: str
    kind: str
    place: str
    words: tuple[str, ...]


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


def text_changes(document: Document) -> Iterator[tuple[str, str, str, Document]]:
    """Group, printed number, the words before it and the document with that number of its narrative changed."""
    for position, block in enumerate(document.blocks):
        if not isinstance(block, Paragraph) or block.level:
            continue
        for m in _NUMBER.finditer(block.text):
            text = block.text[: m.start()] + changed(m[0]) + block.text[m.end() :]
            blocks = (*document.blocks[:position], replace(block, text=text), *document.blocks[position + 1 :])
            words = block.text[max(0, m.start() - _WORDS) : m.start()]
            yield "金额和比率" if m[1] in _MONEY else "数量", m[0] + m[1], words, replace(document, blocks=blocks)


def run(number: int, every: int) -> list[Outcome]:
    """All changes of one sample, each `every`-th of its numbers."""
    spec = specs()[number]
    document = clean(spec)
    facts = facts_of(document, "0" * 64)
    before = check_facts(facts, IRIS)
    known = findings(before)
    found = []
    kinds = {table.number: table.kind for table in facts.tables}
    titles = {table.number: table.title for table in facts.tables}
    for cell, other in list(cell_changes(facts))[number % every :: every]:
        after = check_facts(other, IRIS)
        kind, place = kinds[cell.place.table], f"{after.report}#{cell.place.fragment}"
        words = (cell.row, cell.code, titles[cell.place.table])
        found.append(_outcome(Change(spec.id, f"表 {kind}", cell.quantity.printed, kind, place, words), known, after))
    for group, printed, words_before, changed_document in list(_narrative(document))[number % every :: every]:
        after = check_facts(facts_of(changed_document, "0" * 64), IRIS)
        beside = tuple(re.findall("[\u4e00-\u9fff]{2,}", words_before))
        found.append(_outcome(Change(spec.id, f"文 {group}", printed, "", "", beside), known, after))
    return found


def _narrative(document: Document) -> Iterator[tuple[str, str, str, Document]]:
    """Changes of the explanations and the self-evaluation report: the paragraphs after the tables."""
    first = next((i for i, b in enumerate(document.blocks) if isinstance(b, Paragraph) and b.level <= 2 and _NARRATIVE.search(b.text)), 0)
    for group, printed, words, other in text_changes(document):
        position = next(i for i, (a, b) in enumerate(zip(document.blocks, other.blocks, strict=True)) if a is not b)
        if position > first:
            yield group, printed, words, other


def _outcome(change: Change, known: Counter[tuple[str, str, str]], after: Checked) -> Outcome:
    new = [r for r in after.findings if r.severity != INFO and (r.rule, r.where, r.stated) not in known]
    names = any(_names(r, change.place, change.printed) for r in new)
    rules = tuple(dict.fromkeys(r.rule for r in new))
    return Outcome(
        change.report, change.group, change.printed, rules, names, any(_about(r, change) for r in new), any(_says(r, change) for r in new)
    )


def _about(result: Result, change: Change) -> bool:
    """True for a rule that is about the changed number's table, or touches its cell; for the narrative, any that names it."""
    if not change.kind:
        return _names(result, "", change.printed)
    return change.kind in by_id()[result.rule].kinds or change.place in result.at


def _says(result: Result, change: Change) -> bool:
    """True where the sentence prints the changed number and what it is of."""
    number = _UNIT.sub("", changed(change.printed)).replace(",", "")
    words = [fold(word) for word in change.words if word]
    return number in result.message and (not words or any(word in fold(result.message) for word in words))


def _names(result: Result, place: str, printed: str) -> bool:
    """True where the finding speaks of the changed number: it is the stated side, a part, or the culprit."""
    return place in (*result.at, result.culprit) if place else _UNIT.sub("", changed(printed)) in result.message


def rates(outcomes: Sequence[Outcome]) -> dict[str, tuple[int, ...]]:
    """By group: changed, found, place named, right rule, right message."""
    held: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        held[outcome.group].append(outcome)
    return {
        group: (len(o), *(sum(bool(getattr(x, name)) for x in o) for name in ("rules", "named", "right_rule", "right_message")))
        for group, o in sorted(held.items())
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the rates; 0 where the tables reach 90 % and all numbers of the narrative 70 %."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--missed", action="store_true", help="list what was not found")
    chosen = parser.parse_args(arguments)
    count = len(specs())
    with ProcessPoolExecutor(chosen.jobs, mp_context=get_context("spawn")) as pool:
        outcomes = [o for part in pool.map(run, range(count), [chosen.every] * count) for o in part]
    for group, (total, hit, *right) in rates(outcomes).items():
        named, rule, message = (f"{number / total:6.1%}" for number in right)
        line = f"{group:<24} {hit:>5}/{total:<5} {hit / total:6.1%}   place named {named}   right rule {rule}   right message {message}\n"
        sys.stdout.write(line)
    for outcome in outcomes if chosen.missed else ():
        if not outcome.rules:
            sys.stdout.write(f"missed {outcome.report} {outcome.group} {outcome.printed}\n")
    tables = [o for o in outcomes if o.group.startswith("表")]
    texts = [o for o in outcomes if o.group.startswith("文")]
    reached = [sum(bool(o.rules) for o in part) / max(1, len(part)) for part in (tables, texts)]
    sys.stdout.write(f"tables {reached[0]:.1%}, all numbers of the narrative {reached[1]:.1%}\n")
    return 0 if reached[0] >= 0.9 and reached[1] >= 0.7 else 1


if __name__ == "__main__":
    sys.exit(main())
