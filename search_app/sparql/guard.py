"""A token scan in front of the workers: says early and clearly what is refused.

It is courtesy, not the wall: what slips through meets a process without network, with limits, that only reads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from search_app.sparql.errors import BadSyntax, ServiceRefused, TooComplex, UpdateRefused

QUERY_FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
UPDATE_FORMS = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"})
PROLOGUE = frozenset({"BASE", "PREFIX", "VERSION"})
_VOLATILE = frozenset({"NOW", "RAND", "UUID", "STRUUID", "BNODE"})

# Ten times deeper than any query a person writes, and far from the depth at which the parser's stack ends.
MAX_DEPTH = 200

# SPARQL 1.1, 19.8. Possessive repeats, and strings that need no end: linear time whatever is sent.
_TOKEN = re.compile(
    r"""
    (?P<skip> \s++ | \#[^\n\r]*+ )
  | (?P<iri> <[^<>"{}|^`\\\x00-\x20]*+> )
  | (?P<text> \"{3} (?: \"{0,2} (?:[^"\\]|\\.) )*+ (?:\"{3})?+ | '{3} (?: '{0,2} (?:[^'\\]|\\.) )*+ (?:'{3})?+
            | " (?:[^"\\\n\r]|\\.)*+ "?+ | ' (?:[^'\\\n\r]|\\.)*+ '?+ )
  | (?P<variable> [?$]\w++ )
  | (?P<name> (?:\w[\w.\-]*+)? : (?:[\w.\-:%]|\\.)*+ )
  | (?P<language> @[A-Za-z][A-Za-z0-9\-]*+ )
  | (?P<words> \w[\w.\-]*+ )
  | (?P<open> [({\[] ) | (?P<close> [)}\]] )
  | (?P<other> . )
    """,
    re.VERBOSE | re.DOTALL,
)
_WORD = re.compile(r"[^\W\d]\w*")
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


@dataclass(frozen=True, slots=True)
class Scan:
    """What the scan saw: `form` (SELECT, ASK, CONSTRUCT or DESCRIBE), whether the query names its dataset, and whether another
    evaluation may give something else (`NOW()`, `RAND()`)."""

    form: str
    has_dataset: bool
    is_volatile: bool = False


def scan(query: str) -> Scan:
    """Look over `query`; raises a `QueryFault` with line and column for an update, SERVICE, a wrong start or a depth beyond `MAX_DEPTH`."""
    text = _unescape(query)
    form, has_dataset, is_volatile = "", False, False
    for word, start in _words(text):
        if not form:
            form = _form(word, text, start)
        elif word == "SERVICE":
            raise ServiceRefused("这里不执行SERVICE，只查本站的数据", where=place(text, start), hint="去掉SERVICE部分")
        has_dataset = has_dataset or word == "FROM"
        is_volatile = is_volatile or word in _VOLATILE
    if not form:
        raise BadSyntax("查询是空的", hint=_START)
    return Scan(form, has_dataset, is_volatile)


_START = "以SELECT、ASK、CONSTRUCT或DESCRIBE开头，前面可以有PREFIX"


def _form(word: str, text: str, start: int) -> str:
    if word in PROLOGUE:
        return ""
    if word in UPDATE_FORMS:
        raise UpdateRefused(f"这里只能查询，不能用{word}修改数据", where=place(text, start), hint=_START)
    if word not in QUERY_FORMS:
        raise BadSyntax(f"“{text[start : start + min(len(word), 40)]}”不是查询的开头", where=place(text, start), hint=_START)
    return word


def _words(text: str) -> Iterator[tuple[str, int]]:
    """The bare words of the query in capitals, each with its offset."""
    depth = 0
    for token in _TOKEN.finditer(text):
        kind = token.lastgroup
        if kind == "words":
            yield from ((word.group().upper(), word.start()) for word in _WORD.finditer(text, token.start(), token.end()))
        elif kind == "open":
            depth += 1
            if depth > MAX_DEPTH:
                raise TooComplex(f"括号套了{MAX_DEPTH}层以上", where=place(text, token.start()), hint="拆成几个查询")
        elif kind == "close":
            depth -= 1


def place(text: str, offset: int) -> str:
    """“第2行第9列”."""
    line = text.count("\n", 0, offset) + 1
    column = offset - (text.rfind("\n", 0, offset) + 1) + 1
    return f"第{line}行第{column}列"


def _unescape(query: str) -> str:
    r"""SPARQL 1.1, 19.2: `\u0053` is an S before anything is parsed."""
    return _ESCAPE.sub(lambda found: _character(found.group(1) or found.group(2)), query)


def _character(digits: str) -> str:
    code = int(digits, 16)
    return chr(code) if code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else " "
