"""An answer: a sentence, the values asked for, the query that gives them, and where they are printed; or the reason why there is none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from search_app.ask.choices import choices
from search_app.ask.lexicon import Lexicon
from search_app.ask.reading import Reading

Body = dict[str, Any]

MOST_SOURCES = 60


@dataclass(frozen=True, slots=True)
class Given:
    """One value: as printed, without thousands separators; its unit; what it is the value of; money in 元, where it is known exactly."""

    value: str
    unit: str = ""
    label: str = ""
    amount: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Where something is printed: IRIs of the report and of the place, the file, the statement, row and column, the words.

    `statement` is the table's printed number or name, else the section of the narrative. `quote` is None until the words are read.
    """

    report: str
    file: str
    statement: str
    row: int | None
    column: int | None
    quote: str | None
    place: str


@dataclass(frozen=True, slots=True)
class Table:
    """Several values as rows under Chinese heads."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """`text` is None where there is no answer; then `reason` says why.

    `likeliest`: the answer for the likeliest meaning of a question that is not clear; it stands beside the choices, not in their place.
    """

    reading: Reading
    text: str | None = None
    values: tuple[Given, ...] = ()
    table: Table | None = None
    sparql: str = ""
    sources: tuple[Source, ...] = ()
    reason: str = ""
    likeliest: Answer | None = None

    def body(self) -> Body:
        """The answer as `GET /api/ask` gives it."""
        other = self.likeliest
        return {
            "question": self.reading.typed,
            "answer": self._said(),
            "reading": _reading(self.reading),
            "sparql": self.sparql,
            "sources": [_source(source) for source in self.sources[:MOST_SOURCES]],
            "reason": self.reason,
            "choices": [{"label": one.label, "question": one.question} for one in choices(self.reading)],
            "likeliest": {"question": other.reading.typed, "answer": other._said()} if other else None,
        }

    def _said(self) -> Body | None:
        if self.text is None:
            return None
        values = [{"value": one.value, "unit": one.unit, "label": one.label} for one in self.values]
        table = None if self.table is None else {"columns": list(self.table.columns), "rows": [list(row) for row in self.table.rows]}
        return {"text": self.text, "values": values, "table": table}


def refused(reading: Reading, reason: str, sparql: str = "") -> Answer:
    """No answer, and why."""
    return Answer(reading, reason=reason, sparql=sparql)


def without_repeats(sources: Iterable[Source]) -> tuple[Source, ...]:
    """Every place once."""
    return tuple({source.place: source for source in sources}.values())


def unit_name(lexicon: Lexicon, iri: str) -> str:
    """The name of a unit."""
    unit = lexicon.unit_of.get(iri)
    return unit.name if unit else iri


def _reading(reading: Reading) -> Body:
    return {
        "units": [{"iri": unit.iri, "name": unit.name} for unit in reading.units],
        "every_unit": reading.every_unit,
        "years": list(reading.years),
        "measures": list(dict.fromkeys(asked.word for asked in (*reading.asked, *reading.whole))),
        "projects": [{"iri": project.iri, "name": project.name} for project in reading.projects],
        "indicators": list(reading.indicators),
        "operation": reading.operation.name,
        "reading_by": reading.by,
        "parts": [{"kind": part.kind, "text": part.text, "start": part.start, "end": part.end} for part in reading.parts],
        "left": list(reading.left),
    }


def _source(source: Source) -> Mapping[str, Any]:
    return {
        "report": source.report,
        "file": source.file,
        "statement": source.statement,
        "row": source.row,
        "column": source.column,
        "quote": source.quote,
        "place": source.place,
    }
