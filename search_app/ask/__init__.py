"""Structured questions (`GET /api/ask`): read, planned, asked of the graph, answered with their sources; or refused with a reason."""

from search_app.ask.answer import Answer
from search_app.ask.asking import ask
from search_app.ask.building import LexiconBuilder, build_lexicon, read_lexicon
from search_app.ask.lexicon import Lexicon

__all__ = ["Answer", "Lexicon", "LexiconBuilder", "ask", "build_lexicon", "read_lexicon"]
