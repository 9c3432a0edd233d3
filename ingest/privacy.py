"""Contact and signature lines are dropped before anything else sees the text: no name, phone or mail leaves ingest."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.document import Block, Document, Grid
from kg.amounts import fold

_LABEL = (
    r"(?:联系|接洽|填表|填报|制表|经办|审核|复核|报告|项目|财务|单位|部门|主管|评价|法定)?(?:人|负责人|代表人)(?:员)?(?:[(（]?(?:签字|签章|盖章|签名|姓名)[)）]?)?"
    r"|联系(?:电话|方式|手机)|(?:办公|咨询|监督|举报|固定|移动)?电话(?:号码)?|手机(?:号码?)?|(?:电子)?邮箱|电子邮件|传真|身份证号?码?|e-?mail"
)
_CONTACT = re.compile(rf"(?:{_LABEL})[:：]", re.IGNORECASE)
_CONTACT_CELL = re.compile(rf"^(?:{_LABEL}|联系人及电话|负责人及电话)[:：]?$", re.IGNORECASE)
_PHONE = re.compile(r"(?<![\d.])(?:0\d{2,3}-\d{7,8}|1[3-9]\d{9})(?![\d.])")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")
_SENTENCE = re.compile(r"[^。！？]*[。！？]?")


def without_contacts(document: Document) -> Document:
    """The document without contact sentences and cells; paragraphs left empty are gone."""
    blocks = (_cleaned(block) for block in document.blocks)
    return replace(document, blocks=tuple(block for block in blocks if block))


def is_contact(text: str) -> bool:
    """True for a sentence or cell that names a contact person, a phone number or a mail address."""
    text = fold(text)
    return bool(_CONTACT.search(text) or _PHONE.search(text) or _MAIL.search(text))


def _cleaned(block: Block) -> Block | None:
    if isinstance(block, Grid):
        return replace(block, rows=tuple(_row(row) for row in block.rows))
    text = "".join(s for s in _SENTENCE.findall(block.text) if s and not is_contact(s))
    return replace(block, text=text) if text else None


def _row(row: tuple[str, ...]) -> tuple[str, ...]:
    out = ["" if is_contact(cell) else cell for cell in row]
    for i, cell in enumerate(row):
        if _CONTACT_CELL.match(fold(cell)):
            out[i : i + 2] = ["", ""][: len(out) - i]
    return tuple(out)
