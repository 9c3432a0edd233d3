"""What the narrative says changed, and by how much: 总收入与2018年相比减少45万元."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from pyoxigraph import Store

from kg.store import rows
from ontology.terms import concept
from search_app.ask.candidates import Found, found, located
from search_app.ask.characters import folded
from search_app.ask.lexicon import Lexicon
from search_app.ask.places import figures
from search_app.ask.plan import Asked
from search_app.ask.stated import stated

# Measures of the narrative: amount and rate of the change.
_MEASURES: Mapping[str, tuple[str, str]] = {
    "previous": ("yearOnYearChange", "yearOnYearRate"),
    "budget": ("budgetChange", "budgetChangeRate"),
}
_OTHER_FUNDS = "基金|国有资本"
# Reports state the change of income and expenditure in one sentence.
_BOTH = {
    "totalBoth": "收、支",
    "totalIncome": "收、支",
    "totalExpenditure": "收、支",
    "fiscalTotalBoth": "财政拨款收、支",
    "fiscalIncome": "财政拨款收、支",
    "fiscalExpenditure": "财政拨款收、支",
}


def claims(
    store: Store, lexicon: Lexicon, asked: Asked, target: tuple[str, int], base: str, meant: str, *, rate: bool, loosely: bool
) -> tuple[str, list[Found]]:
    """What the narrative of that unit and year states of the change, the nearest wording first, and the query that gives it.

    `base`: previous or budget. `meant`: what was looked up, "" where anything fits. `loosely`: in a section on the 财政拨款 alone too,
    since there is nothing better.
    """
    measure = concept("measure", _MEASURES[base][rate])
    outside = _OTHER_FUNDS if "财政" in asked.word or "预算" in asked.word else f"财政拨款收|公共预算|{_OTHER_FUNDS}"
    for limit in (outside, _OTHER_FUNDS) if loosely else (outside,):
        for wording in _wordings(lexicon, asked, meant, together=loosely):
            query = stated([figures(measure, wording, outside=limit)], *target)
            if found_claims := [located(store, found(row)) for row in rows(store, query)]:
                return query, sorted(found_claims, key=lambda claim: "自评" in claim.source.statement)
    return "", []


def _wordings(lexicon: Lexicon, asked: Asked, meant: str, *, together: bool) -> Iterator[str]:
    """Patterns of what the narrative says changed: the word itself, other words of its measures, income and expenditure `together`."""
    names = [term.key for term in asked.terms if term.kind == "measure"]
    names = [name for name in names if meant in ("", lexicon.label(f"measure-{name}"))] or names[:1]
    same = [folded(word) for word, of in lexicon.wordings.items() if of.removeprefix("measure-") in names]
    yield _pattern([asked.word])
    yield _pattern([asked.word, *same, *(lexicon.label(f"measure-{name}") for name in names)])
    both = [_BOTH[name] for name in names if name in _BOTH]
    if both and (together or names[0] not in ("incomeOfYear", "expenditureOfYear")):
        yield _pattern(both)


def _pattern(words: list[str]) -> str:
    plain = dict.fromkeys(re.sub(r"[“”（()）]", "", word) for word in words)
    choice = "|".join(sorted(map(re.escape, plain), key=lambda word: (-len(word), word)))
    return f"^(?:年度|全年|本年度?)?(?:{choice})(?:财政拨款)?(?:支出)?(?:决算)?数?(?:总计)?(?:与|比|较|和|同|增|减|上|下|降|提|大|小|超)"


def subject(claim: Found) -> str:
    """What the narrative says changed: 总收入 of 总收入与2018年相比减少."""
    return (
        re.split("与|比|较|和上|同上|增|减|上升|下降|降低|提高|大于|小于", claim.what)[0]
        .replace("收、支总计", "收、支")
        .replace("收、支", "收、支总计")
    )
