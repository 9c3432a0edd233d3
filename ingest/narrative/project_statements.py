"""What the narrative says of single projects: a paragraph under the project's name, a line of a list, an amount in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from ingest.narrative.ordinals import ordinal_at, without_ordinal
from ingest.narrative.wordings import any_of, pattern, plain, wordings
from kg.amounts import Quantity, read_number
from kg.facts import BudgetLine, Passage, TextPlace

_RUN_IN = re.compile(r"([^。：；]{2,60})[：。]")
_SENTENCES = re.compile(r"[^。；]*[。；]?")
_STOP = re.compile(r"[；。]")
_GRADES = {"优秀": "优", "良好": "良", "合格": "中", "较差": "差"}


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement about one project; fields are None where it does not print them. `also` is another name that it gives.

    `is_described`: it is called by what it is for (环境卫生整治项目支出120万元), which need not be its name.
    """

    name: str
    place: TextPlace
    also: str = ""
    initial_budget: Quantity | None = None
    full_budget: Quantity | None = None
    spent: Quantity | None = None
    execution_rate: Quantity | None = None
    score: Quantity | None = None
    grade: str | None = None
    purpose: str | None = None
    functional: str = ""
    is_described: bool = False


def statements(passages: Sequence[Passage], lines: Sequence[BudgetLine]) -> tuple[Statement, ...]:
    """Statements in the order of the text; budget lines that are headed by a project's name are among them."""
    found = [_of_line(line) for line in lines if line.is_project]
    for passage in passages:
        if _speaks_of_projects(passage.section):
            found += _under_name(passage) or _listed(passage)
        if not found or found[-1].place.passage != passage.number:
            found += _told(passage)
    return tuple(sorted(found, key=lambda s: (s.place.passage, s.place.start)))


@lru_cache(maxsize=1024)
def _speaks_of_projects(section: tuple[str, ...]) -> bool:
    return bool(pattern("projects", "sections").search("".join(section)))


@lru_cache(maxsize=4096)
def project_name(heading: str) -> str:
    """The project that a heading names, or ""."""
    flat = plain(without_ordinal(heading)).strip("。：")
    found = _headings().fullmatch(flat)
    name = next((group for group in found.groups() if group), "") if found else ""
    return _trimmed(name) if name and not _is_never(name) else ""


def _trimmed(name: str) -> str:
    """The name without quotes and without a 项目 that only repeats what it is (工作经费项目)."""
    name = name.strip("“”") if name.count("“") == name.count("”") == 1 and name[0] == "“" and name[-1] == "”" else name
    shorter = name.removesuffix("项目")
    return shorter if re.search(r"(经费|资金|费|专项|补助|补贴|专款|工程)$", shorter) else name


def _is_never(name: str) -> bool:
    return bool(pattern("projects", "never").search(name))


def _of_line(line: BudgetLine) -> Statement:
    return Statement(
        _trimmed(line.path[0]),
        line.place,
        initial_budget=line.initial_budget,
        spent=line.final,
        functional=line.functional,
    )


def _under_name(passage: Passage) -> list[Statement]:
    """The statement of a paragraph that a heading, or its own first words, put under a project's name."""
    flat = plain(passage.text)
    name, start = project_name(passage.section[-1]), 0
    if not name:
        ordinal = ordinal_at(passage.text)
        begin = ordinal.end if ordinal else 0
        own = _RUN_IN.match(flat, begin)
        name, start = (project_name(own[1]), own.end()) if own else ("", 0)
        headed = None if name else pattern("projects", "headed").match(flat, begin)
        name, start = (project_name(headed[1]), headed.end()) if headed else (name, start)
    if not name or not pattern("projects", "about").search(flat[start:]):
        return []
    return [_statement(passage, name, start)]


def _statement(passage: Passage, name: str, start: int) -> Statement:
    text, flat = passage.text[start:], plain(passage.text)[start:]
    also = pattern("projects", "also").search(flat)
    grade = pattern("projects", "grade").search(flat)
    return Statement(
        name,
        TextPlace(passage.number, 0, len(passage.text), passage.page, passage.line),
        also=_trimmed(also[1]) if also and not _is_never(also[1]) else "",
        initial_budget=_quantity("initial", flat),
        full_budget=_quantity("full", flat),
        spent=_quantity("spent", flat),
        execution_rate=_quantity("rate", flat),
        score=_quantity("score", flat),
        grade=_GRADES.get(grade[1], grade[1]) if grade else None,
        purpose=_purpose(text, flat),
    )


def _purpose(text: str, flat: str) -> str | None:
    """The sentences that say what the money is for, as printed."""
    found = pattern("projects", "purpose").search(flat)
    start = found.end() if found else 0
    end = start
    for sentence in _SENTENCES.finditer(flat, start):
        if not sentence[0] or pattern("projects", "purpose_ends").search(sentence[0]):
            break
        end = sentence.end()
    return text[start:end].strip().rstrip("；") or None


def _listed(passage: Passage) -> list[Statement]:
    """Projects that a sentence lists with what was spent on each."""
    if not re.search(r"项目支出|项目资金|专项", "".join(passage.section) + passage.text[:40]):
        return []
    return list(_in_list(passage, plain(passage.text)))


def _told(passage: Passage) -> list[Statement]:
    """Projects named in quotes in a sentence that gives their budget and what was spent."""
    flat, rows = plain(passage.text), []
    for found in pattern("projects", "told").finditer(flat):
        if not _is_never(found[1]):
            end = next((stop.end() for stop in _STOP.finditer(flat, found.end())), len(flat))
            whole = _statement(replace(passage, text=passage.text[:end]), _trimmed(found[1]), found.end())
            rows.append(replace(whole, place=replace(whole.place, start=found.start(1), end=end), purpose=None))
    return rows


def _in_list(passage: Passage, flat: str) -> Iterator[Statement]:
    for found in pattern("projects", "listed").finditer(flat):
        if not _is_never(found[1]):
            end = next((stop.end() for stop in _STOP.finditer(flat, found.end())), len(flat))
            place = TextPlace(passage.number, found.start(1), end, passage.page, passage.line)
            text, body = passage.text[found.end() : end], flat[found.end() : end]
            purpose = _purpose(text, body) if pattern("projects", "purpose").search(body) else None
            described = found[1].endswith("项目") and flat.startswith("支出", found.end(1))
            spent = read_number(found[2] + found[3])
            yield Statement(_trimmed(found[1]), place, spent=spent, purpose=purpose, is_described=described)


def _quantity(key: str, flat: str) -> Quantity | None:
    """The first number that one of the wordings of `key` prints; earlier wordings win."""
    for wording in _wordings(key):
        found = wording.search(flat)
        if found:
            return read_number(found[1] + found[2])
    return None


@cache
def _wordings(key: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(wording) for wording in wordings("projects")[key])


@cache
def _headings() -> re.Pattern[str]:
    return any_of(wordings("projects")["headings"])
