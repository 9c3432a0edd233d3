"""The two halves of the search box over a release: the answer to a structured question, and the passages."""

from __future__ import annotations

from kg.errors import UsageError
from search_app.ask import Answer, Lexicon, ask, read_lexicon
from search_app.asked import Asked
from search_app.faults import PageFault
from search_app.search import SearchResult, search
from search_app.shelf import Reading

_AGAIN = "运行 juesuan rebuild 重新生成"


def lexicon(reading: Reading) -> Lexicon | None:
    """The names that questions to this release may use, read once; None where the release was made without."""
    if "lexicon" not in reading.memory:
        try:
            reading.memory["lexicon"] = read_lexicon(reading.release.directory)
        except (FileNotFoundError, ValueError):
            reading.memory["lexicon"] = None
    found: Lexicon | None = reading.memory["lexicon"]
    return found


def answer(reading: Reading, question: str) -> Answer:
    """The answer, or the reason why there is none. Raises `PageFault` where the release cannot be asked."""
    names = lexicon(reading)
    if names is None:
        raise PageFault(503, "no_lexicon", "这个数据发布版还不能回答问题", _AGAIN)
    return ask(reading.store, names, question)


def passages(reading: Reading, asked: Asked) -> SearchResult:
    """The passages that are asked for. Raises `PageFault` for a question without words and a release without an index."""
    try:
        return search(reading.release, asked.text, asked.k, asked.page, asked.filters, asked.sort)
    except UsageError as error:
        raise PageFault(400, "no_words", "问题里没有字词，也没有数字", "写一个问题或几个词，例如：公务接待费为什么减少") from error
    except FileNotFoundError as error:
        raise PageFault(503, "no_index", "这个数据发布版还不能检索段落", _AGAIN) from error
