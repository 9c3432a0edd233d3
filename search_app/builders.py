"""What goes into a release beside the graph: the index of passages and the names that a question may use."""

from __future__ import annotations

from kg.builders import Builder
from search_app.ask import LexiconBuilder
from search_app.search import LexicalBuilder


def builders() -> tuple[Builder, ...]:
    """The parts that every release has, for `release.build`."""
    return LexicalBuilder(), LexiconBuilder()
