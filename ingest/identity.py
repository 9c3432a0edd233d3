"""What a report is: whose, of which year, of which type, and where that unit is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from ingest.document import Document, Grid, Paragraph
from ingest.sections import is_caption
from kg.amounts import fold
from kg.errors import NotAReport, Unidentified
from kg.facts import DEPARTMENT_ACCOUNT, SELF_EVALUATION, UNIT_ACCOUNT, Unresolved
from ontology.subjects import years_of

_YEAR = re.compile(r"(20\d\d)(?![-./年]\d)年?度?.{0,25}?(?:部门|单位|整体支出|项目支出).{0,8}?(?:决算|绩效)")
_ANY_YEAR = re.compile(r"(20\d\d)年度?")
_BARE_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_ORDINAL = re.compile(r"^[一二三四五六七八九十]{1,3}、")
_SUBJECT_OF_TITLE = (
    re.compile(
        r"^(?:20\d\d年度?)?(?P<unit>[^，。：:、]{3,45}?)(?:20\d\d年度?)?(?:部门|单位|部门[(（]单位[)）])?(?:整体支出)?(?:决算|绩效(?:自评|评价)).{0,8}$"
    ),
    re.compile(r"^(?:第[一二三四五六七八九十]+部分)?[:：]?(?P<unit>[^，。：:、]{3,45}?)(?:部门|单位|[(（]单位[)）]|基本)*概况$"),
)
_TELLS = re.compile("决算|绩效|概况")  # what all such titles hold
_NOT_A_NAME = re.compile(
    r"\d{5}|索引号|^([（(]|20\d\d|部门|单位|本部门|本单位|我单位|我部门|预算|区级|市级|县级|省级|项目|财政|一般公共|收入|支出|整体|年度|关于|情况|第|附)|决算|[（(]?公章|[:：]|表$|说明$|报告$|概况$|名称$|自评表|评价表|20\d\d年|(拨款|支出|收入|经费|预算)$"
)
# Labels in front of the unit's name in a table, the surest first.
_UNIT_LABELS = (
    re.compile(r"^(预算|填报|公开)?(部门|单位)(\((单位|部门)\))?(名称)?$"),
    re.compile(r"^(项目)?(实施|申报|填报)?单位(名称)?$"),
    re.compile(r"^(项目)?主管(部门|单位)$"),
)
_TAIL = re.compile(r"(本级|[(（](汇总|本级|盖章|公章|单位)[)）]|部门|单位)$")
_ACCOUNT = re.compile(r"(部门|单位)([(（](单位|部门)[)）])?决算")
_EVALUATION = re.compile(r"绩效(自评|评价|自我评价)(报告|自评报告)|绩效自评表")
YEAR_BY_CLASSES = "the year is not printed: no other has all the classes that the tables list"
_PUBLISHED = re.compile(r"(?:发布|公开|公布|发文)(?:时间|日期)[:：]?(20\d\d)[年-](\d{1,2})[月-](\d{1,2})")


@dataclass(frozen=True, slots=True)
class Identity:
    """Unit's full name, year, type of report, title; the day of publication if printed (YYYY-MM-DD).

    `notes` say what of it is not printed and where it comes from instead.
    """

    unit: str
    year: int
    type: str
    title: str
    published: str | None = None
    notes: tuple[Unresolved, ...] = ()


@dataclass(frozen=True, slots=True)
class Given:
    """Unit and year as the user gives them for files that do not print them; "" and 0: not given."""

    unit: str = ""
    year: int = 0


NOTHING = Given()


def identify(document: Document, owners: Sequence[str], has_accounts: bool, given: Given = NOTHING) -> Identity:
    """Who, when and what, from the title, the headings and the owners named at the tables; what is not printed, as it is `given`.

    Raises NotAReport, Unidentified (with what is known) where unit or year are missing.
    """
    texts = [b.text for b in document.blocks if isinstance(b, Paragraph)]
    folded = [fold(text) for text in texts]
    whole = "".join(folded) + "".join(map(fold, owners))
    if not has_accounts and not _ACCOUNT.search(whole) and not _EVALUATION.search(whole):
        raise NotAReport(
            "this is neither 部门决算 nor 绩效自评报告",
            where=document.name,
            hint="no table of 决算公开 and no such title was found; leave this file out",
        )
    named = fold(PurePath(document.name).stem)
    unit = _unit(folded, owners, whole) or _unit((), _labelled(document), whole)
    unit = unit or fold(given.unit) or _unit([named], (), whole + named)
    year = _year(folded, whole)
    notes: tuple[Unresolved, ...] = ()
    if not year:
        year, notes = _unprinted_year(document, named, given)
    _require(document, unit, year)
    kind = _type(folded, whole, has_accounts)
    published = _PUBLISHED.search(whole)
    return Identity(
        unit,
        year,
        kind,
        f"{unit}{year}年度{kind}",
        "-".join((published[1], published[2].zfill(2), published[3].zfill(2))) if published else None,
        notes,
    )


def _unit(folded: Sequence[str], owners: Sequence[str], whole: str) -> str:
    """The longest candidate that is printed at least twice; a wrapped caption gives only the start of the name."""
    candidates = {_name(c) for c in (*map(fold, owners), *_from_titles(folded))}
    counted = [(whole.count(c), len(c), c) for c in sorted(candidates) if len(c) >= 3 and not _NOT_A_NAME.search(c)]
    if not counted:
        return ""
    often = [c for c in counted if c[0] >= 2] or counted
    best = max(often, key=lambda c: (c[0], c[1]))
    longer = [c for c in often if c[2].startswith(best[2]) and c[0] * 2 >= best[0] or c[2].endswith(best[2]) and c[0] * 2 >= best[0]]
    return max(longer, key=lambda c: (c[1], c[0]))[2]


def _labelled(document: Document) -> Sequence[str]:
    """The cells behind 单位名称, else 实施单位, else 主管部门: tables without a title name their unit there."""
    grids = [block for block in document.blocks if isinstance(block, Grid)]
    rows = [[fold(cell) for cell in row if cell] for grid in grids for row in grid.rows]
    pairs = [pair for row in rows for pair in zip(row, row[1:], strict=False)]
    return next((found for pattern in _UNIT_LABELS if (found := [after for label, after in pairs if pattern.match(label)])), ())


def _from_titles(folded: Sequence[str]) -> Iterable[str]:
    for i, text in enumerate(folded):
        pair = text + folded[i + 1] if i + 1 < len(folded) and i < 12 and not is_caption(folded[i + 1]) else text
        for candidate in dict.fromkeys((text, pair)):
            if len(candidate) > 70 or not _TELLS.search(candidate):
                continue
            for pattern in _SUBJECT_OF_TITLE:
                found = pattern.match(candidate)
                if found:
                    yield found["unit"]


def _name(text: str) -> str:
    text = re.sub(r"^20\d\d年度?", "", text)
    while True:
        shorter = _TAIL.sub("", text)
        if shorter == text:
            return re.sub(r"(20\d\d年度?)$", "", text)
        text = shorter


def _year(folded: Sequence[str], whole: str) -> int:
    counts = Counter(int(y) for y in _YEAR.findall(whole))
    head = [int(y) for text in folded[:6] for y in _ANY_YEAR.findall(text) if len(text) <= 60]
    if head and counts.get(head[0], 0):
        return head[0]
    if counts:
        return max(counts, key=lambda y: (counts[y], y))
    return head[0] if head else 0


def _require(document: Document, unit: str, year: int) -> None:
    hint = ", or lie beside the text of its report; --year and --unit name them too"
    if not unit:
        must = "the title, 单位：… above a table or the file's name must name the unit"
        raise Unidentified("no unit name found", where=document.name, hint=must + hint, year=year)
    if not year:
        must = "the title must say 20XX年度, or the name of the file the year"
        raise Unidentified("no year found", where=document.name, hint=must + hint, unit=unit)


def _unprinted_year(document: Document, named: str, given: Given) -> tuple[int, tuple[Unresolved, ...]]:
    """The year that is given or in the file's name, else the only one that has all the classes (类) the tables list; 0 without any."""
    if given.year:
        return given.year, (Unresolved("", str(given.year), "the year is not printed: it was given with the file"),)
    in_name = [int(y) for y in (_YEAR.findall(named) or _ANY_YEAR.findall(named) or _BARE_YEAR.findall(named))]
    if in_name:
        return in_name[0], (Unresolved("", str(in_name[0]), "the year is not printed: it is taken from the name of the file"),)
    cells = (cell for block in document.blocks if isinstance(block, Grid) for row in block.rows for cell in row if cell)
    fitting = years_of(_ORDINAL.sub("", fold(cell)) for cell in cells)
    return (fitting[0], (Unresolved("", str(fitting[0]), YEAR_BY_CLASSES),)) if len(fitting) == 1 else (0, ())


def _type(folded: Sequence[str], whole: str, has_accounts: bool) -> str:
    if not has_accounts and not re.search(r"决算(公开|情况说明|表$)", whole):
        return SELF_EVALUATION
    for text in folded[:12]:
        if len(text) <= 60 and re.search(r"单位决算", text) and "部门" not in text:
            return UNIT_ACCOUNT
        if len(text) <= 60 and "部门决算" in text:
            return DEPARTMENT_ACCOUNT
    return UNIT_ACCOUNT if whole.count("单位决算") > whole.count("部门决算") else DEPARTMENT_ACCOUNT
