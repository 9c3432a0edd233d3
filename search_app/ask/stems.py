"""Names of fees without their ending, where money is spoken of: 花在咨询上的钱 is 咨询费, 用于专用材料的支出 is 专用材料费."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from search_app.ask.characters import folded
from search_app.ask.lexicon import Lexicon, Term
from search_app.ask.spans import Span

_ENDINGS = ("支出", "费用", "经费", "费")
_MONEY = re.compile("钱|花|支出|开支|开销|费用|掏|付|投|万元|报了|报销|用于|用在")
_LEAST = 2


def with_stems(lexicon: Lexicon, text: str, spans: list[Span], unknown: Sequence[Span]) -> tuple[list[Span], list[Span]]:
    """The spans with those unknown words that are the name of an economic subject but for its ending, and what is still unknown."""
    if not _MONEY.search(text):
        return spans, list(unknown)
    known = lexicon.remember("stems", _stems)
    named = [replace(gap, terms=(known[gap.text],)) for gap in unknown if gap.text in known]
    kept = [span for span in spans if not (named and _is_spent(span))]
    return sorted([*kept, *named], key=lambda span: span.start), [gap for gap in unknown if gap.text not in known]


def _is_spent(span: Span) -> bool:
    """用于…的支出: the word says no more than that money was spent."""
    return span.text in ("支出", "开支", "花费", "费用", "开销")


def _stems(lexicon: Lexicon) -> Mapping[str, Term]:
    """Stems that one economic subject has alone."""
    found: dict[str, list[Term]] = {}
    for subject in lexicon.subjects:
        for name in subject.names if subject.scheme == "economic" else ():
            word = folded(name)
            ending = next((end for end in _ENDINGS if word.endswith(end)), "")
            if ending and len(word) - len(ending) >= _LEAST:
                term = Term("subject", f"economic/{subject.code}")
                terms = found.setdefault(word.removesuffix(ending), [])
                terms += [] if term in terms else [term]
    return {word: terms[0] for word, terms in found.items() if len(terms) == 1}
