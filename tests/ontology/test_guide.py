"""The snippets of `docs/ontology.md` are Turtle and use declared terms."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse

from ontology.concepts import core
from ontology.terms import FA, PREFIXES

GUIDE = (Path(__file__).parents[2] / "docs" / "ontology.md").read_text(encoding="utf-8")
SNIPPETS = re.findall(r"```turtle\n(.*?)```", GUIDE, re.DOTALL)
HEADER = "@base <https://example.org/id/> .\n@prefix : <https://example.org/id/report#> .\n" + "".join(
    f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items()
)


@pytest.mark.parametrize("snippet", SNIPPETS)
def test_a_snippet_parses_and_uses_declared_terms(snippet: str) -> None:
    known = {quad.subject for quad in core()}
    nodes = {node for quad in parse(HEADER + snippet, format=RdfFormat.TURTLE) for node in (quad.subject, quad.predicate, quad.object)}
    own = {node for node in nodes if isinstance(node, NamedNode) and node.value.startswith(FA.base)}
    assert own
    assert own <= known


def test_every_class_is_shown() -> None:
    shown = set(re.findall(r"fa:([A-Z]\w+)", GUIDE))
    classes = {
        str(q.subject.value) for q in core() if isinstance(q.subject, NamedNode) and q.object == NamedNode(PREFIXES["owl"] + "Class")
    }
    assert {iri.removeprefix(FA.base) for iri in classes} - shown <= {"CheckRule", "Indicator", "Unresolved"}
