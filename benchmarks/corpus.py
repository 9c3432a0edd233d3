"""A corpus of made-up reports of any size, with their gold: `python -m benchmarks.corpus FOLDER --reports 1000`.

Every report is a sample report (tests/samples) in other clothes: another unit, another year, all money times a whole number, so
that each identity of the tables and of the wording still holds; half of its narrative comes from paragraphs of other samples. Units
have reports over years: what was left at the end of one is there at the beginning of the next. A set share of reports gets one
wrong cell, which the gold names. Units write in one of four text styles and publish in one of the formats asked for, by share:
`--formats txt=5 docx=3 html=1 xlsx=1 pdf=1` (xlsx: the tables beside the text as docx). The same numbers (reports, seed) give the
same reports and gold whatever the formats, and the same bytes but for the dates that packed formats note.

    FOLDER/reports/<id>_<unit>_<year>.<format>    FOLDER/gold/gold_<id>.jsonl
"""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache
from itertools import count, islice
from pathlib import Path
from typing import Any

import yaml

from benchmarks.printed import FORMATS, published
from tests.samples import render
from tests.samples.accounts import Accounts, Past, books
from tests.samples.render import Sample
from tests.samples.scribe import Block, Record, Text
from tests.samples.spec import Project, Raw, Spec, specs

YEARS = range(2019, 2025)
STYLES = {"markdown": 4, "markdown9": 2, "tabbed": 3, "lines": 3}
TEXT_ALONE = {"txt": 1}
Places = dict[str, list[tuple[int, int]]]
_MONEY = re.compile(r"(\d+(?:\.\d+)?)(余|多)?(?=(亿元|万元|元))")
_NUMBER = re.compile(r"[\d,.]+")
_YEAR = re.compile(r"20[12]\d(?=年|\d{0,2}[-—/.])|20[12]\d(?=重点)")
# The parts of the narrative whose paragraphs are mixed; each begins with a heading line `# …`.
_MIXED = ("performance", "results")


def corpus(reports: int, seed: int = 0, faults: float = 0.1) -> Iterator[Sample]:
    """The reports one by one, those of a unit together and from the oldest; `faults`: share of reports with a planted wrong cell."""
    names = map(_id, count())
    units = (random.Random(f"{seed} {unit}") for unit in count())  # noqa: S311
    endless = (sample for unit, chance in enumerate(units) for sample in _of_unit(unit, names, chance, faults))
    return islice(endless, reports)


def _id(number: int) -> str:
    """`007`: the beginning of a file's name, by which the scorer knows the first thousand reports."""
    return f"{number:03d}"


