"""Identities as a finance person writes them: 合计 = Σ各项 + 年初结转, 执行率 = 执行数 ÷ 全年预算数, 项目 ≤ 总额."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

_SIDES = re.compile(r"\s*([=≤])\s*")
_TERMS = re.compile(r"\s+([+−÷×-])\s+")


@dataclass(frozen=True, slots=True)
class Operand:
    """A name in an identity; `many` (Σ): all places of that name are added; `sign` 1 or -1."""

    name: str
    sign: int = 1
    many: bool = False


@dataclass(frozen=True, slots=True)
class Formula:
    """`left` relation `right`; `relation` is = or ≤. With `divisor` the right side is a percentage: 100 × right ÷ divisor."""

    left: str
    relation: str
    right: tuple[Operand, ...]
    divisor: Operand | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """All names, the left side first."""
        found = [self.left, *(o.name for o in self.right)]
        return tuple(dict.fromkeys(found + ([self.divisor.name] if self.divisor else [])))


@cache
def parse(text: str) -> Formula:
    """The formula in `text`. Raises ValueError where it is none."""
    sides = _SIDES.split(text.strip())
    if len(sides) != 3:
        raise ValueError(f"{text!r} is not of the form 甲 = 乙 + 丙")
    left, relation, right = sides
    head, *rest = _TERMS.split(right)
    operands, divisor = [_operand(head)], None
    for sign, name in zip(rest[::2], rest[1::2], strict=True):
        if sign == "÷":
            divisor = _operand(name)
        else:
            operands.append(_operand(name, 1 if sign == "+" else -1))
    return Formula(left.strip(), relation, tuple(operands), divisor)


def _operand(text: str, sign: int = 1) -> Operand:
    text = text.strip()
    return Operand(text.removeprefix("Σ").strip(), sign, text.startswith("Σ"))
