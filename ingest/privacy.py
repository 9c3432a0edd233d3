"""Contact and signature lines are dropped before anything else sees the text: no name, phone, mail or identity number leaves ingest.

What the labels are is in forms/privacy.yaml; numbers are known by their shape, wherever they are printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from ingest.document import Block, Document, Grid
from ingest.forms import load
from kg.amounts import fold

# Numbers without regard to labels: mobile, with area code, 400 and 800, of identity cards, mail.
_NUMBERS = re.compile(
    r"(?<![\d.])(?:"
    r"(?:\+?86-?)?1[3-9]\d-?\d{4}-?\d{4}"
    r"|[(]?0[1-9]\d{1,2}[)]?[-—–]?\d{7,8}"
    r"|[48]00-\d{3,4}-?\d{3,4}"
    r"|[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]"
    r")(?!\d|\.\d)"
)
_MAIL = re.compile(r"[A-Za-z0-9_.+-]{1,64}@[A-Za-z0-9-]{1,64}\.[A-Za-z0-9.]")
_SPOKEN = re.compile(r"(?:电话|手机|座机|传真|热线|联系方式)[^\d，。；、,;万亿元个次]{0,6}\d{3,4}[-—–]?\d{4}(?![\d.万亿元个件次%])")
_DIGITS = re.compile(r"[\d—–-]{7}")  # every number of a telephone or an identity card has so many in a row
_REST = re.compile(r"^[\d()+—–-]{4,20}$")
_PERSONAL = re.compile(
    r"^(?:[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]+·[\u4e00-\u9fff·]+|[\d()+—–-]{5,20}|[-—/无]+)$"
)  # a name or number in a list
_SENTENCE = re.compile(r"[^。！？]*[。！？]?")
_CUT = re.compile(r"(?:\D|^)\d{0,6}[-—–]?$")


@dataclass(frozen=True, slots=True)
class _Labels:
    """`colon`: a label announces something; `cell`: it stands alone; `ending`: a line ends in one.

    `named`: a text begins with one and the name; `listed`: names follow what announces a list of persons.
    """

    colon: re.Pattern[str]
    cell: re.Pattern[str]
    ending: re.Pattern[str]
    named: re.Pattern[str]
    listed: re.Pattern[str]
    name: re.Pattern[str]
    column: re.Pattern[str]
    beside: re.Pattern[str]


@cache
def _labels() -> _Labels:
    form = load("privacy")
    sign, numbers = rf"(?:[(]?(?:{form['sign']})[)]?)?", "|".join(form["numbers"])
    person = rf"(?:{form['who']})(?:{form['person']})员?{sign}"
    alone = rf"(?:负责人|代表人|责任人|(?<![\u4e00-\u9fff\d])人){sign}"  # not 52人：在职50人
    label = rf"(?:{person}|{alone}|{numbers})"
    name = rf"(?:[{form['surnames']}][\u4e00-\u9fff]{{1,2}}|[\u4e00-\u9fff]{{1,8}}·[\u4e00-\u9fff·]{{1,12}})"
    ends = rf"(?=$|[\d,，、;；(]|{label})"
    both = rf"(?:{form['who']})?(?:{form['person']})?及(?:{numbers})"
    return _Labels(
        colon=re.compile(rf"{label}[:：]", re.IGNORECASE),
        cell=re.compile(rf"^(?:{label}|{both})(?:[:：]|[(].{{0,8}}[)])?$", re.IGNORECASE),
        ending=re.compile(rf"{label}[:：]$", re.IGNORECASE),
        named=re.compile(rf"^{person}{name}{ends}"),
        listed=re.compile(rf"{form['group']}[:：]{name}(?=$|[,，、;；。(]|同志)"),
        name=re.compile(rf"^{name}$"),
        column=re.compile(rf"^(?:{form['columns']})$"),
        beside=re.compile(rf"^(?:{form['beside']})$"),
    )


def without_contacts(document: Document) -> Document:
    """The document without contact sentences and cells; paragraphs left empty are gone."""
    unread = tuple(replace(place, printed="" if is_contact(place.printed) else place.printed) for place in document.unread)
    return replace(document, blocks=tuple(_cleaned(document.blocks)), unread=unread)


@lru_cache(maxsize=4096)  # a report prints many a cell several times
def is_contact(text: str) -> bool:
    """True for a sentence or cell that names a contact person, a phone number, a mail address or an identity number."""
    text, labels = fold(text), _labels()
    if ":" in text and (labels.colon.search(text) or labels.listed.search(text)):
        return True
    if _DIGITS.search(text) and (_NUMBERS.search(text) or _SPOKEN.search(text)):
        return True
    return bool(labels.named.match(text) or ("@" in text and _MAIL.search(text)))


def _cleaned(blocks: Iterable[Block]) -> Iterator[Block]:
    label = _labels().cell
    before = ""  # the end of a contact line that was dropped, where the next line may go on with it
    for block in blocks:
        if isinstance(block, Grid):
            rows = _rows(block.rows)
            yield block if rows == block.rows else replace(block, rows=rows)
            before = ""
            continue
        folded = fold(block.text)
        if before and _goes_on(before, folded):
            before = folded
            continue
        text = "".join(s for s in _SENTENCE.findall(block.text) if s and not is_contact(s))
        text = "" if label.match(fold(text)) else text
        before = "" if text == block.text else folded
        if text:
            yield block if text == block.text else replace(block, text=text)


def _goes_on(before: str, line: str) -> bool:
    """True for a line that is only what the one before announces: a name or number behind a label, the rest of a number."""
    if _labels().ending.search(before) or _labels().cell.match(before):
        return bool(_labels().name.match(line.rstrip("。；;,，")) or _REST.match(line.rstrip("。；;,，")))
    return bool(_CUT.search(before) and re.match(r"^[\d-]{2,11}。?$", line))


# tables --------------------------------------------------------------------------------------------------------------------


def _rows(rows: Sequence[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    out, columns = [], frozenset[int]()
    for row in rows:
        if not columns and all(map(_is_plain, row)):
            out.append(row)
            continue
        heads = _heads(row)
        if heads or not _lists_persons(row, columns):
            columns = heads
        if heads:
            out.append(row)
        else:
            out.append(tuple("" if i in columns else cell for i, cell in enumerate(_row(row))))
    return tuple(out)


@lru_cache(maxsize=4096)
def _is_plain(cell: str) -> bool:
    """True for a cell that is no contact, no label of one and no head of a column of persons."""
    folded, labels = fold(cell), _labels()
    return not (is_contact(cell) or labels.cell.match(folded) or labels.column.match(folded))


def _heads(row: Sequence[str]) -> frozenset[int]:
    """Columns of names, numbers and signatures, where `row` is the head of a list of persons."""
    if not any(row):
        return frozenset()
    folded = [fold(cell) for cell in row]
    found = frozenset(i for i, cell in enumerate(folded) if _labels().column.match(cell))
    others = [cell for i, cell in enumerate(folded) if cell and i not in found]
    return found if len(found) + len(others) >= 2 and all(_labels().beside.match(cell) for cell in others) else frozenset()


def _lists_persons(row: Sequence[str], columns: frozenset[int]) -> bool:
    """True for a row below such a head: what stands in its columns is a name, a number or nothing."""
    cells = [fold(row[i]) for i in columns if i < len(row) and row[i]]
    return bool(columns) and all(_PERSONAL.match(cell) or is_contact(cell) for cell in cells)


def _row(row: tuple[str, ...]) -> tuple[str, ...]:
    if not any(row):
        return row
    out = ["" if cell and is_contact(cell) else cell for cell in row]
    for i, cell in enumerate(row):
        if cell and _labels().cell.match(fold(cell)):
            for j in (i, *_behind(row, i)):
                out[j] = ""
    return tuple(out)


def _behind(row: Sequence[str], label: int) -> Iterator[int]:
    """What stands behind a label: the first cell that is neither blank nor the label again (merged cells), and its repetitions."""
    value = ""
    for j in range(label + 1, len(row)):
        text = fold(row[j])
        if not text or (not value and text == fold(row[label])):
            continue
        if value and text != value:
            return
        value = text
        yield j
