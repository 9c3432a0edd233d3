"""Planted inconsistencies: which print is wrong, and the gold record that says so."""

from __future__ import annotations

from dataclasses import dataclass

from tests.samples.evaluation import Sheet
from tests.samples.narrative import Narrator
from tests.samples.printer import Printer
from tests.samples.scribe import Record, Scribe
from tests.samples.spec import Raw, Spec


@dataclass(frozen=True)
class Faults:
    """The planted faults of a report by the place they stand in; `entries` are those of the spec, in its order.

    An entry names its place (`figure: [section, what]`, `cell: [table, row or code, column]`, `line: [code or project, rate]`
    or `score: [evaluation, item, field]`) and the wrong `print`; without a place the wording itself is at fault.
    """

    spec: Spec
    entries: tuple[Raw, ...]

    @staticmethod
    def of(spec: Spec) -> Faults:
        """The faults of a spec."""
        return Faults(spec, tuple(spec.many("faults")))

    @property
    def figures(self) -> dict[tuple[str, str], str]:
        """Figures of the narrative."""
        return {(x["figure"][0], x["figure"][1]): str(x["print"]) for x in self.entries if "figure" in x}

    @property
    def lines(self) -> dict[tuple[str, str], str]:
        """Rates of budget lines."""
        return {(str(x["line"][0]), x["line"][1]): str(x["print"]) for x in self.entries if "line" in x}

    @property
    def cells(self) -> dict[tuple[str, str, str], str]:
        """Cells of statements."""
        return {(x["cell"][0], str(x["cell"][1]), x["cell"][2]): str(x["print"]) for x in self.entries if "cell" in x}

    @property
    def scores(self) -> dict[tuple[str, str, str], str]:
        """Cells of self-evaluations."""
        return {(x["score"][0], x["score"][1], x["score"][2]): str(x["print"]) for x in self.entries if "score" in x}

    def discrepancies(self, scribe: Scribe, printer: Printer, narrator: Narrator, sheet: Sheet) -> list[Record]:
        """The gold of the faults; a fault whose place was never printed is an error of the spec."""
        right: dict[tuple[str, ...], str] = {}
        texts = (*scribe.replaced.items(), *narrator.replaced.items())
        for place, print_ in (*texts, *printer.replaced.items(), *sheet.replaced.items()):
            right[place] = print_
        return [self._record(entry, right) for entry in self.entries]

    def _record(self, entry: Raw, right: dict[tuple[str, ...], str]) -> Record:
        place = next((tuple(map(str, entry[k])) for k in ("figure", "line", "cell", "score") if k in entry), None)
        stated = str(entry.get("stated", entry.get("print", "")))
        expected = str(entry["expected"]) if "expected" in entry else right[place or ()].lstrip("-")
        note = f"{entry['severity']}: {entry['note']}"
        record: Record = {"k": "discrepancy", "report": self.spec.id, "rule": entry["rule"], "where": entry["where"]}
        return record | {"stated": stated.lstrip("-"), "expected": expected, "note": note, "severity": entry["severity"]}
