"""Organisation: divisions counted and named, duties told twice, posts and staff told twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.amounts import fold
from kg.checks.catalogue import Rule
from kg.checks.judging import fine, found
from kg.checks.outcomes import Result
from kg.checks.reading import Report, reading_order
from kg.checks.records import Figure
from kg.checks.words.places import place

_DIGITS = "零一二三四五六七八九十"
_KINDS = "(?:职能|内设|业务|综合|下属|二级|预算|直属|事业|行政)*(?:股室|科室|处室|机构|部门|部室|科（室）|股（室）|处（室）)"
_ENDINGS = ("室", "机构", "部门")  # of all of them
_LISTED = re.compile(
    rf"(?:设有?|内设|下设|分别为|包括)(?P<list>(?:[^，。；、:：\d个]{{2,16}}、)+[^，。；、:：等\d个]{{2,16}}?)(?:等)?(?P<number>\d+|[一二三四五六七八九十]+)个{_KINDS}"
)
_COUNTED = re.compile(
    rf"(?:{_KINDS}(?P<after>\d+|[一二三四五六七八九十]+)个|(?P<number>\d+|[一二三四五六七八九十]+)个{_KINDS})[，,]?(?:分别(?:是|为)|包括|即|具体为|依次为)?[:：]?(?P<list>[^，。；:：]{{2,16}}(?:、[^，。；:：、]{{2,18}})+)(?=[。；]|$)"
)
_NONE = re.compile("(?:未|没有|不)(?:单独)?(?:设置|设立|设)?(?:任何)?内设(?:机构|科室|股室)|无内设(?:机构|科室|股室)")
_SOME = re.compile("内设(?:机构|科室|股室)(?:包括|有|分别|为|[一二三四五六七八九十\\d]+个)|内设[一二三四五六七八九十\\d]+个")
_ALIKE = 8  # characters in a row that two wordings of one duty share
_MOST = 0.6  # share of a list's duties that are in the other, where both are one list


def divisions(rule: Rule, report: Report) -> Iterator[Result]:
    """As many divisions as are counted; none where the text says that there are none."""
    for passage in report.passages.values():
        text = fold(passage.text) if "个" in passage.text else ""
        if "、" not in text or not any(word in text for word in _ENDINGS):
            continue
        for m in [*_LISTED.finditer(text), *_COUNTED.finditer(text)]:
            number = _number(m["number"] or m.groupdict().get("after") or "")
            names = [name for name in re.split("、", re.sub("[(（][^)）]*[)）]", "", m["list"])) if name]
            joined = sum(bool(re.search("[和及]", name)) for name in names)
            where = place(passage, "内设机构个数")
            if "等" in m[0] and number > len(names) or len(names) <= number <= len(names) + joined:
                yield fine(where, passage.iri)
                continue
            message = f"{where}：写{number}个，所列为{len(names)}个（{'、'.join(names)}）。"
            yield found(where, f"{number}个", f"{len(names)}个", message, passage.iri)
    yield from _none(report)


def _none(report: Report) -> Iterator[Result]:
    told = [p for p in report.passages.values() if "内设" in p.text]
    without = next((p for p in told if _NONE.search(p.text)), None)
    having = next((p for p in told if _SOME.search(p.text) and not _NONE.search(p.text)), None)
    if without is None or having is None:
        return
    one, other = _NONE.search(without.text), _SOME.search(having.text)
    if one and other:
        where = f"{place(having)}与{place(without)} 内设机构"
        message = f"{where}：内设机构表述矛盾，一处写“{having.text[max(0, other.start() - 8) : other.end() + 20]}”，一处写“{one[0]}”。"
        yield found(where, other[0], one[0], message, having.iri, without.iri)


def _number(text: str) -> int:
    if text.isdigit():
        return int(text)
    tens, _, ones = text.rpartition("十")
    return _DIGITS.index(ones or "零") + (10 * (_DIGITS.index(tens) if tens else 1) if "十" in text else 0)


@dataclass(frozen=True, slots=True)
class Duties:
    """A list of duties: where it stands, its texts and their places."""

    where: str
    texts: tuple[str, ...]
    at: tuple[str, ...]


def duties(rule: Rule, report: Report) -> Iterator[Result]:
    """Two printings of the unit's duties list the same ones."""
    held = [one for one in _lists(report) if len(one.texts) > 2]
    for position, one in enumerate(held):
        for other in held[position + 1 :]:
            less, more = sorted((one, other), key=lambda each: len(each.texts))
            shared = [text for text in less.texts if any(_alike(text, twin) for twin in more.texts)]
            if len(shared) < _MOST * len(less.texts):
                continue
            where = f"{one.where}与{other.where} 职责"
            extra = [text for text in more.texts if not any(_alike(text, twin) for twin in less.texts)]
            if len(one.texts) == len(other.texts):
                yield fine(where, *one.at, *other.at)
                continue
            many = "、".join(f"“{text[:16]}”" for text in extra[:3])
            tail = f"，{more.where}多出{many}" if extra else ""
            message = f"{where}：职责条数不一致，{one.where}{len(one.texts)}条，{other.where}{len(other.texts)}条{tail}。"
            yield found(where, f"{len(one.texts)}条", f"{len(other.texts)}条", message, *one.at, *other.at)


def _lists(report: Report) -> Iterator[Duties]:
    """Duties by the section that lists them, in reading order."""
    by_section: dict[str, list[str]] = {}
    for iri in sorted(report.classes["Duty"], key=reading_order):
        passage = report.passages.get(reading_order(iri)[0])
        if passage is not None and report.one(iri, "position") != "0":
            by_section.setdefault(f"{passage.section.partition(' > ')[0]} {report.one(iri, 'section')}", []).append(iri)
    for where, iris in by_section.items():
        yield Duties(where, tuple(fold(report.one(iri, "text")) for iri in iris), tuple(iris))


def _alike(one: str, other: str) -> bool:
    """True where two wordings share a run of characters."""
    size = min(_ALIKE, len(one), len(other))
    return any(one[i : i + size] in other for i in range(len(one) - size + 1))


def staff(rule: Rule, report: Report) -> Iterator[Result]:
    """编制数 and 在职人数 of the narrative are those of the table of basic data, and the same wherever they are told."""
    if report.consolidated:
        return
    for measure, word in (("establishment", "编制"), ("staff", "在职")):
        told = [f for f in report.measured([measure]) if not f.compared and not re.search("行政|事业|其中|工勤|雇|机关|本级", f.what)]
        cells = [
            c for c in report.cells_of.get("basicData", []) if word in c["column"] + c["row"] and "控制率" not in c["column"] + c["row"]
        ]
        if cells and told:
            yield _any_of(report, told, cells[0].term.number, cells[0].term.printed, cells[0].term.at, word)


def _any_of(report: Report, told: list[Figure], number: object, printed: str, at: str, word: str) -> Result:
    first = told[0]
    where = place(report.passages[first.passage], f"{word}人数与绩效评价基础数据表")
    if any(figure.term.number == number for figure in told):
        return fine(where, first.term.at, at)
    message = f"{where}：{first.what}{first.term.printed}，基础数据表为{printed}。"
    return found(where, first.term.printed, printed, message, first.term.at, at)
