"""Oxigraph's syntax errors in words that help: the place, what was read until then, and what the engine says in a sentence."""

from __future__ import annotations

import re

from search_app.sparql.errors import BadSyntax

_PLACE = re.compile(r"error at (\d+):(\d+): expected (.*)", re.DOTALL)
# Among the tokens it expects, the engine also lists rules that were broken.
_SENTENCE = re.compile(r"(?:one of |, |^)([A-Z][a-z]+ [a-zA-Z][^,\[\]\"]{10,})")
_SHOWN = 20


def syntax_fault(message: str, query: str) -> BadSyntax:
    """The fault for `message` ("error at 2:9: expected one of …", with a long tail of character ranges) about `query`."""
    found = _PLACE.match(message)
    if not found:
        return BadSyntax(f"查询有语法错误：{message[:300]}")
    line, column = int(found[1]), int(found[2])
    lines = query.splitlines() or [""]
    read = lines[min(line, len(lines)) - 1][: column - 1].strip()[-_SHOWN:]
    said = [f"读到“{read}”为止都对"] if read else []
    said += _SENTENCE.findall(found[3])
    return BadSyntax("查询有语法错误", where=f"第{line}行第{column}列", hint="；".join(said))
