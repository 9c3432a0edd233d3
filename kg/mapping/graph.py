"""The graph of one report while it is being written."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal
from functools import lru_cache

from pyoxigraph import Literal, NamedNode

from kg.amounts import Quantity
from kg.facts import ReportInfo
from kg.iris import Iris, display_name, fold_name
from kg.literals import chinese, plain, year
from kg.things import Things, ordered, term
from ontology.regions import COUNTRY, locate
from ontology.terms import FA, ORG, RDF, SKOS, XSD

Value = NamedNode | Literal | str | int | bool | Decimal | None
_TERMS = (NamedNode, Literal)
_BOOLEAN, _INTEGER, _DECIMAL = (f"^^{datatype}" for datatype in (XSD.boolean, XSD.integer, XSD.decimal))
# What N-Triples writes otherwise than it is.
_ESCAPED = re.compile(r'["\\\x00-\x1f\x7f]')


class ReportGraph:
    """Collects what one report states, all in the graph that bears the report's IRI."""

    def __init__(self, info: ReportInfo, iris: Iris) -> None:
        self.info = info
        self.iris = iris
        self.report = iris.report(info)
        self.year = year(info.year)
        self._stated: dict[bytes, set[tuple[bytes, bytes]]] = {}
        self._subject: NamedNode | None = None
        self._held: set[tuple[bytes, bytes]] = set()
        self._used: Counter[str] = Counter()
        self.unit = self.organization(info.unit)

    def add(self, subject: NamedNode, predicate: NamedNode, value: Value) -> None:
        """State `value`; None and the empty string say nothing was printed, so nothing is stated."""
        if value is None:
            return
        if not isinstance(value, _TERMS):
            if value == "":
                return
            value = _literal(value)
        if subject is not self._subject:  # statements about one thing come in a row
            self._subject, self._held = subject, self._stated.setdefault(term(subject), set())
        self._held.add((_predicate(predicate), term(value)))

    def things(self) -> Things:
        """All that was stated, each statement once, in order."""
        return ordered(self._stated)

    def new(self, fragment: str, *classes: NamedNode) -> NamedNode:
        """A new thing of the report with its classes. A second thing at one place gets `-2`: two facts never share an IRI."""
        self._used[fragment] += 1
        again = self._used[fragment]
        node = self.part(fragment if again == 1 else f"{fragment}-{again}")
        self.classify(node, *classes)
        return node

    def part(self, fragment: str) -> NamedNode:
        """The thing of the report with that fragment."""
        return self.iris.part(self.report, fragment)

    def in_file(self, node: NamedNode, file: str) -> None:
        """State the annex that prints `node`; nothing for the report's own file ("")."""
        paths = [annex.path for annex in self.info.annexes]
        self.add(node, FA.inFile, self.part(f"file{paths.index(file) + 2}") if file else None)

    def classify(self, node: NamedNode, *classes: NamedNode) -> None:
        """State the classes of `node`."""
        for kind in classes:
            self.add(node, RDF.type, kind)

    def label(self, node: NamedNode, printed: str, identity: str = "") -> None:
        """The one skos:prefLabel of a named thing, after the part of its IRI, and what was printed where that differs."""
        name = display_name(identity or printed)
        self.add(node, SKOS.prefLabel, chinese(name))
        if printed.strip() != name:
            self.add(node, SKOS.altLabel, chinese(printed.strip()))

    def organization(self, name: str, region_code: str = "") -> NamedNode:
        """The unit of that name, with its label and region.

        `region_code` empty: the place that the name begins with, else the report's.
        """
        code = region_code or self._place(name)
        unit = self.iris.unit(code, name)
        self.classify(unit, ORG.Organization)
        self.label(unit, name)
        self.add(unit, FA.region, self.iris.region(code))
        return unit

    def _place(self, name: str) -> str:
        info = self.info
        if fold_name(name).startswith(fold_name(info.unit)):
            return info.region_code
        code = locate(name, (info.unit,))
        return info.region_code if code == COUNTRY else code

    def amount(self, subject: NamedNode, name: str, quantity: Quantity | None) -> None:
        """`fa:<name>` in 元 (money) or as it is (rates, scores), and `fa:<name>Text` as printed."""
        if quantity is None:
            return
        number = quantity.number if quantity.yuan is None else quantity.yuan
        self.add(subject, FA[name], number)
        self.add(subject, FA[f"{name}Text"], quantity.text)

    def number(self, subject: NamedNode, name: str, quantity: Quantity | None) -> None:
        """`fa:<name>`, and `fa:<name>Text` only where the print differs from the plain number (10.00)."""
        if quantity is None:
            return
        self.add(subject, FA[name], quantity.number)
        if quantity.text != plain(quantity.number):
            self.add(subject, FA[f"{name}Text"], quantity.text)


@lru_cache(maxsize=1024)
def _predicate(predicate: NamedNode) -> bytes:
    return term(predicate)


def _literal(value: str | int | bool | Decimal) -> Literal | str:
    """The value as N-Triples writes it."""
    if isinstance(value, str):
        return Literal(value) if _ESCAPED.search(value) else f'"{value}"'
    if isinstance(value, bool):
        return f'"{"true" if value else "false"}"{_BOOLEAN}'
    return f'"{value}"{_INTEGER}' if isinstance(value, int) else f'"{plain(value)}"{_DECIMAL}'
