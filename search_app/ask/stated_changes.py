"""What the narrative says changed, and by how much: 总收入与2018年相比减少45万元."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from pyoxigraph import NamedNode, Store

from kg.store import rows
from ontology.terms import concept
from search_app.ask.candidates import Found, found, located
from search_app.ask.characters import folded
from search_app.ask.lexicon import Lexicon
from search_app.ask.places import figures
from search_app.ask.plan import Asked
from search_app.ask.stated import stated
from search_app.ask.words import measures

# Measures of the narrative: amount and rate of the change.
_MEASURES: Mapping[str, tuple[str, str]] = {
    "previous": ("yearOnYearChange", "yearOnYearRate"),
    "budget": ("budgetChange", "budgetChangeRate"),
}
_OTHER_FUNDS = "基金|国有资本"
_OF_REPORT = r"(?:[^，。；]{0,30}\d{4}年(?:度|末)?|本年度?|年度|全年)"
_OF_FISCAL = "?(?:一般公共预算)?(?:财政拨款)?"  # before what is paid from nothing else: 财政拨款“三公”经费
_EACH = "(?:各自?|均|分别)?"
_CHANGES = "(?:与|比|较|和|同|增|减|上|下|降|提|大|小|超)"
_GOES_ON = re.compile("$|增|减|上升|下降|降低|提高|支出|决算|完成|与|比|较|占|同|和|预算|全年|年初|执行|相比")
_UNSAID = "^(?:相比?|同比|完成同比)?(?:增|减|上升|下降|降低|提高)"
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
    of_all = not ("财政" in asked.word or "预算" in asked.word or _is_of_fiscal(asked))
    outside = f"财政拨款收|公共预算|{_OTHER_FUNDS}" if of_all else _OTHER_FUNDS
    for limit in (outside, _OTHER_FUNDS) if loosely else (outside,):
        for wording in _wordings(lexicon, asked, meant, together=loosely):
            query = stated([figures(measure, wording, outside=limit)], *target)
            if found_claims := [located(store, found(row)) for row in rows(store, query)]:
                return query, sorted(found_claims, key=lambda claim: "自评" in claim.source.statement)
    return _of_sentences(store, lexicon, asked, target, measure, meant)


def _of_sentences(
    store: Store, lexicon: Lexicon, asked: Asked, target: tuple[str, int], measure: NamedNode, meant: str
) -> tuple[str, list[Found]]:
    """Changes that a sentence states of what it begins with: 2023年度三公经费支出决算为27.36万元，与上年相比增加0.71万元."""
    query = stated([figures(measure, _UNSAID, outside=_OTHER_FUNDS)], *target)
    unsaid = [located(store, found(row)) for row in rows(store, query)]
    for wording in _wordings(lexicon, asked, meant, together=False):
        begins = re.compile(wording.removesuffix(_CHANGES) + "[^，。；]*(?:预算|决算|支出|收入)?[^，。；]*?(?:为|是)?\\d")
        if of_sentence := [claim for claim in unsaid if begins.match(_before(claim)) and _is_of_one_thing(_before(claim))]:
            return query, of_sentence
    return "", []


def _before(claim: Found) -> str:
    """What the sentence says before the change."""
    start = int(claim.source.place.rpartition("o")[2].partition("-")[0])
    return re.sub(r"[“”\"（()）\s]", "", (claim.source.quote or "")[:start].rpartition("。")[2])


def _is_of_one_thing(sentence: str) -> bool:
    """True where all clauses after the first go on about what the first names."""
    return all(_GOES_ON.match(clause) for clause in re.split("[，；：]", sentence)[1:])


def _wordings(lexicon: Lexicon, asked: Asked, meant: str, *, together: bool) -> Iterator[str]:
    """Patterns of what the narrative says changed: the word itself, other words of its measures, income and expenditure `together`."""
    names = [term.key for term in asked.terms if term.kind == "measure"]
    names = [name for name in names if meant in ("", lexicon.label(f"measure-{name}"))] or names[:1]
    same = [folded(word) for word, of in lexicon.wordings.items() if of.removeprefix("measure-") in names]
    of_fiscal = _is_of_fiscal(asked)
    yield _pattern([asked.word], of_fiscal=of_fiscal)
    yield _pattern([asked.word, *same, *(lexicon.label(f"measure-{name}") for name in names)], of_fiscal=of_fiscal)
    both = [_BOTH[name] for name in names if name in _BOTH]
    if both and (together or names[0] not in ("incomeOfYear", "expenditureOfYear")):
        yield _pattern(both, of_fiscal=False)


def _is_of_fiscal(asked: Asked) -> bool:
    """True for 三公经费 and its parts: what reports print of them is paid from the 财政拨款 alone."""
    names = [term.key for term in asked.terms if term.kind == "measure"]
    return any(name == "threePublic" or measures()[name].whole == "threePublic" for name in names)


def _pattern(words: list[str], *, of_fiscal: bool) -> str:
    plain = dict.fromkeys(re.sub(r"[“”（()）]", "", word) for word in words)
    choice = "|".join(sorted(map(re.escape, plain), key=lambda word: (-len(word), word)))
    before = f"(?:{_OF_REPORT}{_OF_FISCAL if of_fiscal else ''})?"
    after = f"(?:财政拨款)?(?:支出)?(?:决算)?数?(?:总计)?{_EACH}"
    return f"^{before}(?:{choice}){after}{_CHANGES}"


def subject(claim: Found) -> str:
    """What the narrative says changed: 总收入 of 总收入与2018年相比减少; empty where the sentence said so before."""
    if re.match(_UNSAID, claim.what):
        return ""
    said = re.split("与|比|较|和上|同上|相比|增|减|上升|下降|降低|提高|大于|小于", claim.what)[0]
    return re.sub(f"^{_OF_REPORT}|{_EACH}$", "", said).replace("收、支总计", "收、支").replace("收、支", "收、支总计")
