"""What a cell of the accounts means by its header path and label: money and phase, balance, level."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from ingest.forms import Form
from ingest.heads import TOTAL
from kg.amounts import fold
from ontology.subjects import code_of

_LEVELS = {"functional": {3: "class", 5: "group", 7: "item"}, "economic": {3: "class", 5: "group"}}
_ITS_PARTS = re.compile(r"^其中[:：]?")
_NUMBERED = re.compile(r"^\d[.、]")  # parts of a row of a two-sided table
_YEAR = re.compile(r"20\d\d")
_CHARACTER = {"收入": "income", "支出": "expenditure"}


class Meaning(NamedTuple):
    """What the form says of a cell; `unit` is None where it is the table's own."""

    unit: str | None
    fund: str
    expenditure: str
    phase: str
    character: str
    balance: str


@lru_cache(maxsize=1 << 12)  # the same rows and columns are in every report
def meaning_of(form: Form, path: tuple[str, ...], label: str, side: str, year: int) -> Meaning:
    """What `form` says of a cell under that header path in the row of that label; `side` is its block's, `year` the report's."""
    said = form.meaning(path, label)
    by_side = "" if "balance" in said else _CHARACTER.get(side, "")
    return Meaning(
        unit=said["unit"].replace("none", "") if said.get("unit") else None,
        fund=said.get("fund", ""),
        expenditure=said.get("expenditure", ""),
        phase=_phase(said.get("phase", ""), path, year),
        character=said.get("character", by_side),
        balance=said.get("balance", ""),
    )


def _phase(said: str, path: tuple[str, ...], year: int) -> str:
    """An executed amount in a column of an earlier year is that year's: 2021年决算数 in a report on 2022."""
    printed = [int(found) for part in path for found in _YEAR.findall(part)] if said == "executed" else ()
    return "previous" if printed and max(printed) < year else said


@lru_cache(maxsize=1 << 11)
def level_of(form: Form, code: str, label: str, side: str, beside: bool) -> str:
    """total, class, group, item, ofWhich or "": by the printed code, else by the label of the row."""
    if code:
        return _LEVELS.get(form.subject, _LEVELS["functional"]).get(len(code), "")
    folded = fold(label)
    if TOTAL.match(folded):
        return "total"
    if _ITS_PARTS.match(folded) or (form.sides and _NUMBERED.match(folded)):
        return "ofWhich"
    return "class" if form.classes and side == "支出" and folded.endswith("支出") and not beside else ""


@lru_cache(maxsize=1 << 10)
def class_of(label: str, year: int) -> str:
    """The code of the 类 that a row of a two-sided table names without one, found by its name for the year; "" for another name."""
    return code_of(label, year, level_hint="class") or ""
