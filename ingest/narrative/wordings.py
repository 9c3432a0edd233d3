"""The wordings by which the narrative is read: patterns from YAML, matched on text of one width."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import Any

from ingest.forms import load

_WIDE = {chr(c): chr(c - 0xFEE0) for c in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B), 0xFF05, 0xFF0B, 0xFF0E)}
_NARROW = {"(": "（", ")": "）", ":": "：", ";": "；", "!": "！", "?": "？"}
_WIDTHS = str.maketrans({**_WIDE, **_NARROW})
_COMMA = re.compile(r"(?<!\d),|,(?!\d{3}(?!\d))")
_WORD = re.compile(r"\{([a-z_]+)\}")


@lru_cache(maxsize=1 << 14)
def plain(text: str) -> str:
    """`text` of the same length with one width: Chinese punctuation wide, digits and letters narrow.

    Offsets into it are offsets into `text`. Wide brackets and commas mean themselves in a pattern, so that the YAML can be read.
    """
    return _COMMA.sub("，", text.translate(_WIDTHS))


@cache
def wordings(form: str) -> Mapping[str, Any]:
    """The description `forms/<form>.yaml`; `{word}` in its patterns is replaced by the entry of that name under `words`."""
    data = load(form)
    words = data.pop("words", {})
    return {key: _expanded(value, words) for key, value in data.items()}


@cache
def pattern(form: str, key: str) -> re.Pattern[str]:
    """The pattern under `key` of a form, or the patterns as one alternative, of which the first that matches wins."""
    entry = wordings(form)[key]
    return any_of([entry] if isinstance(entry, str) else entry)


def any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    """One pattern that matches where any of `patterns` does."""
    return re.compile("|".join(f"(?:{p})" for p in patterns))


def _expanded(value: Any, words: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        while (wider := _WORD.sub(lambda m: f"(?:{words[m[1]]})", value)) != value:
            value = wider
        return value
    if isinstance(value, list):
        return [_expanded(v, words) for v in value]
    if isinstance(value, dict):
        return {k: _expanded(v, words) for k, v in value.items()}
    return value
