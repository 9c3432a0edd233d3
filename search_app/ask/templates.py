"""The query of an answer: a template of `queries/ask` with terms in its VALUES blocks.

Only terms are bound, written by the RDF library or as a prefixed name; what a visitor typed is never part of a query.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from kg.literals import year
from ontology.terms import PREFIXES, XSD
from queries import library
from search_app.ask.vocabulary import check

Value = NamedNode | Literal | None
"""A term to bind; None restricts nothing."""

Rows = Sequence[Sequence[Value]]


@dataclass(frozen=True, slots=True)
class Branch:
    """A part of a template with the terms that stand in it outside its VALUES: of None its line goes."""

    part: str
    fixed: tuple[tuple[str, Value], ...] = ()


_BLOCK = re.compile(r"VALUES (?P<names>\$\w+|\((?:[$?]\w+ ?)+\)) \{[^{}]*\}")
_PARTS = re.compile(r"  \{\n(    # part: .*?)\n  \}\n", re.DOTALL)
_PART = re.compile(r"    # part: (\w+)\n")
_UNION = "\n  } UNION {\n"
_LOCAL = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
_ROWS = "  # rows\n"


def fill(name: str, values: Mapping[str, Rows], parts: Mapping[Branch, Rows] | None = None) -> str:
    """The template `name` with rows of terms in its blocks, found by the name of their first variable; checked against the ontology.

    `parts`: the parts to keep, with the rows of the block that begins with `$asked` in each. Raises KeyError for an unknown one, and
    `ReleaseError` for a term that the ontology lacks.
    """
    text = library.get("ask", name).text
    if parts is None:
        return check(_without_comments(_bound(text, values)))
    bodies = _bodies(text)
    kept = [_bound(_fixed(bodies[branch.part], branch), {"asked": rows}) for branch, rows in parts.items()]
    return check(_without_comments(_PARTS.sub(lambda _: f"  {{\n{_UNION.join(kept)}\n  }}\n", _bound(text, values), count=1)))


def target_rows(targets: Iterable[tuple[str, int]]) -> Rows:
    """Pairs of unit IRI and year as rows of `VALUES ($unit $year)`: bound as pairs they are what a query begins with."""
    return [(NamedNode(unit), year(number)) for unit, number in dict.fromkeys(targets)]


def year_rows(years: Iterable[int]) -> Rows:
    """The same for all units of these years."""
    return [(None, year(number)) for number in dict.fromkeys(years)]


def around(name: str, inner: str, values: Mapping[str, Rows] | None = None) -> str:
    """The template `name`, with `values` in its blocks, over the rows that the query `inner` gives."""
    prefixes, select = inner[: inner.index("SELECT")], inner[inner.index("SELECT") :]
    indented = "\n".join(f"    {line}" for line in select.strip().splitlines())
    outer, rest = library.get("ask", name).text.split(_ROWS)
    return prefixes + _without_comments(_bound(outer, values or {})) + f"  {{\n{indented}\n  }}\n" + rest


def either(*queries: str) -> str:
    """One query that gives the rows of all of these, for an answer whose values come from several."""
    prefixes = dict.fromkeys(line for query in queries for line in query.splitlines() if line.startswith("PREFIX"))
    groups = []
    for query in queries:
        lines = [line for line in query.strip().splitlines() if not line.startswith("PREFIX")]
        groups.append("  {\n" + "\n".join(f"    {line}" for line in lines if line) + "\n  }\n")
    return "\n".join(prefixes) + "\n\nSELECT * WHERE {\n" + "  UNION\n".join(groups) + "}\n"


def _bodies(text: str) -> dict[str, str]:
    """The parts of a template by name."""
    block = _PARTS.search(text)
    pieces = block[1].split(_UNION) if block else []
    return {name: body for piece in pieces for _, name, body in [_PART.split(piece, maxsplit=1)]}


def _fixed(body: str, branch: Branch) -> str:
    """The part with its fixed terms, without the lines that lack one: constants, so that a pattern is compiled once for all places."""
    lines = body.splitlines(keepends=True)
    for name, term in branch.fixed:
        here, text = re.compile(rf"\${name}\b"), _text(term).replace("\\", r"\\")
        lines = [here.sub(text, line) for line in lines if term is not None or not here.search(line)]
    return "".join(lines)


def _bound(text: str, values: Mapping[str, Rows]) -> str:
    def block(found: re.Match[str]) -> str:
        first = found["names"].strip("($)").split()[0].lstrip("$?")
        rows = values.get(first)
        return found[0] if rows is None else f"VALUES {found['names']} {{ {' '.join(_row(row, found['names']) for row in rows)} }}"

    return _BLOCK.sub(block, text)


def _row(row: Sequence[Value], names: str) -> str:
    terms = " ".join(map(_text, row))
    return f"({terms})" if names.startswith("(") else terms


def _text(term: Value) -> str:
    """The term as SPARQL: a prefixed name where that is safe, else as the RDF library writes it."""
    if term is None:
        return "UNDEF"
    if isinstance(term, NamedNode):
        for prefix, base in PREFIXES.items():
            if term.value.startswith(base) and _LOCAL.fullmatch(term.value[len(base) :]):
                return f"{prefix}:{term.value[len(base) :]}"
        return str(term)
    return term.value if term.datatype == XSD.integer else str(term).replace(f"<{XSD.gYear.value}>", "xsd:gYear")


def _without_comments(text: str) -> str:
    lines: Iterable[str] = text.splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith("#") and "# part:" not in line)
