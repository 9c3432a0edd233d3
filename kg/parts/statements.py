"""What a report says beside its cells, asked thing by thing: the rows that a SELECT over it gives.

The .rq files in `queries` say which rows there are. One report is some 400 things beside its cells; a store would have to be filled and
20 queries planned for each, which takes several times as long as following the same paths in a dictionary. A test holds both to the
same rows.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from operator import itemgetter

from pyoxigraph import NamedNode

from kg.things import Texts, Things, term
from ontology.terms import PREFIXES, RDF

Row = dict[str, str]
Path = tuple[bytes, ...]

_TYPE = term(RDF.type)
_NOTHING: list[bytes] = []
_QUOTE, _QUOTED = '"', re.compile('[",\r\n]')
_UNBOUND = [b'""']


class Pattern:
    """What is asked of a thing: a column with what stands at the end of its path, written as SPARQL writes it.

    `report fa:statedIn/fa:filePath; name? fa:what`: without a column that has no `?` there is no row.
    """

    __slots__ = ("names", "needed", "paths")

    def __init__(self, written: str) -> None:
        columns = sorted((column.split() for column in written.split(";")), key=lambda column: column[0].endswith("?"))
        self.names = [name.rstrip("?") for name, _ in columns]
        self.needed = sum(not name.endswith("?") for name, _ in columns)
        self.paths = [(path[0], path[1:]) for path in (_path(path) for _, path in columns)]


class Statements:
    """The things of a report and its surroundings."""

    def __init__(self, things: Things) -> None:
        self._things = things
        self._texts = Texts()
        self._classes: dict[bytes, list[bytes]] = defaultdict(list)
        for subject, thing in things.items():
            for kind in thing.get(_TYPE, ()):
                self._classes[kind].append(subject)

    def of(self, kind: NamedNode, pattern: Pattern) -> Iterator[Row]:
        """The rows of the things of that class; `source` is the thing."""
        return self._rows(self._classes.get(term(kind), ()), pattern)

    def where(self, path: str, value: NamedNode | None, pattern: Pattern) -> Iterator[Row]:
        """The rows of the things that have that property, with that value where one is given."""
        (key,), wanted = _path(path), term(value) if value else None
        having = [subject for subject, thing in self._things.items() if key in thing and (wanted is None or wanted in thing[key])]
        return self._rows(having, pattern)

    def joined(self, rows: Iterable[Row], column: str, pattern: Pattern, kind: NamedNode | None = None) -> Iterator[Row]:
        """Each row with what `pattern` finds of the thing in `column`, which is of class `kind` where one is given."""
        wanted = set(self._classes.get(term(kind), ())) if kind else self._things.keys()
        known: dict[str, list[Row]] = {}
        for row in rows:
            if (iri := row[column]) not in known:
                thing = b"<%b>" % iri.encode()
                known[iri] = self._found(thing, pattern) if thing in wanted else []
            for more in known[iri]:
                yield row | more

    def _rows(self, subjects: Iterable[bytes], pattern: Pattern) -> Iterator[Row]:
        for subject in subjects:
            for row in self._found(subject, pattern):
                row["source"] = self._texts[subject]
                yield row

    def _found(self, subject: bytes, pattern: Pattern) -> list[Row]:
        """One row a combination of values; most things have one value a property."""
        thing, texts = self._things[subject], self._texts
        values = [self._end(thing.get(key, _NOTHING), rest) if rest else thing.get(key, _NOTHING) for key, rest in pattern.paths]
        if not all(values[: pattern.needed]):
            return []
        combinations = product(*[found or _UNBOUND for found in values])
        return [dict(zip(pattern.names, [texts[value] for value in combination], strict=True)) for combination in combinations]

    def _end(self, ends: Sequence[bytes], path: Path) -> Sequence[bytes]:
        """What stands at the end of a path from `ends`."""
        for key in path:
            ends = [value for end in ends if end in self._things for value in self._things[end].get(key, ())]
        return ends


def distinct(rows: Iterable[Row], columns: Sequence[str]) -> list[Row]:
    """These columns of the rows, each combination once, in order."""
    found = sorted({tuple([row[name] for name in columns]) for row in rows})
    return [dict(zip(columns, values, strict=True)) for values in found]


def as_csv(rows: Iterable[Row], columns: Sequence[str]) -> bytes:
    """The rows as CSV without a header, lines ending with \\r\\n; what a row lacks is empty."""
    blank, taken = dict.fromkeys(columns, ""), itemgetter(*columns)
    return "".join([_line(taken(blank | row)) for row in rows]).encode()


def _line(fields: Sequence[str]) -> str:
    """Most lines hold nothing that CSV quotes, which one look at the whole line tells."""
    line = ",".join(fields)
    if line.count(",") >= len(fields) or '"' in line or "\n" in line or "\r" in line:
        line = ",".join([f'"{field.replace(_QUOTE, _QUOTE * 2)}"' if _QUOTED.search(field) else field for field in fields])
    return line + "\r\n"


def _path(written: str) -> Path:
    """`fa:statedIn/fa:filePath` as terms."""
    pairs = (name.split(":") for name in written.split("/"))
    return tuple(f"<{PREFIXES[prefix]}{name}>".encode() for prefix, name in pairs)
