"""The two halves of the search box over a release: the answer to a structured question, and the passages."""

from __future__ import annotations

import contextlib
import threading

from flask import current_app, has_request_context

from kg.errors import ReleaseError, UsageError
from search_app.ask import Answer, Lexicon, ask, read_lexicon
from search_app.ask.completion import Completion, completions
from search_app.ask.leftover import prepare as load_words
from search_app.asked import Asked
from search_app.faults import PageFault
from search_app.language_model import proposer
from search_app.operation.metrics import ASK, SEARCH, counted
from search_app.pooled import pooled
from search_app.search import SearchResult, SimilarPassages, search, similar
from search_app.shelf import Reading, Shelf
from search_app.sparql.visitor import run

LONGEST_TYPED = 200  # characters of an unfinished question
_AGAIN = "运行 juesuan rebuild 重新生成"


def lexicon(reading: Reading) -> Lexicon | None:
    """The names that questions to this release may use, read once; None where the release was made without."""
    if "lexicon" not in reading.memory:
        try:
            reading.memory["lexicon"] = read_lexicon(reading.release.directory, lambda: reading.tables)
        except (FileNotFoundError, ValueError):
            reading.memory["lexicon"] = None
    found: Lexicon | None = reading.memory["lexicon"]
    return found


def prepare(shelf: Shelf) -> None:
    """Load, beside the first requests, what the first question would wait for: the words of Chinese, names and tables of the release."""
    threading.Thread(target=_prepared, args=(shelf,), name="questions-prepared", daemon=True).start()


def _prepared(shelf: Shelf) -> None:
    load_words()
    with contextlib.suppress(ReleaseError):
        reading = shelf.borrow()
        try:
            completed(reading, "2")
            reading.tables.rows("SELECT 1")
        finally:
            shelf.give_back(reading)


def _answered(given: Answer) -> str:
    return "unanswered" if given.text is None else "answered"


def _found(result: SearchResult) -> str:
    return "found" if result.hits else "nothing"


@counted(ASK, _answered)
def answer(reading: Reading, question: str) -> Answer:
    """The answer, or the reason why there is none. Raises `PageFault` where the release cannot be asked."""
    names = lexicon(reading)
    if names is None:
        raise PageFault(503, "no_lexicon", "这个数据发布版还不能回答问题", _AGAIN)
    if not has_request_context():
        return ask(reading.store, names, question)
    return ask(pooled(reading.store, run), names, question, proposer(current_app.extensions["settings"]))


def completed(reading: Reading, typed: str) -> list[Completion]:
    """What the question may go on with, a few; nothing where the release cannot be asked or nothing is typed."""
    names = lexicon(reading)
    if names is None or not typed.strip():
        return []
    samples = reading.memory.get("questions")
    return completions(names, typed, samples if isinstance(samples, list) else ())


@counted(SEARCH, _found)
def passages(reading: Reading, asked: Asked) -> SearchResult:
    """The passages that are asked for. Raises `PageFault` for a question without words and a release without an index."""
    try:
        return search(reading.release, asked.text, asked.k, asked.page, asked.filters, asked.sort, scoped=asked.scoped)
    except UsageError as error:
        raise PageFault(400, "no_words", "问题里没有字词，也没有数字", "写一个问题或几个词，例如：公务接待费为什么减少") from error
    except FileNotFoundError as error:
        raise PageFault(503, "no_index", "这个数据发布版还不能检索段落", _AGAIN) from error


def similar_passages(reading: Reading, iri: str) -> SimilarPassages:
    """The passages like the one with that IRI. Raises `PageFault` where there is none."""
    try:
        return similar(reading.release, iri)
    except UsageError as error:
        raise PageFault(404, "no_passage", "没有这一段", "用参数iri写检索结果里的iri") from error
    except FileNotFoundError as error:
        raise PageFault(503, "no_index", "这个数据发布版还不能检索段落", _AGAIN) from error
