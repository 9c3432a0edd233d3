"""Units of targets: one name each, multipliers taken off, families of units held against each other."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from kg.targets.stated import Stated
from kg.targets.wordings import wordings

_RATIOS = {"%", "‰", "百分点"}


def together(target: Stated, actual: Stated) -> tuple[Stated, Stated] | None:
    """Both in one unit, or None where their units cannot be held against each other.

    A bare number takes the other's unit, but never a per cent, nor where the other prints a multiplier (≥30万件 and 34.6).
    """
    if target.unit == actual.unit:
        return target, actual
    if not target.unit and _lends(actual, target):
        return replace(target, unit=actual.unit), actual
    if not actual.unit and _lends(target, actual):
        return target, replace(actual, unit=target.unit)
    for family in wordings()["families"]:
        if target.unit in family and actual.unit in family:
            smaller = min(target.unit, actual.unit, key=lambda unit: family[unit])
            one, other = (stated.times(Decimal(family[stated.unit]) / Decimal(family[smaller]), smaller) for stated in (target, actual))
            return one, other
    return None


def _lends(owner: Stated, bare: Stated) -> bool:
    return owner.unit not in _RATIOS and (owner.scaled == bare.scaled or bare.scaled)
