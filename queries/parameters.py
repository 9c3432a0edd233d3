"""Parameters of a query: what a caller may say, checked and made an RDF term. Nothing a caller says is ever pasted as text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from kg.amounts import fold
from kg.errors import UsageError

_XSD = "http://www.w3.org/2001/XMLSchema#"
_DATATYPES = {"string": "string", "code": "string", "integer": "integer", "decimal": "decimal", "year": "gYear"}
_PATTERNS = {"code": r"[0-9]{3}([0-9]{2}){0,2}", "integer": r"[-+]?[0-9]+", "decimal": r"[-+]?[0-9]+(\.[0-9]+)?", "year": r"[0-9]{4}"}
_EXAMPLES = {"code": "2010301", "integer": "10", "decimal": "90.5", "year": "2024", "iri": "https://w3id.org/juesuan/id/year/2024"}

TYPES = (*_DATATYPES, "iri")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter; `text` says in Chinese what it is, `type` is one of `TYPES`.

    Without a value `default` is bound; without a default an optional parameter restricts nothing. `allowed`: the only values, if any.
    """

    name: str
    type: str
    text: str
    example: str = ""
    default: str = ""
    allowed: tuple[str, ...] = ()
    required: bool = False

    def term(self, value: str) -> Literal | NamedNode:
        """`value` as a term; numbers may be in full width. Raises UsageError, naming what is allowed and an example."""
        if self.allowed and value not in self.allowed:
            raise self._wrong(value, f"one of {', '.join(self.allowed)}")
        if self.type in _PATTERNS:
            value = fold(value)
            if not re.fullmatch(_PATTERNS[self.type], value):
                raise self._wrong(value, f"of the type {self.type}")
        try:
            return NamedNode(value) if self.type == "iri" else Literal(value, datatype=NamedNode(_XSD + _DATATYPES[self.type]))
        except ValueError as error:  # no IRI, or a character that Unicode does not have
            raise self._wrong(value, "an absolute IRI" if self.type == "iri" else "text") from error

    def missing(self) -> UsageError:
        """The error for a required parameter without a value."""
        return UsageError("a value is needed", where=f"parameter {self.name}", hint=self._hint())

    def _wrong(self, value: str, expected: str) -> UsageError:
        return UsageError(f"{value!r} is not {expected}", where=f"parameter {self.name}", hint=self._hint())

    def _hint(self) -> str:
        return f"{self.text}; for example {self.name}={self.example or self.default or _EXAMPLES.get(self.type, '')}"


def parse(name: str, line: str) -> Parameter:
    """The parameter that a header line describes: `<type> <what it is> | example: … | default: … | one of: a, b | required`.

    Raises ValueError where the line is wrong.
    """
    kind, _, rest = line.partition(" ")
    if kind not in TYPES:
        raise ValueError(f"parameter {name}: type {kind!r} is none of {', '.join(TYPES)}")
    text, *extras = (part.strip() for part in rest.split(" | "))
    found = {key.strip(): value.strip() for key, _, value in (extra.partition(":") for extra in extras)}
    if unknown := found.keys() - {"example", "default", "one of", "required"}:
        raise ValueError(f"parameter {name}: {', '.join(sorted(unknown))} is not known")
    allowed = tuple(value.strip() for value in found["one of"].split(",")) if "one of" in found else ()
    return Parameter(name, kind, text, found.get("example", ""), found.get("default", ""), allowed, "required" in found)
