"""The .rq files of this package: SPARQL with a header that a finance officer can read.

A file begins with comment lines `# key: value`; a line that begins with `#   ` goes on with the value before it. Keys of the
library: `title`, `title-en`, `question`, `topic`, `description`, `columns` (name and Chinese label, comma between columns) and, once
a parameter, `param <name>` (see `queries.parameters`). A parameter stands in the query as a block `VALUES $<name> { UNDEF }`:
unbound it means "any", so that every file also runs as it is in any other SPARQL tool.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from kg.errors import UsageError
from queries.parameters import Parameter
from queries.parameters import parse as parse_parameter

_BLOCK = re.compile(r"VALUES\s+\$(\w+)\s*\{[^}]*\}")  # replaced in one pass: what a caller says is never read as a block
_LINE = re.compile(r"^#\s?([^:\s][^:]*):\s*(.*)$")


@dataclass(frozen=True, slots=True)
class Query:
    """One .rq file: `name` is the file's, `header` its keys, `text` the whole file."""

    name: str
    header: Mapping[str, str]
    parameters: tuple[Parameter, ...]
    text: str

    @property
    def title(self) -> str:
        """What the query answers, in a line; the name where it has no title."""
        return self.header.get("title", self.name)

    @property
    def title_en(self) -> str:
        """The title in English."""
        return self.header.get("title-en", self.title)

    @property
    def question(self) -> str:
        """The question in plain Chinese."""
        return self.header.get("question", "")

    @property
    def topic(self) -> str:
        """The group of the library that the query belongs to."""
        return self.header.get("topic", "")

    @property
    def columns(self) -> dict[str, str]:
        """The Chinese label of every column, in order."""
        pairs = (column.strip().partition(" ") for column in self.header.get("columns", "").split(",") if column.strip())
        return {name: label.strip() for name, _, label in pairs}

    def bound(self, values: Mapping[str, str]) -> str:
        """The query with `values` (or their defaults) in the place of its parameters' UNDEF; an empty value counts as none.

        Raises UsageError for a name that it does not have, a value that is not allowed, or a required one that is missing.
        """
        known = {parameter.name: parameter for parameter in self.parameters}
        if unknown := sorted(values.keys() - known.keys()):
            hint = f"it has {', '.join(known)}" if known else "it has none"
            raise UsageError(f"no parameter {', '.join(unknown)}", where=f"query {self.name}", hint=hint)
        terms = dict(self._terms(values))
        return _BLOCK.sub(lambda block: f"VALUES ${block[1]} {{ {terms[block[1]]} }}" if block[1] in terms else block[0], self.text)

    def _terms(self, values: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        for parameter in self.parameters:
            if value := values.get(parameter.name) or parameter.default:
                yield parameter.name, str(parameter.term(value))
            elif parameter.required:
                raise parameter.missing()


@cache
def load(folder: str = "library") -> tuple[Query, ...]:
    """All queries of a folder of this package (`library`, `tables`, `derived`, …), by name."""
    files = [entry for entry in resources.files("queries").joinpath(folder).iterdir() if entry.name.endswith(".rq")]
    return tuple(parse(entry.name.removesuffix(".rq"), entry.read_text(encoding="utf-8")) for entry in sorted(files, key=lambda f: f.name))


def get(folder: str, name: str) -> Query:
    """One query of a folder; raises KeyError where there is none of that name."""
    return {query.name: query for query in load(folder)}[name]


def parse(name: str, text: str) -> Query:
    """The query in `text`. Raises ValueError where its header is wrong."""
    header = dict(_header(text))
    found = {key.removeprefix("param ").strip(): value for key, value in header.items() if key.startswith("param ")}
    try:
        parameters = tuple(parse_parameter(key, value) for key, value in found.items())
    except ValueError as error:
        raise ValueError(f"{name}.rq: {error}") from error
    return Query(name, header, parameters, text)


def _header(text: str) -> Iterator[tuple[str, str]]:
    """Keys and values of the comment lines at the top; a value over several lines comes again, longer."""
    key, so_far = "", ""
    for line in text.splitlines():
        if not line.startswith("#"):
            return
        if line.startswith("#   ") and key:
            so_far = f"{so_far} {line[1:].strip()}"
        elif found := _LINE.match(line):
            key, so_far = found[1].strip(), found[2].strip()
        if key:
            yield key, so_far
