"""The words around a number: what of them counts, and which of them say nothing without what was named before."""

from __future__ import annotations

import re
from functools import lru_cache

from ingest.narrative.wordings import pattern

_ASIDE = re.compile(r"（[^（）]*，[^（）]*）")
_BRACKETED = re.compile(r"（[^（）]*）")
_BRACKET = re.compile(r"[（）]")
_ABOUT = re.compile(r"^(?:以上|左右|以内)")
_LOOSE_ENDS = re.compile(r"^[、，]+|^内(?!设|部|外|容)|[、，]+$")
_PATH = re.compile(r"^.*（[类款]）(?=.*（项）)|（项）")
_KEPT = 2048  # wordings whose reading is kept: the same come again and again in a report


@lru_cache(maxsize=_KEPT)
def stripped(words: str) -> str:
    """Words before a number without dates, conjunctions and linking verbs."""
    return pattern("figures", "trail").sub("", pattern("figures", "lead").sub("", _ASIDE.sub("", words)))


def opened(words: str) -> str:
    """Words after a bracket that opens and does not close, or closes and was not opened; else all of them."""
    if "（" not in words and "）" not in words:
        return words
    rest = hidden_in(_BRACKETED, words)
    return words[max(rest.rfind("（"), rest.rfind("）")) + 1 :]


@lru_cache(maxsize=_KEPT)
def tail_of(words: str) -> str:
    """What the words after a number say of it."""
    tail = _ASIDE.sub("", _ABOUT.sub("", words))
    return "" if _BRACKETED.fullmatch(tail) else _LOOSE_ENDS.sub("", _closed(tail))


def _closed(words: str) -> str:
    """Words up to a bracket that opens and does not close, or closes and was not opened."""
    found = _BRACKET.search(hidden_in(_BRACKETED, words))
    return words[: found.start()] if found else words


def hidden_in(inside: re.Pattern[str], words: str) -> str:
    """Words of the same length in which nothing is read of what stands `inside` brackets or quotes."""
    return inside.sub(lambda m: "\0" * len(m[0]), words)


@lru_cache(maxsize=_KEPT)
def is_decrease(raw: str) -> bool:
    """True for words before a number that make it a decrease."""
    return bool(pattern("figures", "decrease").search(raw))


@lru_cache(maxsize=_KEPT)
def of_budget(lead: str) -> bool:
    """True for words that say nothing of their own but speak of the budget of what was named (年初预算, 支出决算数)."""
    return bool(pattern("figures", "budget_attribute").match(lead))


@lru_cache(maxsize=_KEPT)
def of_other(lead: str) -> bool:
    """True for other words that say nothing of their own (占…, 比上年增加)."""
    return bool(pattern("figures", "other_attribute").match(lead))


@lru_cache(maxsize=_KEPT)
def basis_in(words: str) -> str:
    """What the words say that a change is measured against, or ""."""
    found = pattern("figures", "basis").search(words)
    return found[0] if found else ""


@lru_cache(maxsize=_KEPT)
def subject_in(lead: str) -> str:
    """The subject of a full wording, for those that follow: 机关运行经费支出决算 speaks of 机关运行经费支出."""
    return _PATH.sub("", pattern("figures", "attribute_end").sub("", lead) or lead)
