"""Questions whose words and wanted values are read from gold: the same questions can be asked of any reports that have gold.

One question a line: `{unit:000}` is the unit of report 000 of the gold, `{short:…}` its name without the place, `{year:…}` its year,
`{project:002:1}` the name of its second project. A wanted value is `{"text": …}`, `{"either": […]}` where the report
prints two, or a record of the gold: the fields that name it
(a pattern for `column`), `value` the field that is wanted (default `value`), for projects `name` their number.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

Record = dict[str, Any]
Gold = dict[str, list[Record]]
_FILLED = re.compile(r"\{(unit|short|year|project):(\w+)(?::(\d+))?\}")
_PLACE = re.compile(r"^[^市县]{2,3}[市县](?=.{5})")
_HOW = ("report", "value", "text")


def read_gold(folder: Path) -> Gold:
    """Report → its records."""
    found: Gold = {}
    for file in sorted(folder.glob("gold_*.jsonl")):
        records = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
        found[str(records[0]["report"])] = records
    return found


def read_questions(file: Path, gold: Gold) -> list[Record]:
    """The questions as those of the samples are written: `q` filled in, `want` the values of the gold."""
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    return [line | {"q": filled(line["q"], gold), "want": [wanted(one, gold) for one in line["want"]]} for line in lines]


def filled(text: str, gold: Gold) -> str:
    """The question with its units, years and projects."""
    return _FILLED.sub(partial(_name, gold=gold), text)


def _name(place: re.Match[str], gold: Gold) -> str:
    kind, report, number = place.groups()
    records = gold[report]
    if kind == "project":
        return str(_projects(records)[int(number)]["name"])
    found = str(records[0]["year" if kind == "year" else "unit"])
    return _PLACE.sub("", found) if kind == "short" else found


def wanted(one: Record, gold: Gold) -> object:
    """A number where the gold has one, else its text."""
    if "text" in one:
        return one["text"]
    if "either" in one:
        return "|".join(_text(each, gold[each["report"]]) for each in one["either"])
    text = _text(one, gold[one["report"]])
    number = text.replace(",", "")
    return float(number) if re.fullmatch(r"-?\d+(\.\d+)?", number) else text


def _text(one: Record, records: Sequence[Record]) -> str:
    found = _projects(records)[one["name"]] if one["k"] == "project" else next(record for record in records if _is(record, one))
    return str(found[one.get("value", "value")])


def _is(record: Record, one: Record) -> bool:
    return all(_fits(str(record.get(field)), str(value), field) for field, value in one.items() if field not in _HOW)


def _fits(given: str, value: str, field: str) -> bool:
    return bool(re.search(value, given)) if field == "column" else given == value


def _projects(records: Sequence[Record]) -> list[Record]:
    return [record for record in records if record["k"] == "project"]
