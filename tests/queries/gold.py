"""The gold of the sample reports: what they print, as lines by kind. Expected rows are computed from it."""

from __future__ import annotations

import json
from collections import defaultdict
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any

Line = dict[str, Any]

SAMPLES = tuple(f"s{number:02d}" for number in range(1, 12))


@cache
def gold(sample: str) -> dict[str, list[Line]]:
    """The gold lines of a sample (s01 …) by kind: cell, budgetline, project, indicator, narr …"""
    text = resources.files("ingest").joinpath(f"samples/gold/gold_{sample}.jsonl").read_text(encoding="utf-8")
    lines: dict[str, list[Line]] = defaultdict(list)
    for line in map(json.loads, text.splitlines()):
        lines[line["k"]].append(line)
    return lines


def of(sample: str) -> dict[str, str]:
    """Unit and year of a sample, as parameters of a query."""
    report = gold(sample)["report"][0]
    return {"unit": report["unit"], "year": str(report["year"])}


def accounts() -> tuple[str, ...]:
    """The samples that are 决算 and so have the tables."""
    return tuple(sample for sample in SAMPLES if gold(sample)["report"][0]["type"].endswith("决算"))


def cells(sample: str, title: str) -> list[Line]:
    """The cells of the tables whose title holds `title`."""
    return [line for line in gold(sample)["cell"] if title in line["title"]]


def yuan(wan: str) -> str:
    """A printed number of 万元 in 元, as a row gives it."""
    return plain(Decimal(wan) * 10000)


def plain(number: Decimal) -> str:
    """A number as a row gives it: no trailing zeros, no exponent."""
    text = format(number.normalize(), "f")
    return "0" if text == "-0" else text


def percent(part: str, whole: str) -> str:
    """Part of a whole in percent, two decimals."""
    return plain((Decimal(part) / Decimal(whole) * 100).quantize(Decimal("0.01")))


def number(printed: str | None) -> str:
    """A printed number without its trailing zeros; empty where nothing is printed."""
    return "" if printed is None else plain(Decimal(printed))


def stated(sample: str, what: str) -> str:
    """The value of the first figure of the narrative with that wording."""
    return next(str(line["value"]) for line in gold(sample)["narr"] if line["what"] == what)
