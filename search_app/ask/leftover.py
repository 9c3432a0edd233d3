"""Words of a question that no name and no phrase explains: those that carry meaning, told from grammar by jieba."""

from __future__ import annotations

import gc
import logging
import os
import warnings
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # spans are cut with the help of the tagger
    from search_app.ask.spans import Span

# Adverbs, prepositions, conjunctions, particles, pronouns, interjections, modal and directional words, punctuation.
GRAMMAR = ("d", "p", "c", "u", "r", "e", "y", "o", "x", "w", "f", "zg")
# What jieba takes for grammar, and what turns one number into another: 车均, 完成率.
_CARRIED = frozenset("均率")

_LOADING = Lock()


def meaningful(unknown: Iterable[Span]) -> list[Span]:
    """The gaps that hold a word that is not grammar alone."""
    return [gap for gap in unknown if content(gap.text)]


def content(text: str) -> tuple[str, ...]:
    """The words in `text` that carry meaning; all of it where it is one word."""
    if text in _CARRIED:
        return (text,)
    return tuple(word for word, flag in tagged(text) if not flag.startswith(GRAMMAR))


def tagged(text: str) -> list[tuple[str, str]]:
    """The words of `text`, each with its part of speech as jieba names it."""
    return [(str(pair.word), str(pair.flag)) for pair in _tagger().cut(text)]


def prepare() -> None:
    """Load jieba now, which takes a second and more, so that no question waits for it.

    Its million objects stay for good: collecting garbage does not look through them again, which would take a tenth of a second.
    """
    tagged("词")
    gc.freeze()


def _tagger() -> Any:
    """jieba's tagger, loaded once by whichever thread needs it first."""
    with _LOADING:
        return _loaded()


@cache
def _loaded() -> Any:
    """The tagger; its cache lies with the user's other caches."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of its import, which other versions of Python and setuptools complain of
        import jieba
        import jieba.posseg
    jieba.setLogLevel(logging.ERROR)
    folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "juesuan"
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer = jieba.Tokenizer()
    tokenizer.tmp_dir = str(folder)
    return jieba.posseg.POSTokenizer(tokenizer)
