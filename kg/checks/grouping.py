"""Findings with one root cause: failures that share a printed number are one group, with the number likeliest at fault.

That is the number whose correction mends most of the group's failures and breaks fewest identities that hold; without one, the
number that most failures and fewest passed obligations touch. A rate that only follows a wrong amount is no error of its own.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kg.checks.judging import Claim, holds, solved
from kg.checks.outcomes import ERROR, FAILED, INFO, PASSED, WARNING, Result
from kg.checks.terms import Term, decimals, in_unit

# Cells and numbers of the text; a table or a passage as a whole is no printed number.
_NUMBER = re.compile(r"#(?:t\d+r\d+c\d+|p\d+o\d+-\d+)$")


@dataclass(frozen=True, slots=True)
class Repair:
    """A number and what it should be, with the positions of the failures that this mends."""

    term: Term
    number: Decimal
    mended: frozenset[int]


def grouped(results: Sequence[Result]) -> tuple[Result, ...]:
    """The results with `group` and `culprit` set on failures; their order stays."""
    failed = [i for i, result in enumerate(results) if result.outcome == FAILED and result.severity != INFO and result.at]
    touched = {place for i in failed for place in results[i].at if _NUMBER.search(place)}
    held: dict[str, list[int]] = defaultdict(list)
    for i, result in enumerate(results):
        if result.outcome == PASSED and not touched.isdisjoint(result.at):
            for place in touched.intersection(result.at):
                held[place].append(i)
    named = list(results)
    for number, members in enumerate(_components(results, failed), 1):
        repair = _repair(results, members, held)
        culprit = repair.term.at if repair else _touched(results, members, held)
        for i in members:
            told = _told(results[i], repair) if repair and i in repair.mended else results[i]
            named[i] = told._replace(group=f"G{number}", culprit=culprit)
    return tuple(named)


def joined(results: Sequence[Result], added: Sequence[Result]) -> tuple[Result, ...]:
    """`results`, which have their groups, then `added`: a failure at a number that a group has belongs to it, any other begins one."""
    known = {place: result for result in results if result.group for place in filter(_NUMBER.search, result.at)}
    fresh: dict[str, str] = {}
    first = len({result.group for result in results if result.group}) + 1
    more = []
    for result in grouped(added):
        held = next((known[place] for place in result.at if place in known), None)
        if result.group and held:
            more.append(result._replace(group=held.group, culprit=held.culprit))
        elif result.group:
            more.append(result._replace(group=fresh.setdefault(result.group, f"G{first + len(fresh)}")))
        else:
            more.append(result)
    return (*results, *more)


def _touched(results: Sequence[Result], members: Sequence[int], held: dict[str, list[int]]) -> str:
    touched = Counter(place for i in members for place in results[i].at if _NUMBER.search(place)) or Counter(results[members[0]].at)
    return min(touched, key=lambda place: (-touched[place], len(held.get(place, [])), place))


def _repair(results: Sequence[Result], members: Sequence[int], held: dict[str, list[int]]) -> Repair | None:
    """The correction of one number that mends at least two failures, if there is one."""
    claims = {i: claim for i in members if isinstance(claim := results[i].claim, Claim)}
    if len(claims) < 2:
        return None
    tried: dict[tuple[str, Decimal], tuple[Repair, int]] = {}
    for claim in claims.values():
        for term in claim.terms:
            number = solved(claim, term.at)
            if number is None or number < 0 or (term.at, number) in tried or not _NUMBER.search(term.at):
                continue
            mended = frozenset(i for i, other in claims.items() if term.at in other.at and holds(other, term.at, number))
            others = (results[i].claim for i in held.get(term.at, []))
            broken = sum(isinstance(other, Claim) and not holds(other, term.at, number) for other in others)
            tried[term.at, number] = Repair(term, number, mended), broken
    best = max(tried.values(), key=lambda pair: (len(pair[0].mended) - pair[1], len(pair[0].mended), pair[0].term.at), default=None)
    return best[0] if best and len(best[0].mended) > 1 and len(best[0].mended) > best[1] else None


def _told(result: Result, repair: Repair) -> Result:
    """A mended failure: it names the number at fault where that is a part; a rate becomes a warning."""
    claim, term = result.claim, repair.term
    if not isinstance(claim, Claim) or claim.stated.at == term.at:
        return result
    right = in_unit(repair.number, term.unit, max(decimals(term.text), 2))
    hint = f"最可能是{term.where}印错：{term.printed}应为{right}。"
    if claim.divisor is not None:
        return result._replace(severity=WARNING if result.severity == ERROR else result.severity, message=result.message + hint)
    stated, expected = f"{result.stated}（{term.name}{term.printed}）", f"{result.expected.partition('（')[0]}，或{term.name}应为{right}"
    return result._replace(stated=stated, expected=expected, message=result.message + hint)


def _components(results: Sequence[Result], failed: Iterable[int]) -> list[list[int]]:
    """Failures connected by places they share, in order of their first."""
    members = list(failed)
    by_place: dict[str, list[int]] = defaultdict(list)
    for i in members:
        for place in filter(_NUMBER.search, results[i].at):
            by_place[place].append(i)
    seen: set[int] = set()
    groups = []
    for start in members:
        if start not in seen:
            groups.append(sorted(_reached(start, results, by_place, seen)))
    return groups


def _reached(start: int, results: Sequence[Result], by_place: dict[str, list[int]], seen: set[int]) -> list[int]:
    found, waiting = [], [start]
    seen.add(start)
    while waiting:
        i = waiting.pop()
        found.append(i)
        for place in results[i].at:
            for other in by_place.get(place, []):
                if other not in seen:
                    seen.add(other)
                    waiting.append(other)
    return found
