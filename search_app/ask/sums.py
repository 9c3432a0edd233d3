"""Sums of money in questions: 902.46万元."""

from __future__ import annotations

from decimal import Decimal

from kg.amounts import YUAN_PER_UNIT
from search_app.ask.printed import plain


def money(key: str) -> Decimal:
    """The amount in 元 of a term `902.46|万元`."""
    number, _, unit = key.partition("|")
    return Decimal(plain(number)) * YUAN_PER_UNIT.get(unit, Decimal(1))
