"""Which concept of the measure scheme a figure belongs to, by its wording, its unit and the section it stands in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from ingest.narrative.wordings import plain, wordings
from kg.amounts import YUAN_PER_UNIT, Quantity
from ontology import concepts, subjects

_ANY_YEAR = 2020  # names of 经济分类 hardly change


@dataclass(frozen=True, slots=True)
class _Rule:
    measure: str
    what: re.Pattern[str]
    section: re.Pattern[str] | None
    kind: str
    unit: str

    def fits(self, path: str) -> bool:
        """True under the headings `path` that the rule asks for."""
        return self.section is None or bool(self.section.search(path))


def measure_of(what: str, quantity: Quantity, section: Sequence[str]) -> str:
    """The concept's name ("procurement"), or "" where no rule of measures.yaml and no label of the scheme fits."""
    return _measure_of(what, _kind(quantity), quantity.unit, tuple(section))


@lru_cache(maxsize=4096)
def _measure_of(what: str, kind: str, unit: str, section: tuple[str, ...]) -> str:
    path = plain(" ".join(section))
    rule = next((rule for rule in _worded(what, kind, unit) if rule.fits(path)), None)
    return rule.measure if rule else _labelled(what, kind)


@lru_cache(maxsize=4096)
def _labelled(what: str, kind: str) -> str:
    """The measure whose label, or whose subject's name, the whole wording is."""
    label = concepts.wordings("measure").get(concepts.fold(what), "")
    label = label if _kind_of(label) == kind else ""
    return label or (_of_subject(what) if kind == "money" else "")


def _of_subject(what: str) -> str:
    """The measure of an amount under the name of a subject: 经济分类, or a class (类) of 功能分类; "" for any other name."""
    if subjects.code_of(what, _ANY_YEAR, scheme="economic"):
        return "economicSubjectExpenditure"
    is_class = what.endswith("支出") and subjects.code_of(what, _ANY_YEAR, level_hint="class")
    return "subjectExpenditure" if is_class else ""


def _kind(quantity: Quantity) -> str:
    if quantity.unit in YUAN_PER_UNIT or quantity.unit in ("万", "亿", ""):
        return "money"
    return "percent" if quantity.unit in ("%", "百分点", "个百分点") else "count"


def _kind_of(measure: str) -> str:
    """Whether figures of a measure are amounts, percentages or counts."""
    form = wordings("measures")
    return next((kind for kind, key in (("count", "counts"), ("percent", "rates")) if re.search(form[key], measure)), "money")


@lru_cache(maxsize=4096)
def _worded(what: str, kind: str, unit: str) -> tuple[_Rule, ...]:
    """The rules for figures of this kind and unit that fit the words, whatever the headings are."""
    words = plain(what)
    return tuple(rule for rule in _rules_for(kind, unit) if rule.what.search(words))


@lru_cache(maxsize=256)
def _rules_for(kind: str, unit: str) -> tuple[_Rule, ...]:
    return tuple(rule for rule in _rules() if rule.kind in ("", kind) and rule.unit in ("", unit))


@cache
def _rules() -> tuple[_Rule, ...]:
    return tuple(
        _Rule(
            entry["measure"],
            re.compile(entry["what"]),
            re.compile(entry["section"]) if "section" in entry else None,
            entry.get("kind", ""),
            entry.get("unit", ""),
        )
        for entry in wordings("measures")["rules"]
    )
