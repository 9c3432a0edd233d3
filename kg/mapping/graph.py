"""The graph of one report while it is being written."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from pyoxigraph import Literal, NamedNode

from kg.amounts import Quantity
from kg.facts import ReportInfo
from kg.iris import Iris, display_name, fold_name
from kg.literals import chinese, plain, year
from kg.things import Thing, Things, term
from ontology.regions import COUNTRY, locate
from ontology.terms import FA, ORG, RDF, SKOS, XSD

Node = NamedNode | bytes
"""A thing, or a predicate's value: of the library or, as all that a graph gives, as N-Triples writes it."""
Value = Node | Literal | str | int | bool | Decimal | None
_INTEGER, _DECIMAL = (f"^^{datatype}" for datatype in (XSD.integer, XSD.decimal))
_TRUE, _FALSE = (term(Literal(value)) for value in (True, False))
# What N-Triples writes otherwise than it is.
_ESCAPED = re.compile(r'["\\\x00-\x1f\x7f]')


class ReportGraph:
    """Collects what one report states, all in the graph that bears the report's IRI."""

    def __init__(self, info: ReportInfo, iris: Iris) -> None:
        self.info = info
        self.iris = iris
        self.report = term(iris.report(info))
        self.year = term(year(info.year))
        self._own = self.report[:-1] + b"#"
        self._things: Things = {}
        self._subject: Node | None = None
        self._said: Thing = {}
        self._used: dict[str, int] = {}
        self.unit = self.organization(info.unit)

    def add(self, subject: Node, predicate: NamedNode, value: Value) -> None:
        """State `value`; None and the empty string say nothing was printed, so nothing is stated."""
        if not value and value in (None, ""):
            return
        if subject is not self._subject:  # statements about one thing come in a row
            self._subject = subject
            self._said = self._things.setdefault(subject if isinstance(subject, bytes) else _node(subject), {})
        self._said.setdefault(_node(predicate), []).append(value if isinstance(value, bytes) else said(value))

    def things(self) -> Things:
        """All that was stated, each statement once, in order."""
        return {subject: in_order(self._things[subject]) for subject in sorted(self._things)}

    def new(self, fragment: str, *classes: NamedNode) -> bytes:
        """A new thing of the report with its classes. A second thing at one place gets `-2`: two facts never share an IRI."""
        node = self._unused(fragment)
        self.classify(node, *classes)
        return node

    def state(self, fragment: str, stated: Thing) -> bytes:
        """A new thing of the report, of which all that is `stated`; nothing was stated of it before."""
        node = self._unused(fragment)
        self._things[node] = stated
        return node

    def _unused(self, fragment: str) -> bytes:
        again = self._used[fragment] = self._used.get(fragment, 0) + 1
        return self.part(fragment if again == 1 else f"{fragment}-{again}")

    def part(self, fragment: str) -> bytes:
        """The thing of the report with that fragment, which needs no escapes."""
        return b"%b%b>" % (self._own, fragment.encode())

    def in_file(self, node: Node, file: str) -> None:
        """State the annex that prints `node`; nothing for the report's own file ("")."""
        if file:
            paths = [annex.path for annex in self.info.annexes]
            self.add(node, FA.inFile, self.part(f"file{paths.index(file) + 2}"))

    def classify(self, node: Node, *classes: NamedNode) -> None:
        """State the classes of `node`."""
        for kind in classes:
            self.add(node, RDF.type, kind)

    def label(self, node: Node, printed: str, identity: str = "") -> None:
        """The one skos:prefLabel of a named thing, after the part of its IRI, and what was printed where that differs."""
        name = display_name(identity or printed)
        self.add(node, SKOS.prefLabel, chinese(name))
        if printed.strip() != name:
            self.add(node, SKOS.altLabel, chinese(printed.strip()))

    def organization(self, name: str, region_code: str = "") -> bytes:
        """The unit of that name, with its label and region.

        `region_code` empty: the place that the name begins with, else the report's.
        """
        code = region_code or self._place(name)
        unit = term(self.iris.unit(code, name))
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

    def amount(self, subject: Node, name: str, quantity: Quantity | None) -> None:
        """`fa:<name>` in 元 (money) or as it is (rates, scores), and `fa:<name>Text` as printed."""
        if quantity is None:
            return
        number = quantity.number if quantity.yuan is None else quantity.yuan
        self.add(subject, FA[name], number)
        self.add(subject, FA[f"{name}Text"], quantity.text)

    def number(self, subject: Node, name: str, quantity: Quantity | None) -> None:
        """`fa:<name>`, and `fa:<name>Text` only where the print differs from the plain number (10.00)."""
        if quantity is None:
            return
        self.add(subject, FA[name], quantity.number)
        if quantity.text != plain(quantity.number):
            self.add(subject, FA[f"{name}Text"], quantity.text)


@lru_cache(maxsize=1024)
def _node(node: NamedNode) -> bytes:
    return term(node)


def said(value: NamedNode | Literal | str | bool | int | Decimal) -> bytes:
    """The value as N-Triples writes it."""
    if isinstance(value, str):
        return f'"{value}"'.encode() if not _ESCAPED.search(value) else term(Literal(value))
    if isinstance(value, Decimal):
        return f'"{plain(value)}"{_DECIMAL}'.encode()
    if isinstance(value, bool):
        return _TRUE if value else _FALSE
    if isinstance(value, int):
        return f'"{value}"{_INTEGER}'.encode()
    return _node(value) if isinstance(value, NamedNode) else term(value)


def in_order(thing: Thing) -> Thing:
    """The same statements, each once, in the order of their lines."""
    return {name: values if len(values := thing[name]) == 1 else sorted(set(values)) for name in _in_order(tuple(thing))}


@lru_cache(maxsize=1024)
def _in_order(predicates: tuple[bytes, ...]) -> tuple[bytes, ...]:
    return tuple(sorted(predicates))
