"""What follows from the rows around a row: the balance that it is part of, and whether anything finer is printed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.forms import Form
from kg.amounts import fold
from kg.facts import Observation

_SUMS = ("合计", "小计")
_OF_THREE = re.compile(r"因公出国|用车(购置|运行(维护)?)费|公务接待费")


def under_balances(found: Sequence[Observation], form: Form) -> list[Observation]:
    """Rows 一般公共预算… below 年初财政拨款结转和结余 repeat the labels of the income above: they are part of that balance."""
    out: list[Observation] = []
    opening: dict[str, str] = {}
    for o in found:
        if o.balance in ("opening", "closing") and form.sides:
            opening[o.side] = o.row
        elif form.sides and o.level == "total":
            opening.pop(o.side, None)
        elif o.side in opening and form.sides:
            out.append(
                replace(o, under=opening[o.side], balance="opening" if o.side == "收入" else "closing", character="", level="ofWhich")
            )
            continue
        out.append(o)
    return out


def with_leaves(found: Sequence[Observation], form: Form) -> tuple[Observation, ...]:
    """The observations with `is_leaf`; those of a second breakdown of the same sums, already no leaves, stay so."""
    codes = {o.code for o in found if o.code}
    return tuple(replace(o, is_leaf=False) if o.is_leaf and not _is_leaf(o, codes, form) else o for o in found)


def _is_leaf(o: Observation, codes: set[str], form: Form) -> bool:
    if form.kind == "threePublic":  # its parts stand side by side, or one below the other
        printed = [fold(part) for part in (o.row, *o.column)]
        return not any(part.endswith(_SUMS) for part in printed) and any(_OF_THREE.search(part) for part in printed)
    if o.code:
        return not any(code != o.code and code.startswith(o.code) for code in codes)
    return o.level not in ("total", "ofWhich") and not (codes and form.subject) and o.balance != "total"
