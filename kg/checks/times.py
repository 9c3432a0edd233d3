"""Whose number a figure of the narrative is: this year's, or one that this year's is compared with (比2023年度的9.00万元, 较年初预算)."""

from __future__ import annotations

import re

_ENDS = "。；;！？"
_CLAUSE = re.compile(r"[，：]|(?<!\d)[,:]|[,:](?!\d)")
_WITH = re.compile(r"(?:与|比|较|同)[^，]{0,14}?(?:(?P<year>20\d\d)年|上一?年|去年|同期|(?:年初|全年|调整)预算)")
_CHANGED = re.compile("相比|增|减|升|降|提高|多|少")
# 上年结转 is money of this year's budget, 2023年末 and 2023年5月 are days.
_TOLD = re.compile(
    r"(?<![与比较同、])(?:(?P<year>20\d\d)年(?!\d|度?[末底初起以至])|(?P<last>上一?年度?|去年)|(?P<this>本年度?|今年|当年))"
    r"(?![^，。；]{0,14}(?:结转|结余|滚存|未执行))"
)


def compared(text: str, start: int, year: int) -> bool:
    """True where the number at `start` of a paragraph is of another year than `year`, or the budget of a comparison."""
    sentence = text[max([text.rfind(end, 0, start) for end in _ENDS]) + 1 : start]
    if "年" not in sentence and "同期" not in sentence:
        return False  # no word of a time, which the patterns want
    clause = _CLAUSE.split(sentence)[-1]
    told = _WITH.search(clause)
    if told and told["year"] != str(year):
        return not _CHANGED.search(clause, told.end())
    last = next(reversed(list(_TOLD.finditer(sentence))), None)
    return last is not None and not last["this"] and last["year"] != str(year)
