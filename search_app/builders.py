"""What goes into a release beside the graph: the index of passages, names that a question may use, tables, sums, dumps, changes."""

from __future__ import annotations

from kg.beside import Beside
from kg.builders import Builder
from kg.columnar import ColumnarBuilder
from kg.settings import Settings
from search_app.aggregates import AggregateBuilder
from search_app.ask import LexiconBuilder
from search_app.ask.choosing import ChosenBuilder
from search_app.dumps import ChangesBuilder, DumpBuilder
from search_app.search import LexicalBuilder


def builders(settings: Settings | None = None) -> tuple[Builder, ...]:
    """The parts that a release has, for `release.build`; without `settings` all of them."""
    text = settings is None or settings.dump_text
    dumps = (DumpBuilder(text=text),) if settings is None or settings.dumps else ()
    of_tables = ColumnarBuilder(text=text), LexiconBuilder(), AggregateBuilder(), Beside(ChosenBuilder())
    return Beside(LexicalBuilder()), *of_tables, ChangesBuilder(), *dumps
