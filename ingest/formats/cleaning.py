"""Extraction artefacts taken out of printed text: stray blanks, LaTeX and Markdown residue, dot leaders.

Words and numbers stay as printed; only what the conversion to text put in is removed.
"""

from __future__ import annotations

import re
from functools import lru_cache

_LATEX = (
    (re.compile(r"\\geqslant|\\geq|\\ge(?![a-z])"), "≥"),
    (re.compile(r"\\leqslant|\\leq|\\le(?![a-z])"), "≤"),
    (re.compile(r"\\times"), "×"),
    (re.compile(r"\\sim"), "~"),
    (re.compile(r"\\pm"), "±"),
    (re.compile(r"\\text(?:bf|rm)?\{([^}]*)\}"), r"\1"),
    (re.compile(r"\\mathrm\{([^}]*)\}"), r"\1"),
    (re.compile(r"\^\{?2\}?"), "²"),
    (re.compile(r"\^\{?3\}?"), "³"),
    (re.compile(r"\\([%$&#_{}])"), r"\1"),
)
_MATH = re.compile(r"\$([^$\n]{1,200})\$")
_MARKDOWN = re.compile(r"\*\*|__|^#{1,6}\s+|^\s*[-*]\s+(?=\S)|<br\s*/?>|</?(?:sup|sub|b|i|u|p|span)\b[^>]*>", re.IGNORECASE)
_FIELD = re.compile(r"(?:\\\*?\s*)?(?:PAGEREF|HYPERLINK|TOC|MERGEFORMAT)\b[^\u4e00-\u9fff]*")
_INVISIBLE = re.compile(r"[\u200b-\u200f\u2060\ufeff\u00ad\x07\x0b\x0c]")
_BLANKS = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u3000]+")
_SPLIT_NUMBER = re.compile(r"(?<=\d) ?([.,]) ?(?=\d)")
# Full-width commas between thousands; only before a decimal point, as they part numbers of a list too.
_WIDE_COMMAS = re.compile(r"(?<![\d,，.．])\d{1,3}(?:，\d{3})+(?=[.．]\d)")


# What any of the rules below is about: most cells hold nothing of it.
_TOUCHED = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\u00ad\x07$\\*_#<-]|PAGEREF|MERGEFORMAT|HYPERLINK|\d，\d")


def _math(match: re.Match[str]) -> str:
    text = match.group(1)
    for pattern, replacement in _LATEX:
        text = pattern.sub(replacement, text)
    return text.strip()


@lru_cache(maxsize=1 << 14)
def clean(text: str) -> str:
    """`text` on one line, without artefacts and without blanks but those between Latin words."""
    bare = text.strip(" ")
    return _cleaned(text) if _TOUCHED.search(bare) else bare


def _cleaned(text: str) -> str:
    text = _INVISIBLE.sub("", text)
    if "$" in text or "\\" in text:
        text = _MATH.sub(_math, text)
    if "PAGEREF" in text or "MERGEFORMAT" in text or "HYPERLINK" in text:
        text = _FIELD.sub("", text)
    text = _MARKDOWN.sub("", text)
    text = _BLANKS.sub(" ", text.replace("\n", " ")).strip()
    if " " in text:
        text = _SPLIT_NUMBER.sub(r"\1", text)
    if "，" in text:
        text = _WIDE_COMMAS.sub(lambda found: found[0].replace("，", ","), text)
    return "".join(_kept_blanks(text)) if " " in text else text


def _kept_blanks(text: str) -> list[str]:
    parts = text.split(" ")
    out = [parts[0]]
    for part in parts[1:]:
        before, after = (out[-1][-1:], part[:1])
        if before.isascii() and after.isascii() and before.isalnum() and after.isalnum() and (before.isalpha() or after.isalpha()):
            out.append(" ")
        out.append(part)
    return out
