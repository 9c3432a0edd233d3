"""Lines of 财政拨款支出决算具体情况: a subject path (类 > 款 > 项) or a project's name, its budget, final amount, completion, reason."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache, lru_cache

from ingest.narrative.ordinals import ordinal_at
from ingest.narrative.subject_paths import SubjectPath, subject_paths
from ingest.narrative.wordings import any_of, pattern, plain, wordings
from kg.amounts import Quantity, read_number
from kg.facts import BudgetLine, Passage, TextPlace
from ontology import subjects

_HEAD = re.compile(r"(?:^|(?<=[。；]))")
_ORDINAL_END = re.compile(r"(?:^|[。；：])(?:[一二三四五六七八九十]+、|\d{1,2}[、.]|（[一二三四五六七八九十\d]{1,3}）)$")
_NEXT_ORDINAL = re.compile(r"(?:\d{1,2}[、.]|（[一二三四五六七八九十\d]{1,3}）|其中：)$")
_NEXT_NAME = re.compile(r"[。；](?=[^，。；：]{2,40}：年初)")
_LONGEST = 60  # characters of a subject's name, and of two that run together
_LEVELS = ("类", "款", "项")
_OWN_CODE = re.compile(r"(?<=[\u4e00-\u9fff）])\d{2,7}$")  # 社会保障和就业支出208（类）


def budget_lines(passages: Sequence[Passage], year: int) -> tuple[BudgetLine, ...]:
    """Lines in the order of the text, every printing one; amounts are None where not printed.

    `path` is as printed, completed by 类 and 款 printed above the line; `functional` is the code of the finest subject in
    `year`, "" where it is not known.
    """
    rows: list[tuple[tuple[str, ...], BudgetLine]] = []
    section: tuple[str, ...] = ()
    above: dict[str, str] = {}
    for passage in passages:
        if passage.section != section:
            section, above = passage.section, {}
        rows += ((section, row) for row in _lines(passage, year, above))
    by_project = {section for section, row in rows if row.is_project}
    return tuple(replace(row, is_project=True) if section in by_project and _is_bare_item(row) else row for section, row in rows)


def _is_bare_item(row: BudgetLine) -> bool:
    """True for a name that is also an 项: among lines of projects it is a project."""
    return len(row.path) == 1 and len(row.functional) == 7


def _lines(passage: Passage, year: int, above: dict[str, str]) -> Iterator[BudgetLine]:
    """Lines of one passage; `above` is brought up to date with the subjects named last."""
    flat = plain(passage.text)
    paths = [path for path in subject_paths(flat) if _heads_line(flat, path)]
    if not paths:
        yield from _named(passage, flat, year)
        return
    for path, end in zip(paths, [*(path.start for path in paths[1:]), len(flat)], strict=True):
        names = _completed(path, above, year)
        own = len(path.names) > 1 and pattern("budget_lines", "path_evidence").match(flat[path.end : end])
        if own or _is_line(flat[path.end : end]):
            end = _without_next_ordinal(flat, path.end, end)
            yield _line(passage, (path.start, path.end, end), tuple(names.values()), year, names=names)


def _heads_line(flat: str, path: SubjectPath) -> bool:
    """True where a path opens a sentence or stands right before its amounts; other paths are named in passing."""
    before = flat[max(0, path.start - 12) : path.start].rstrip("“")
    opens = not before or before[-1] in "。；" or bool(_ORDINAL_END.search(before))
    return opens or bool(_amounts_follow().match(flat, path.end))


def _completed(path: SubjectPath, above: dict[str, str], year: int) -> dict[str, str]:
    """Names by level, with the wider levels from the lines above; `above` then holds this line's."""
    first = _LEVELS.index(path.names[0][0])
    names = {level: above[level] for level in _LEVELS[:first] if level in above}
    if path.code and not path.code.startswith(_code({level: names[level] for level in names if level == "类"}, year) or path.code):
        names = {}  # its own code says that it stands elsewhere
    for level, printed in path.names:
        names[level] = _untangled(_OWN_CODE.sub("", printed), level, names, above.get(level, ""), year)
    above.clear()
    above.update(names)
    return names


def _untangled(printed: str, level: str, names: dict[str, str], before: str, year: int) -> str:
    """The name of a level; where two names run together (left over from the line above), the latter."""
    if level == "类" or len(printed) > _LONGEST or _code({**names, level: printed}, year):
        return printed
    for i in range(2, len(printed) - 1):
        head, tail = printed[:i], printed[i:]
        known = _code({**names, level: tail}, year) and _code({**names, level: head}, year)
        if known or (head == before and len(tail) >= 4):
            return tail
    return printed


