"""A typed query that a language model proposes for a question that the rules do not read: what it is told, and how it is judged.

The model never sees a number and never gives one. It names units, years, things and an operation from closed lists; a proposal that
names anything else, or another unit or year than the question does, is no proposal.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from rapidfuzz import fuzz, process

from search_app.ask.characters import folded
from search_app.ask.lexicon import Lexicon, Term, Unit
from search_app.ask.operations import Operation
from search_app.ask.periods import Period, targets
from search_app.ask.plan import Asked
from search_app.ask.reading import Reading

Propose = Callable[[str, str], str | None]
"""What was told to the model and what was asked → what it said; None where it said nothing in time."""

OPERATIONS = ("value", "yesno", "sum", "rank", "difference", "change", "share", "completion", "projects", "divisions", "duties", "parent")
_WITHOUT_THINGS = frozenset({"projects", "divisions", "duties", "parent"})
_ASPECTS = ("", "approved", "revised", "budget", "executed")
_SHOWN = 20
_MOST = 6
_THINGS = ("measure", "headcount", "subject", "project")


class _Refused(Exception):
    """The proposal is none."""


def instructions(lexicon: Lexicon, question: str) -> str:
    """What the model is told: the form of its answer, and the words it may use: all measures, and the names most like the question."""
    named = [name for name in lexicon.labels.values() if folded(name) in lexicon.terms]
    schema = {
        "units": "单位全名的列表；没有写单位时为[]",
        "years": "年度（整数）的列表；没有写年度时为[]",
        "things": "要问的项的列表，只能用下列名称",
        "aspect": f"{'|'.join(_ASPECTS)}：年初预算、全年预算、预算、决算；没有写时为空",
        "operation": "|".join(OPERATIONS),
        "order": "highest|lowest",
        "first": "取前几个（整数）",
    }
    lists = {
        "单位": _nearest(question, [unit.name for unit in lexicon.units]),
        "项": sorted(dict.fromkeys(named)),
        "科目": _nearest(question, [subject.names[0] for subject in lexicon.subjects if subject.names]),
        "项目": _nearest(question, [project.name for project in lexicon.projects]),
        "年度": [str(year) for year in lexicon.years],
    }
    lines = [
        "把关于部门决算的问题写成一个JSON对象，只写这个对象。不写数，不猜。表里没有的就写null。",
        json.dumps(schema, ensure_ascii=False),
        *(f"{name}：{'、'.join(words)}" for name, words in lists.items()),
    ]
    return "\n".join(lines)


def proposed(lexicon: Lexicon, reading: Reading, propose: Propose) -> Reading | None:
    """The question as the model reads it, validated; None where it proposes nothing that holds."""
    said = propose(instructions(lexicon, reading.typed), reading.typed)
    try:
        return _validated(lexicon, reading, json.loads(said or "null"))
    except (_Refused, ValueError, RecursionError):
        return None


def _validated(lexicon: Lexicon, reading: Reading, raw: object) -> Reading:
    if not isinstance(raw, Mapping):
        raise _Refused
    units = _units(lexicon, reading, _texts(raw, "units"))
    years = _years(reading, raw)
    operation = _operation(raw)
    asked = tuple(_thing(lexicon, name, _choice(raw, "aspect", _ASPECTS)) for name in _texts(raw, "things"))
    if not asked and operation.name not in _WITHOUT_THINGS:
        raise _Refused
    period = Period(years)
    found = targets(period, units or lexicon.units, together=not units)
    if not found or (units and years and len(found) != len(units) * len(years)):
        raise _Refused
    named = {term.key for one in asked for term in one.terms if term.kind == "project"}
    return replace(
        reading,
        operation=operation,
        units=units or lexicon.units,
        every_unit=not units,
        period=period,
        targets=found,
        asked=asked if operation.name != "share" else asked[:1],
        whole=asked[1:2] if operation.name == "share" else (),
        projects=tuple(project for project in lexicon.projects if project.iri in named),
        refusal="",
        left=(),
        partly=(),
        by="model",
    )


def _units(lexicon: Lexicon, reading: Reading, names: Sequence[str]) -> tuple[Unit, ...]:
    """The units named: those that the rules found, else such as the question has two characters in a row of beside the place."""
    known = {unit.name: unit for unit in lexicon.units}
    if any(name not in known for name in names):
        raise _Refused
    found = tuple(known[name] for name in dict.fromkeys(names))
    said = tuple(lexicon.unit_of[iri] for iri in _named(lexicon, reading))
    if said and set(found) != set(said):
        raise _Refused
    if not said and not all(_is_hinted(reading.typed, unit) for unit in found):
        raise _Refused
    return found


def _named(lexicon: Lexicon, reading: Reading) -> list[str]:
    words = [folded(part.text) for part in reading.parts if part.kind == "unit"]
    return [term.key for word in words for term in lexicon.terms.get(word, ()) if term.kind in ("unit", "bare")]


def _is_hinted(typed: str, unit: Unit) -> bool:
    core = folded(unit.name)[-8:]
    return any(core[at : at + 2] in folded(typed) for at in range(len(core) - 1))


def _years(reading: Reading, raw: Mapping[str, Any]) -> tuple[int, ...]:
    years = raw.get("years") or []
    if not isinstance(years, list) or len(years) > _MOST or any(type(year) is not int for year in years):
        raise _Refused
    if any(part.kind == "year" for part in reading.parts) and set(years) != set(reading.years or reading.period.years or years):
        raise _Refused
    if any(str(year)[2:] not in reading.typed for year in years):
        raise _Refused
    return tuple(dict.fromkeys(years))


def _operation(raw: Mapping[str, Any]) -> Operation:
    name = _choice(raw, "operation", OPERATIONS) or "value"
    first = raw.get("first") or 1
    if type(first) is not int or not 0 < first <= 100:
        raise _Refused
    return Operation(name, order=_choice(raw, "order", ("highest", "lowest")) or "highest", first=first, cues=frozenset({"amount"}))


def _thing(lexicon: Lexicon, name: str, aspect: str) -> Asked:
    terms = tuple(term for term in lexicon.terms.get(folded(name), ()) if term.kind in _THINGS)
    if not terms:
        raise _Refused
    return Asked(name, _of_one_kind(terms), aspect)


def _of_one_kind(terms: tuple[Term, ...]) -> tuple[Term, ...]:
    return tuple(term for term in terms if term.kind == terms[0].kind)


def _texts(raw: Mapping[str, Any], key: str) -> list[str]:
    found = raw.get(key) or []
    if not isinstance(found, list) or len(found) > _MOST or not all(isinstance(text, str) for text in found):
        raise _Refused
    return found


def _choice(raw: Mapping[str, Any], key: str, known: Sequence[str]) -> str:
    found = raw.get(key) or ""
    if found and found not in known:
        raise _Refused
    return str(found)


def _nearest(question: str, names: Sequence[str]) -> list[str]:
    return [name for name, _, _ in process.extract(question, list(dict.fromkeys(names)), scorer=fuzz.partial_ratio, limit=_SHOWN)]
