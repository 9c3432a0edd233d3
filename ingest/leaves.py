"""What follows from the rows around a row: the balance that it is part of, and whether anything finer is printed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ingest.forms import Form
from kg.amounts import fold
from kg.facts import Observation

_SUMS = ("合计", "小计")
_OF_THREE = re.compile(r"因公出国|用车(购置|运行(维护)?)费|公务接待费")


def under_balances(found: Sequence[Observation], form: Form) -> Sequence[Observation]:
    """Rows 一般公共预算… below 年初财政拨款结转和结余 repeat the labels of the income above: they are part of that balance."""
    if not form.sides:
        return found
    out: list[Observation] = []
    opening: dict[str, str] = {}
    for o in found:
        if o.balance in ("opening", "closing"):
            opening[o.side] = o.row
        elif o.level == "total":
            opening.pop(o.side, None)
        elif o.side in opening:
            out.append(_part_of(opening[o.side], o, form))
            continue
        out.append(o)
    return out


def _part_of(balance: str, o: Observation, form: Form) -> Observation:
    """The observation as a part of the balance in the row of that label."""
    kind = "opening" if o.side == "收入" else "closing"
    code = o.code if form.subject == "functional" else ""
    return replace(o, under=balance, balance=kind, character="", level="ofWhich", functional=code, is_leaf=o.is_leaf and bool(o.code))


@dataclass(frozen=True, slots=True)
class Leaves:
    """What tells of a cell whether nothing finer is printed: the `form`, the codes that have parts, whether it lists subjects by code."""

    form: Form
    parted: frozenset[str]
    by_code: bool

    def holds(self, row: str, column: Sequence[str], code: str, level: str, balance: str) -> bool:
        """True for a cell with nothing finer below or beside it."""
        if self.form.kind == "threePublic":  # its parts stand side by side, or one below the other
            printed = [fold(part) for part in (row, *column)]
            return not any(part.endswith(_SUMS) for part in printed) and any(_OF_THREE.search(part) for part in printed)
        if code:
            return code not in self.parted
        return level not in ("total", "ofWhich") and not self.by_code and balance != "total"


def leaves_of(codes: Iterable[str], form: Form) -> Leaves:
    """The leaves of a table that prints amounts of these codes ("" for rows without one)."""
    printed = {code for code in codes if code}
    parted = frozenset(code[:end] for code in printed for end in range(1, len(code)))
    return Leaves(form, parted, bool(printed and form.subject))