def _code(names: dict[str, str], year: int) -> str:
    return subjects.code_of_path(names.get("类", ""), names.get("款", ""), names.get("项", ""), year) or ""


def _named(passage: Passage, flat: str, year: int) -> Iterator[BudgetLine]:
    """Lines that are headed by a name alone: a project, or a subject without its level."""
    if not _lists_names(passage.section):
        return
    for head in _HEAD.finditer(flat):
        ordinal = ordinal_at(flat, head.start())
        found = _headed().match(flat, ordinal.end if ordinal else head.start())
        if not found or pattern("budget_lines", "no_line").search(found[1]) or (head.start() and flat[found.end(1)] != "："):
            continue
        end = _next_line(flat, found.end())
        statement = flat[found.end(1) : end]
        known = statement[0].isdigit() and subjects.code_of(found[1], year)
        if _is_line(statement) and (known or pattern("budget_lines", "bare_evidence").search(statement)):
            yield _line(passage, (found.start(1), found.end(1), end), (found[1],), year)


@lru_cache(maxsize=1024)
def _lists_names(section: tuple[str, ...]) -> bool:
    return bool(pattern("budget_lines", "sections").search("".join(section)))


def _next_line(flat: str, start: int) -> int:
    """Where the next line headed by a name begins, else the end."""
    later = _NEXT_NAME.search(flat, start)
    return later.end() if later else len(flat)


def _without_next_ordinal(flat: str, start: int, end: int) -> int:
    """`end` before the ordinal of the next line."""
    found = _NEXT_ORDINAL.search(flat[start:end])
    return end - len(found[0]) if found else end


def _is_line(statement: str) -> bool:
    return bool(pattern("budget_lines", "evidence").search(statement) and _quantity("final", statement))


def _line(
    passage: Passage, span: tuple[int, int, int], path: tuple[str, ...], year: int, names: dict[str, str] | None = None
) -> BudgetLine:
    start, body, end = span
    statement = plain(passage.text)[body:end]
    functional = _code(names, year) if names else subjects.code_of(path[0], year) or ""
    initial, final = _quantity("initial", statement), _quantity("final", statement)
    unit = next((q.unit for q in (initial, final) if q and q.unit), "")
    return BudgetLine(
        place=TextPlace(passage.number, start, end, passage.page, passage.line),
        path=path,
        is_project=names is None and not functional and not path[0].endswith("支出"),
        initial_budget=_in_unit(initial, unit),
        final=_in_unit(final, unit),
        rate=_quantity("rate", statement),
        reason=_reason(passage.text[body:end], statement),
        functional=functional,
    )


def _in_unit(quantity: Quantity | None, unit: str) -> Quantity | None:
    """The quantity in `unit` where it is printed without one."""
    return replace(quantity, unit=unit) if quantity and not quantity.unit else quantity


@lru_cache(maxsize=256)
def _quantity(key: str, statement: str) -> Quantity | None:
    """The first number that one of the wordings of `key` prints; earlier wordings win."""
    for wording in _wordings(key):
        found = wording.search(statement)
        if found:
            return read_number(found[1] + ("" if found[2] in (None, "万") else found[2]), "万元" if found[2] == "万" else "")
    return None


def _reason(text: str, flat: str) -> str | None:
    """The words after 主要原因是, without the final 。"""
    found = pattern("budget_lines", "reason").search(flat)
    if not found:
        return None
    rest = pattern("budget_lines", "reason_ends").split(flat[found.end() :])[0]
    return text[found.end() : found.end() + len(rest)].strip().rstrip("。；") or None


@cache
def _amounts_follow() -> re.Pattern[str]:
    return re.compile(r"(?:支出)?" + wordings("budget_lines")["follows"])


@cache
def _headed() -> re.Pattern[str]:
    """A name at the head of a line, right before its budget."""
    return re.compile(
        rf"(?:(?<!\d)2\d\d(?:\d\d(?:\d\d)?)?(?![\d年])[-—–：. ]?)?“?([^，。；：“”]{{3,40}}?)”?(?={wordings('budget_lines')['follows']})"
    )


@cache
def _wordings(key: str) -> tuple[re.Pattern[str], ...]:
    return tuple(any_of([wording]) for wording in wordings("budget_lines")[key])
