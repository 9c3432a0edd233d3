"""Renders the fictional sample reports and their gold from the specs: `python -m tests.samples.render`."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.samples import accounts
from tests.samples.annex import Annex
from tests.samples.evaluation import Sheet
from tests.samples.faults import Faults
from tests.samples.form import FORMS
from tests.samples.layout import LAYOUTS, hard_wrapped
from tests.samples.narrative import Narrator
from tests.samples.overview import cover, explanations, glossary, profile
from tests.samples.printer import Printer
from tests.samples.scribe import Block, Record, Scribe, Text
from tests.samples.spec import Spec, specs
from tests.samples.statements import statements

TARGET = Path(__file__).parents[2] / "ingest" / "samples"
SELF_EVALUATION = "绩效自评报告"


@dataclass(frozen=True)
class Sample:
    """A rendered report: its text, its gold, and the blocks that other formats are rendered from."""

    spec: Spec
    text: str
    gold: tuple[Record, ...]
    blocks: tuple[Block, ...] = ()

    @property
    def gold_text(self) -> str:
        """The gold as JSON lines."""
        return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in self.gold)


def render(spec: Spec) -> Sample:
    """One report."""
    books, form, faults = accounts.books(spec), FORMS[spec.style], Faults.of(spec)
    scribe = Scribe(spec.id, faults.figures)
    printer = Printer(books, form, faults.cells)
    narrator = Narrator(books, form, scribe, faults.lines)
    sheet = Sheet(books, form, scribe, int(spec.raw.get("sheet", 9)), faults.scores)
    scribe.note("report", unit=spec.unit, year=spec.year, type=spec.word("type"), published=None)
    _names(spec, scribe)
    if spec.word("type") == SELF_EVALUATION:
        Annex(narrator, sheet).write(alone=True)
    else:
        _account(spec, scribe, printer, narrator)
        Annex(narrator, sheet).write()
    gold = [*scribe.gold, *_cells(scribe), *faults.discrepancies(scribe, printer, narrator, sheet)]
    blocks = hard_wrapped(scribe.blocks, int(spec.raw.get("wrap", 0)))
    return Sample(spec, LAYOUTS[form.style](blocks), tuple(gold), tuple(scribe.blocks))


def _names(spec: Spec, scribe: Scribe) -> None:
    """Mentions that no mark tells: the unit (a report of its own names it only in the title), and `named` of the spec."""
    if spec.word("type") != SELF_EVALUATION:
        scribe.note("mention", type="organization", text=spec.unit)
    for kind, names in spec.table("named").items():
        for name in names:
            scribe.note("mention", type=kind, text=name)


def _account(spec: Spec, scribe: Scribe, printer: Printer, narrator: Narrator) -> None:
    """Cover, first to fourth part."""
    cover(spec, narrator.form, scribe)
    profile(spec, scribe)
    scribe.blocks += [Text("第二部分", 1), Text(f"{spec.word('type')}表", 1), *statements(printer)]
    explanations(spec, narrator)
    glossary(scribe)


def _cells(scribe: Scribe) -> list[Record]:
    """The gold of the table cells in printed order."""
    tables = [block for block in scribe.blocks if not isinstance(block, Text)]
    return [cell.record for table in tables for row in table.rows for cell in row if cell.record]


def main() -> None:
    """Write all reports and their gold."""
    for spec in specs():
        sample = render(spec)
        (TARGET / "reports" / spec.file_name).write_text(sample.text, encoding="utf-8")
        (TARGET / "gold" / f"gold_{spec.id}.jsonl").write_text(sample.gold_text, encoding="utf-8")
        sys.stderr.write(f"{spec.file_name} {len(sample.text.encode())} bytes, {len(sample.gold)} gold records\n")


if __name__ == "__main__":
    main()
