"""An obligation judged: exact arithmetic, the tolerance that printing allows, one sentence a finance officer can act on.

A number is uncertain by half of its last printed place. A sum may differ from its parent by the sum of all these halves: inside
it is 尾数 (info), outside a failure. A rate is recomputed from the printed amounts: it may be off by one unit in its last place
and by what the rounding of the amounts explains.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from kg.checks.outcomes import ERROR, FAILED, INFO, INSUFFICIENT, NOT_APPLICABLE, PASSED, WARNING, Result
from kg.checks.terms import HUNDRED, Term, decimals, half_unit, in_unit, plain

_SHOWN = 14  # terms of a sum that a sentence lists
_FEW = 3  # terms of a sum that stand beside the expected number
# Units of the last printed place that a sum of money may be off without being more than doubtful: rounded twice, or made to fit.
_SMALL = 3
_ZERO = Decimal(0)


class Claim(NamedTuple):
    """An identity at one place: `stated` relation Σ sign × part, or 100 × that ÷ `divisor`.

    `identity` is printed in the sentence; `shown` stands for the stated side where more than its number is to be shown,
    `note` is added to the sentence.
    """

    stated: Term
    parts: tuple[tuple[int, Term], ...]
    identity: str
    relation: str = "="
    divisor: Term | None = None
    where: str = ""
    shown: str = ""
    note: str = ""

    @property
    def terms(self) -> tuple[Term, ...]:
        """All numbers, the stated one first."""
        parts = [term for _, term in self.parts]
        return (self.stated, *parts, self.divisor) if self.divisor else (self.stated, *parts)

    @property
    def at(self) -> tuple[str, ...]:
        """All places, the stated one first."""
        places = [self.stated.at, *[term.at for _, term in self.parts]]
        if self.divisor:
            places.append(self.divisor.at)
        return tuple(dict.fromkeys(filter(None, places)))

    @property
    def place(self) -> str:
        """Where the stated side stands."""
        return self.where or self.stated.where


def judge(claim: Claim, severity: str) -> Result:
    """The outcome of a claim whose both sides are printed."""
    if not claim.parts:
        return missing(claim)
    return _rate(claim, severity) if claim.divisor is not None else _sum(claim, severity)


def solved(claim: Claim, at: str) -> Decimal | None:
    """What the number at that place would have to be for a sum to hold; None for a rate, or where it is not told."""
    if claim.divisor is not None or claim.relation != "=":
        return None
    total = sum((sign * term.number for sign, term in claim.parts), Decimal(0))
    if claim.stated.at == at:
        return total
    signs = [sign for sign, term in claim.parts if term.at == at]
    own = [term.number for _, term in claim.parts if term.at == at]
    return own[0] + signs[0] * (claim.stated.number - total) if len(own) == 1 else None


def holds(claim: Claim, at: str, number: Decimal) -> bool:
    """Whether the claim holds, or is off by 尾数 alone, with that number at that place."""

    def put(term: Term) -> Term:
        return term._replace(number=number) if term.at == at else term

    parts = tuple((sign, put(term)) for sign, term in claim.parts)
    other = claim._replace(stated=put(claim.stated), parts=parts, divisor=put(claim.divisor) if claim.divisor else None)
    result = judge(other, FAILED)
    return result.outcome != FAILED or result.severity == INFO


def missing(claim: Claim) -> Result:
    """A side is not printed."""
    return Result("", INSUFFICIENT, claim.place, at=claim.at)


def _sum(claim: Claim, severity: str) -> Result:
    stated = claim.stated
    total = sum([term.number if sign > 0 else -term.number for sign, term in claim.parts], _ZERO)
    difference = stated.number - total
    tolerance = stated.slack + sum([term.slack for _, term in claim.parts], _ZERO)
    if not difference or (claim.relation == "≤" and difference < 0):
        return Result("", PASSED, claim.place, at=claim.at, difference=_ZERO, tolerance=tolerance, claim=claim)
    inside = abs(difference) <= tolerance or _rounded(claim)
    places = _places(claim)
    expected = ("不超过" if claim.relation == "≤" else "") + in_unit(total, stated.unit, places)
    shown = claim.shown or stated.printed
    worked = _worked(claim, places)
    tail = "，在四舍五入的尾数范围内" if inside else ""
    gap = _gap(abs(difference), stated.unit, places)
    text = f"{claim.place}为{shown}，按“{claim.identity}”应为{expected}{worked}，相差{gap}{tail}。{claim.note}"
    if 1 < len(claim.parts) <= _FEW:
        expected += worked
    small = severity == ERROR and stated.is_money and abs(difference) <= _SMALL * 2 * max(term.half for term in claim.terms)
    level = INFO if inside else WARNING if small else severity
    return Result("", FAILED, claim.place, level, shown, expected, text, difference, tolerance, claim.at, claim=claim)


def _gap(difference: Decimal, unit: str, places: int) -> str:
    """The difference in that unit; 不足0.01万元 where it is less than is shown."""
    least = Decimal(1).scaleb(-places)
    shown = in_unit(difference, unit, places)
    return shown if Decimal(shown.removesuffix(unit)) else f"不足{plain(least)}{unit}"


def _rounded(claim: Claim) -> bool:
    """True where one side is the other with fewer decimals: 约1110万元 of 1109.87万元."""
    if len(claim.parts) != 1 or not claim.stated.is_money or claim.relation != "=":
        return False
    fine, coarse = sorted((claim.stated, claim.parts[0][1]), key=lambda term: half_unit(term.text, term.unit))
    unit = 2 * half_unit(coarse.text, coarse.unit)
    return (fine.number / unit).quantize(Decimal(1), ROUND_HALF_UP) * unit == coarse.number


def _places(claim: Claim) -> int:
    same = [t for t in (claim.stated, *(t for _, t in claim.parts)) if t.unit == claim.stated.unit]
    return max((decimals(term.text) for term in same), default=0) if len(same) > 1 else max(2, decimals(claim.stated.text))


def _worked(claim: Claim, places: int) -> str:
    """（1.20+3.40）, or nothing where one number is the whole other side."""
    unit = claim.stated.unit
    if len(claim.parts) == 1:
        other = claim.parts[0][1]
        return f"（{other.where if other.where != claim.place else other.name}为{other.printed}）"
    if len(claim.parts) > _SHOWN:
        return f"（{len(claim.parts)}项之和）"
    texts = [("+" if sign > 0 else "−") + in_unit(term.number, unit, places).removesuffix(unit) for sign, term in claim.parts]
    return f"（{''.join(texts).removeprefix('+')}）"


def _rate(claim: Claim, severity: str) -> Result:
    stated, divisor = claim.stated, claim.divisor
    if divisor is None or divisor.number == 0:
        return Result("", NOT_APPLICABLE, claim.place, at=claim.at)
    upper = sum((sign * term.number for sign, term in claim.parts), Decimal(0))
    exact = HUNDRED * upper / divisor.number
    places = decimals(stated.text)
    unit = Decimal(1).scaleb(-places)
    slack = sum((term.slack for _, term in claim.parts), Decimal(0))
    rounding = HUNDRED * (slack + abs(upper / divisor.number) * divisor.slack) / abs(divisor.number)
    difference = stated.number - exact
    if abs(difference) <= unit / 2 + rounding or (claim.relation == "≤" and difference < 0):
        return Result("", PASSED, claim.place, at=claim.at, difference=difference, tolerance=unit + rounding, claim=claim)
    inside = abs(difference) <= unit + rounding
    expected = f"{plain(exact.quantize(Decimal('0.01').min(unit), ROUND_HALF_UP))}%"
    shown = claim.shown or stated.printed
    amounts = "+".join(term.printed for _, term in claim.parts)
    gap = plain(abs(difference).quantize(Decimal("0.01"), ROUND_HALF_UP))
    tail = "，在四舍五入的尾数范围内" if inside else ""
    worked = f"（{amounts}÷{divisor.printed}）"
    text = f"{claim.place}为{shown}，按“{claim.identity}”应为{expected}{worked}，相差{gap}个百分点{tail}。{claim.note}"
    level = INFO if inside else severity
    return Result("", FAILED, claim.place, level, shown, expected, text, difference, unit + rounding, claim.at, claim=claim)


def found(where: str, stated: str, expected: str, message: str, *at: str, severity: str = "") -> Result:
    """A finding that is not arithmetic."""
    return Result("", FAILED, where, severity, stated, expected, message, at=tuple(dict.fromkeys(filter(None, at))))


def fine(where: str, *at: str) -> Result:
    """An obligation that holds."""
    return Result("", PASSED, where, at=tuple(dict.fromkeys(filter(None, at))))


def best(judged: Sequence[Result]) -> Result:
    """Of the results for the places that a stated number may mean: one that holds, else one off by 尾数 alone, else the first."""
    holding = [result for result in judged if result.outcome == PASSED] or [result for result in judged if result.severity == INFO]
    return (holding or judged)[0]


def named(result: Result, rule: str, severity: str) -> Result:
    """The result as one of `rule`; a failure without a severity of its own gets the rule's."""
    own = (result.severity or severity) if result.outcome == FAILED else ""
    return Result(rule, result.outcome, result.where, own, *result[4:])
