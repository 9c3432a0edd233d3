"""Which units a question names. A name that is not loaded is never taken for one that is: 芦淞区产业服务中心 is not 产业服务中心."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ontology.regions import parents
from search_app.ask.lexicon import Lexicon, Unit
from search_app.ask.spans import Span
from search_app.ask.words import words

_PREPOSITIONS = ("由", "替", "给", "被", "让")  # before a name, and no part of it
_WHOLE = 2  # characters of 全市
_LEAST_ENDING = 3  # characters of 水利局


@dataclass(frozen=True, slots=True)
class Mentioned:
    """The units named, the places (codes) that stand alone, a unit that is not loaded, a name that several units have."""

    units: tuple[Unit, ...] = ()
    places: tuple[str, ...] = ()
    foreign: str = ""
    unclear: str = ""
    candidates: tuple[Unit, ...] = ()

    @property
    def within(self) -> str:
        """The narrowest of the places."""
        return max(self.places, key=lambda code: len(parents(code)), default="")


def mentioned(lexicon: Lexicon, spans: Sequence[Span], unknown: Sequence[Span]) -> Mentioned:
    """The units and places in a question of these known words and unknown gaps."""
    tokens = sorted((*spans, *unknown), key=lambda token: token.start)
    used: set[int] = set()
    found: list[Unit] = []
    for number, token in enumerate(tokens):
        if token.of("unit", "bare"):
            before, after = _before(tokens, number), _after(tokens, number)
            used.update(before)
            candidates = _candidates(lexicon, tokens, number, before)
            if after is not None or not candidates:
                return Mentioned(foreign=_said(tokens, min(before, default=number), number if after is None else after))
            if len(candidates) > 1:
                return Mentioned(unclear=token.text, candidates=candidates)
            found += [unit for unit in candidates if unit not in found]
    places = tuple(token.of("region")[0] for number, token in enumerate(tokens) if token.of("region") and number not in used)
    strange = _strange(tokens) or _elsewhere(tokens, found, places)
    if strange and not found and (candidates := _ending(lexicon, strange)):
        return Mentioned(unclear=strange, candidates=candidates)
    return Mentioned(tuple(found), places, strange)


def _ending(lexicon: Lexicon, name: str) -> tuple[Unit, ...]:
    """The units whose names end with that of an office: 水利局 may be one of theirs, and is asked back."""
    ending = tuple(unit for unit in lexicon.units if unit.name.endswith(name))
    return ending if len(name) >= _LEAST_ENDING else ()


def _before(tokens: Sequence[Span], number: int) -> list[int]:
    """The places and unknown words that stand directly before a token."""
    found: list[int] = []
    while number > 0 and tokens[number - 1].end == tokens[number].start and _foreign_part(tokens[number - 1]):
        number -= 1
        found.append(number)
    return found


def _after(tokens: Sequence[Span], number: int) -> int | None:
    """The rest of a longer name that begins with the token: …中心岳麓分中心."""
    after = number + 1
    if after < len(tokens) and tokens[after].start == tokens[number].end and not tokens[after].terms and is_office(tokens[after].text):
        return after
    return None


def _foreign_part(token: Span) -> bool:
    return bool(token.of("region")) or (not token.terms and not token.text.endswith(_PREPOSITIONS))


def _candidates(lexicon: Lexicon, tokens: Sequence[Span], number: int, before: Sequence[int]) -> tuple[Unit, ...]:
    """The units that the name may mean after what stands before it: places above them, and nothing before a name without place."""
    token = tokens[number]
    units = [lexicon.unit_of[iri] for iri in token.of("unit") or token.of("bare")]
    if not before:
        return tuple(units)
    if not token.of("unit") or any(not tokens[place].terms for place in before):
        return ()
    codes = {tokens[place].of("region")[0] for place in before}
    return tuple(unit for unit in units if codes <= {unit.region, *parents(unit.region)})


def _said(tokens: Sequence[Span], first: int, last: int) -> str:
    return "".join(token.text for token in tokens[first : last + 1])


def is_office(text: str) -> bool:
    """True for what ends like the name of an office or a place."""
    return len(text) > 1 and text.endswith(words().organizations)


def _strange(tokens: Sequence[Span]) -> str:
    """The first name of a unit without a report, with the place before it; empty where there is none."""
    for number, token in enumerate(tokens):
        if (token.of("other") and not token.of("unit", "bare")) or (
            not token.terms and is_office(token.text) and not _is_thing(tokens, number)
        ):
            return _said(tokens, min(_before(tokens, number), default=number), number)
        if not token.terms and token.text in words().organizations and number and tokens[number - 1].end == token.start:
            return _said(tokens, min(_before(tokens, number - 1), default=number - 1), number)
    return ""


def _is_thing(tokens: Sequence[Span], number: int) -> bool:
    """True for what is counted (几个示范型服务站) or where it lies as a whole (全市), beside a unit or project that is named."""
    token, before = tokens[number], tokens[number - 1] if number else None
    counted = before is not None and before.end == token.start and before.says("count", "amount")
    planned = number + 1 < len(tokens) and tokens[number + 1].start == token.end and tokens[number + 1].says("target", "count", "amount")
    whole = len(token.text) == _WHOLE and token.text[0] == "全"
    return (counted or planned or whole) and any(other.of("unit", "bare", "project") for other in tokens)


def _elsewhere(tokens: Sequence[Span], units: Sequence[Unit], places: Sequence[str]) -> str:
    """A place that stands alone and that none of the units named lies in, with the unit: 青禾区 and 企业服务中心."""
    for token in tokens:
        code = next(iter(token.of("region")), "")
        if code in places and units and not any(_lies_in(unit, code) for unit in units):
            return token.text + next(other.text for other in tokens if other.of("unit", "bare"))
    return ""


def _lies_in(unit: Unit, code: str) -> bool:
    return code in (unit.region, *parents(unit.region))


def units_within(lexicon: Lexicon, code: str) -> Iterator[Unit]:
    """The units in the division `code`; all units where it is empty."""
    return (unit for unit in lexicon.units if not code or _lies_in(unit, code))
