"""Why a question cannot be answered, in the house's words: what is missing, and the nearest there is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz, process

from search_app.ask.lexicon import Lexicon, Unit

FUTURE = "这里只有已经公开的决算和绩效自评，没有以后的数，答不出。"
WITHIN_YEAR = "报告只有全年的数，没有各月、各季度的数，答不出。"
NOT_EXPLAINED = "已载入的报告没有解释这个词，答不出。"
NO_PLACE = "报告里没有找到写明这个时间或地方的句子，答不出。"
NOTHING_ASKED = "没有认出要问哪一项，答不出。可以问收入、支出、“三公”经费、某个科目、某个项目或绩效指标。"
NO_REASONS = "这里只答数和名称，不答原因。可以用检索查说明文字。"
_SHOWN = 3
_LIKE = 40.0  # percent that two names have in common


def not_loaded(name: str, lexicon: Lexicon) -> str:
    """A unit without a report."""
    nearest = _nearest(name, [unit.name for unit in lexicon.units])
    return f"没有载入{name}的报告，答不出。" + (f"名字最接近的是：{'、'.join(nearest)}。" if nearest else "")


def unclear(name: str, candidates: Sequence[Unit]) -> str:
    """A short name of several units, or the end of the name of one."""
    if len(candidates) == 1:
        return f"没有名叫“{name}”的单位。名字以它结尾的是{candidates[0].name}，要问的是它，请写出单位的全名。"
    return f"“{name}”有{len(candidates)}个：{'、'.join(unit.name for unit in candidates)}。请写出单位的全名。"


def whole_place(units: Sequence[Unit]) -> str:
    """A place in place of a unit: its own accounts are no report of a unit."""
    return f"没有写是哪个单位，答不出。这个地方已载入的单位：{'、'.join(unit.name for unit in units[:10])}。可以写单位名，或问“各单位”。"


def not_so_many(said: str, units: Sequence[Unit]) -> str:
    """A number of units that is not that of all units loaded, and none of them named."""
    return f"已载入{len(units)}个单位，没有写“{said}”是哪几个，答不出。可以写单位名，或问“各单位”。"


def year_not_loaded(years: Sequence[int], units: Sequence[Unit], lexicon: Lexicon) -> str:
    """A year without a report, of these units or of all."""
    said = "、".join(f"{year}" for year in years) or "所问"
    loaded = " ".join(map(str, units[0].years if units else lexicon.years))
    whose = units[0].name if units else "任何单位"
    return f"没有载入{whose}{said}年的报告，答不出这一年的数。已载入的年度：{loaded}。"


def not_understood(words: Iterable[str], lexicon: Lexicon) -> str:
    """Words that no name in the release holds."""
    listed = "、".join(f"“{word}”" for word in words)
    known = [*lexicon.labels.values(), *(subject.names[0] for subject in lexicon.subjects if subject.names)]
    nearest = _nearest("".join(words), known)
    return f"没有认出{listed}，答不出。这里只有部门决算和绩效自评。" + (f"相近的有：{'、'.join(nearest)}。" if nearest else "")


def not_printed(what: str, where: str, near: Sequence[str]) -> str:
    """A measure that the reports do not print; `near`: what they do print, with its value."""
    return f"{where}的报告没有单列{what}，答不出。" + (f"报告里相近的有：{'；'.join(near)}。" if near else "")


def other_way(what: str, said: str) -> str:
    """The reason of a rise that is asked for, where the report gives that of a fall, or the other way about."""
    return f"报告写的是{what}，是{said}，与所问的相反；所问的原因报告没有写。"


def no_evaluation(what: str) -> str:
    """A score or grade of what no report evaluated as a project."""
    return f"报告没有{what}的项目绩效自评，答不出得分和等级。"


def no_earlier(what: str) -> str:
    """A change that no report states and that cannot be computed."""
    return f"没有同时载入两年的{what}，报告也没有写它的变化，答不出。"


def no_such(kind: str, name: str, where: str, near: Sequence[str] = ()) -> str:
    """A thing of that kind that is not there."""
    return f"{where}没有{kind}{name}，答不出。" + (f"有的是：{'、'.join(near)}。" if near else "")


def cannot(what: str) -> str:
    """A question that was understood but that no query here answers."""
    return f"还不会回答{what}。可以换成查某一项的数，或用SPARQL查询。"


def _nearest(name: str, known: Iterable[str]) -> list[str]:
    scored = process.extract(name, list(dict.fromkeys(known)), scorer=fuzz.ratio, limit=_SHOWN, score_cutoff=_LIKE)
    return [other for other, _, _ in scored]