def write(folder: Path, reports: int, seed: int = 0, faults: float = 0.1, formats: Mapping[str, int] = TEXT_ALONE) -> None:
    """The corpus as files below `folder`; `formats`: shares of the units that publish in each."""
    for name in ("reports", "gold"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for sample in corpus(reports, seed, faults):
        for ending, data in published(sample, _format(sample.spec, seed, formats)).items():
            (folder / "reports" / sample.spec.file_name).with_suffix(ending).write_bytes(data)
        (folder / "gold" / f"gold_{sample.spec.id}.jsonl").write_text(sample.gold_text, encoding="utf-8")


def _format(spec: Spec, seed: int, formats: Mapping[str, int]) -> str:
    """What the unit publishes in; a self-evaluation is one file."""
    offered = {form: share for form, share in formats.items() if form != "xlsx" or spec.word("type") != render.SELF_EVALUATION}
    chance = random.Random(f"{seed} {spec.unit}")  # noqa: S311
    return chance.choices(list(offered), list(offered.values()))[0] if offered else "docx"


def _of_unit(number: int, names: Iterator[str], chance: random.Random, faults: float) -> Iterator[Sample]:
    """The reports of unit `number` over some years."""
    base = chance.choice(specs())
    unit, style, factor = _name(base, number, chance), _style(base, chance), chance.randint(1, 9)
    years = sorted(chance.sample(YEARS, chance.randint(2, len(YEARS))))
    past: Accounts | None = None
    for year in range(years[0], years[-1] + 1):
        spec = _dressed(base, next(names), unit, year, style, factor, chance, past)
        yield _with_fault(spec, chance) if chance.random() < faults else render.render(spec)
        past, factor = books(spec), max(1, factor + chance.choice((-1, 0, 0, 1)))


def _style(base: Spec, chance: random.Random) -> str:
    """The style of the text; a self-evaluation keeps its own."""
    return base.style if base.word("type") == render.SELF_EVALUATION else chance.choices(list(STYLES), list(STYLES.values()))[0]


def _name(base: Spec, number: int, chance: random.Random) -> str:
    """A name that no other unit has: place, a village or estate of that number, kind of unit."""
    words = _words()
    kind = next(kind for kind in words["kinds"] if kind in base.unit)
    first, second = words["first"], words["second"]
    pair = first[number % len(first)] + second[number // len(first) % len(second)]
    more = number // (len(first) * len(second))
    return f"{chance.choice(words['places'])}{pair}{f'第{more}' if more else ''}{chance.choice(words['kinds'][kind])}"


@cache
def _words() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
    return found


def _dressed(base: Spec, name: str, unit: str, year: int, style: str, factor: int, chance: random.Random, past: Accounts | None) -> Spec:
    """The base as the report of another unit and year."""
    raw = {**base.raw, **{part: _mixed(part, base, chance) for part in _MIXED if part in base.raw}}
    raw["previous"] = _past(books(base).past())
    dressed: Raw = _changed(raw, base, unit, year, factor)
    if past:
        dressed["previous"] = _past(past.as_past())
        dressed["opening"] = _opening(past)
    dressed |= {"unit": unit, "year": year, "style": style, "faults": []}
    projects = tuple(Project.read(entry) for entry in dressed.get("projects", []))
    return Spec(name, unit, year, style, dressed, projects)


def _past(past: Past) -> Raw:
    money = {name: getattr(past, name) for name in ("total", "fiscal", "fiscal_spending", "basic", "project")}
    return {**money, "official": past.official, "base": past.base}


def _opening(past: Accounts) -> Raw:
    """What was left, by pot and subject."""
    found: Raw = {}
    for (pot, code), value in past.closing.items():
        found.setdefault(pot, {})[int(code)] = value
    return found


def _mixed(part: str, base: Spec, chance: random.Random) -> str:
    """A part of the narrative from paragraphs of all samples that have it; its headings stay."""
    pool = [line for spec in specs() for line in _lines(spec.word(part)) if not line.startswith("#")]
    lines = _lines(base.word(part))
    return "".join(line if line.startswith("#") or chance.random() < 0.5 else chance.choice(pool) for line in lines)


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def _changed(value: Any, base: Spec, unit: str, year: int, factor: int) -> Any:
    """The value with its money, years and the unit's name exchanged; counts, shares and codes stay."""
    if isinstance(value, dict):
        return {key: _entry(key, inner, base, unit, year, factor) for key, inner in value.items()}
    if isinstance(value, list):
        return [_changed(inner, base, unit, year, factor) for inner in value]
    if isinstance(value, Decimal | float):
        return Decimal(str(value)) * factor
    return _rewritten(value, base, unit, year, factor) if isinstance(value, str) else value


# Numbers that are no money, and lists whose numbers are none: codes and counts of things.
_NOT_MONEY = {"code", "year", "sheet", "wrap", "vehicles", "equipment", "visits", "staff", "other_code"}


def _entry(key: Any, value: Any, base: Spec, unit: str, year: int, factor: int) -> Any:
    if key in _NOT_MONEY:
        return value
    if key == "rows":  # of a self-evaluation: weights and scores stay
        return _texts(value, base, unit, year, factor)
    if key == "amount" and isinstance(value, list):  # codes of what is added up
        return value
    whole = isinstance(value, int) and not isinstance(value, bool)
    return value * factor if whole else _changed(value, base, unit, year, factor)


def _texts(value: Any, base: Spec, unit: str, year: int, factor: int) -> Any:
    if isinstance(value, dict):
        return {key: _texts(inner, base, unit, year, factor) for key, inner in value.items()}
    if isinstance(value, list):
        return [_texts(inner, base, unit, year, factor) for inner in value]
    return _rewritten(value, base, unit, year, factor) if isinstance(value, str) else value


def _rewritten(text: str, base: Spec, unit: str, year: int, factor: int) -> str:
    later = year - base.year
    text = _YEAR.sub(lambda found: str(int(found[0]) + later), text.replace(base.unit, unit))
    return _MONEY.sub(lambda found: f"{Decimal(found[1]) * factor}{found[2] or ''}", text)


def _with_fault(spec: Spec, chance: random.Random) -> Sample:
    """The report with one wrong cell in a table, and the gold that says so; as it is where no number is printed once only."""
    whole = render.render(spec)
    places = _places(whole.text)
    cells = [(record, place) for record in whole.gold if record["k"] == "cell" and (place := _only_place(places, str(record["value"])))]
    if not cells:
        return whole
    record, (start, end) = chance.choice(cells)
    right = str(record["value"])
    wrong = f"{Decimal(right) + chance.choice((1, 10, 100)) * Decimal('1.11'):f}"
    fault: Raw = {"k": "discrepancy", "report": spec.id, "rule": "表格数字错误", "severity": "hard", "note": "hard: 改动的数字"}
    fault |= {"where": f"{record['table']} {record['row']} {record['column']}", "stated": wrong, "expected": right}
    printed: Record = {**record, "value": wrong}
    gold = (*(printed if r is record else r for r in whole.gold), fault)
    blocks = tuple(_reprinted(block, record, printed) for block in whole.blocks)
    return replace(whole, text=whole.text[:start] + wrong + whole.text[end:], gold=gold, blocks=blocks)


def _reprinted(block: Block, record: Record, printed: Record) -> Block:
    """The block with the cell of `record` printed as `printed` has it."""
    if isinstance(block, Text):
        return block
    cells = (tuple(replace(c, text=str(printed["value"]), record=printed) if c.record is record else c for c in row) for row in block.rows)
    return replace(block, rows=tuple(cells))


def _only_place(places: Places, number: str) -> tuple[int, int] | None:
    """Where an amount is printed, with or without separators; None where it is printed more than once."""
    if "." not in number or number.startswith("-"):
        return None
    found = {place for form in (number, f"{Decimal(number):,}") for place in places.get(form, ())}
    return found.pop() if len(found) == 1 else None


def _places(text: str) -> Places:
    """Where each number is printed."""
    found: Places = {}
    for place in _NUMBER.finditer(text):
        found.setdefault(place[0], []).append(place.span())
    return found


def main(arguments: Sequence[str] | None = None) -> None:
    """Write a corpus."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--reports", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--faults", type=float, default=0.1, help="share of reports with a wrong cell")
    parser.add_argument("--formats", type=_shared, nargs="+", default=list(TEXT_ALONE.items()), metavar="FORMAT=SHARE")
    given = parser.parse_args(arguments)
    write(given.folder, given.reports, given.seed, given.faults, dict(given.formats))


def _shared(text: str) -> tuple[str, int]:
    form, _, share = text.partition("=")
    if form not in FORMATS or not share.isdecimal():
        raise argparse.ArgumentTypeError(f"{text}: write FORMAT=SHARE, FORMAT one of {', '.join(FORMATS)}")
    return form, int(share)


if __name__ == "__main__":
    main()
