"""Plans are checked against the ontology before they run: a query that names a term which the ontology lacks would find nothing."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

from kg.errors import ReleaseError
from ontology.terms import PREFIXES

_OWN = "fa"
_STRING = re.compile(r'"(?:[^"\\\n]|\\.)*"')
_IRI = re.compile(r"<([^<>\s]*)>")
_NAME = re.compile(r"(?<![\w?$:/])fa:([A-Za-z][\w-]*)")
_DEFINED = re.compile(r"^fa:([A-Za-z][\w-]*)\s+(?:a|rdf:type)\s", re.MULTILINE)


def check(query: str) -> str:
    """The query itself; raises `ReleaseError` where it names terms of our namespace that the ontology does not define."""
    if unknown := unknown_terms(query):
        raise ReleaseError(f"a question needs {', '.join(unknown)}, which the ontology does not define", hint="run `juesuan rebuild`")
    return query


def unknown_terms(query: str) -> tuple[str, ...]:
    """The names in our namespace that a query uses and the ontology does not define, in their order."""
    bare = _STRING.sub('""', query)
    own = PREFIXES[_OWN]
    written = [iri.removeprefix(own) for iri in _IRI.findall(bare) if iri.startswith(own) and iri != own]
    return tuple(name for name in dict.fromkeys([*_NAME.findall(_IRI.sub("<>", bare)), *written]) if name not in defined())


@cache
def defined() -> frozenset[str]:
    """The local names of all classes, properties and concepts of the ontology."""
    folder = resources.files("ontology")
    texts = (file.read_text(encoding="utf-8") for file in folder.iterdir() if file.name.endswith(".ttl"))
    return frozenset(name for text in texts for name in _DEFINED.findall(text))
