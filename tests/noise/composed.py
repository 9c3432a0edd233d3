"""A sample report before it is laid out as text: its blocks, and the gold of what they print."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cache

from tests.samples.accounts import accounts
from tests.samples.annex import Annex
from tests.samples.evaluation import Sheet
from tests.samples.faults import Faults
from tests.samples.form import FORMS
from tests.samples.layout import LAYOUTS
from tests.samples.narrative import Narrator
from tests.samples.overview import cover, explanations, glossary, profile
from tests.samples.printer import Printer
from tests.samples.scribe import Block, Cell, Record, Row, Scribe, Table, Text
from tests.samples.spec import Spec, specs
from tests.samples.statements import statements


@dataclass(frozen=True)
class Composed:
    """A report as blocks; `told` is the gold of everything but table cells, `style` how the text is laid out, `after` what
    happens to the text then."""

    name: str
    style: str
    blocks: tuple[Block, ...]
    told: tuple[Record, ...]
    after: tuple[Callable[[str], str], ...] = ()

    @property
    def gold(self) -> tuple[Record, ...]:
        """What the text states: the records of the cells that it prints, and the rest."""
        return (*self.told, *(cell.record for table in self.tables for row in table.rows for cell in row if cell.record))

    @property
    def tables(self) -> tuple[Table, ...]:
        """All tables, a copy of an earlier one (no records) among them."""
        return tuple(block for block in self.blocks if isinstance(block, Table))

    @property
    def text(self) -> str:
        """The report as a converter would leave it."""
        text = LAYOUTS[self.style](list(self.blocks))
        for change in self.after:
            text = change(text)
        return text

    def with_tables(self, change: Callable[[Table], Iterable[Block]]) -> Composed:
        """The report with each statement (公开01表 …) replaced by what `change` makes of it."""
        out: list[Block] = []
        for block in self.blocks:
            out += change(block) if isinstance(block, Table) and block.number else [block]
        return replace(self, blocks=tuple(out))


@cache
def composed(report: str, style: str = "", sheet: int = 0) -> Composed:
    """The sample report `report` (s01 …), in its own form and style unless `style` names another form of tests.samples.form."""
    spec = next(s for s in specs() if s.id == report)
    form = FORMS[style or spec.style]
    faults = Faults.of(spec)
    scribe = Scribe(spec.id, faults.figures)
    printer = Printer(accounts(spec.id), form, faults.cells)
    narrator = Narrator(accounts(spec.id), form, scribe, faults.lines)
    pages = Sheet(accounts(spec.id), form, scribe, sheet or int(spec.raw.get("sheet", 9)), faults.scores)
    _write(spec, scribe, printer, narrator, pages)
    return Composed(report, form.style, tuple(scribe.blocks), tuple(scribe.gold))


def _write(spec: Spec, scribe: Scribe, printer: Printer, narrator: Narrator, sheet: Sheet) -> None:
    cover(spec, narrator.form, scribe)
    profile(spec, scribe)
    scribe.blocks += [Text("第二部分", 1), Text(f"{spec.word('type')}表", 1), *statements(printer)]
    explanations(spec, narrator)
    glossary(scribe)
    Annex(narrator, sheet).write()


def changed(cell: Cell, text: str, **record: object) -> Cell:
    """The cell with another print, and its gold with the fields of `record`."""
    return replace(cell, text=text, record=cell.record | record if cell.record else None)


def with_rows(table: Table, head: Iterable[Row], body: Iterable[Row]) -> Table:
    """The table with other head rows and other rows below them."""
    top = tuple(head)
    return replace(table, rows=(*top, *body), head_rows=len(top))
