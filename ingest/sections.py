"""The outline of a report: wrapped lines joined into paragraphs, headings with their level, a section path on every block."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from ingest.document import Block, Document, Grid, Paragraph
from ingest.forms import load

_N = "一二三四五六七八九十"
# Ordinals by level, the outermost first.
_ORDINALS = (
    rf"第[{_N}]+部分[:：]?",
    rf"[{_N}]+[、.．]|第[{_N}]+[章节]",
    rf"[（(][{_N}]+[）)]、?",
    r"\d{1,2}(?:、|[.．](?!\d))",
    r"[（(]\d{1,2}[）)]|[①-⑳]",
)
_MARKER = re.compile("|".join(f"({ordinal})" for ordinal in _ORDINALS))  # the number of the group is the level
_SENTENCE_ENDS = tuple("。；：！？…:;.!?）)】》”」")
_NOUN_END = re.compile(r"(情况|职能|职责|机构|概况|设置|说明|结果|问题|措施|分析|应用|公开|构成|规模|内容|依据|背景|目标|原因|建议|等)。$")
_SUBJECT_PATH = re.compile(r"[（(][类款项][）)]")
_FIGURE = re.compile(r"\d[\d,.]*(万?元|%|％|[人个家次件名])")
_AMOUNTS = ("年初预算", "年初", "全年预算", "支出决算")  # what is said of a subject goes on with one of these
_CUT_NUMBER = re.compile(r"\d[.．]")  # the end of a line that a number is cut by
_REST_OF_NUMBER = re.compile(r"\d{1,3}(?:[百千万亿元%％，。；、,;人个家次件名辆台套项批户分期]|平方)")
_CAPTION = re.compile(
    r"^(公开\d+表|财?决?公?开?\d+表|表[\d一二三四五六七八九十-]+|(部门|单位|编制单位|金额单位|填报单位|计量单位).{0,2}[:：].*|发布日期[:：][\d-]+)$"
)
_NO_HEADING = re.compile(r"[。；，：:、？！,;“”]|\d")  # in a line without an ordinal
_PART_NAME = re.compile(rf"^(第[{_N}]+部分)[:：]?(?=.)")
_PART_LINE = 20  # characters: a line with a comma and no end mark goes on on the next
_PAGE_LINE = 24  # the same for an item, where a page number stands between the lines
_FULL_LINE = 30  # characters; a shorter line without an end mark is a title or a label, not a wrapped sentence


def outline(document: Document) -> Document:
    """The document with joined paragraphs, `level` on headings and `section` (headings above) on every block."""
    return replace(document, blocks=tuple(_sectioned(_joined(document.blocks))))


def level_of(text: str) -> int:
    """Outline level of a heading, 0 where the paragraph is none."""
    found = _MARKER.match(text)
    if found is None:
        return _unnumbered_level(text)
    level = found.lastindex or 0
    return level if _is_title(text, text[found.end() :], level) else 0


def is_caption(text: str) -> bool:
    """True for the small print around a table: 公开01表, 单位：万元, 部门：…."""
    return bool(_CAPTION.match(text))


def starts_item(text: str) -> bool:
    """True where a paragraph starts with an ordinal of any level."""
    return bool(_MARKER.match(text))


def _is_title(text: str, body: str, level: int) -> bool:
    if level == 1:
        return len(body) <= 60 and "。" not in body
    if re.search(r"[：:]$", body) and _NOUN_END.search(body[:-1] + "。"):
        body = body[:-1]
    if len(body) > 40 or not body or _SUBJECT_PATH.search(body) or body[-1] in "；;，,：:、":
        return False
    if "。" in body:
        return len(body) <= 18 and ("，" not in body or "包括" in body) and bool(_NOUN_END.search(body))
    return "；" not in body and not (level >= 3 and _FIGURE.search(body) and "，" in body)


def _unnumbered_level(text: str) -> int:
    if is_caption(text):
        return 0
    for level, pattern in _unnumbered():
        if pattern.fullmatch(text):
            return level
    plain = 4 <= len(text) <= 25 and not _NO_HEADING.search(text)
    return 4 if plain and _NOUN_END.search(text + "。") else 0


@cache
def _unnumbered() -> tuple[tuple[int, re.Pattern[str]], ...]:
    return tuple((int(level), re.compile(pattern)) for level, patterns in load("headings").items() for pattern in patterns)


def _joined(blocks: Iterable[Block]) -> Iterator[Block]:
    held: Paragraph | None = None
    for block in blocks:
        if isinstance(block, Paragraph) and held and _goes_on(held.text, block.text):
            held = replace(held, text=held.text + block.text)
            continue
        if held:
            yield held
        held = block if isinstance(block, Paragraph) else None
        if isinstance(block, Grid):
            yield block
    if held:
        yield held


def goes_over_page(before: str, after: str) -> bool:
    """True where `after` is the rest of the paragraph `before` and only a page number stands between: an item of a list, too."""
    if before.endswith(_SENTENCE_ENDS) or starts_item(after) or is_caption(after) or is_caption(before):
        return False
    return len(before) >= _PAGE_LINE and bool(re.search("[，、；]", before))


def _goes_on(before: str, after: str) -> bool:
    """True where `after` is the rest of the paragraph `before`."""
    if after.startswith(_AMOUNTS) and _SUBJECT_PATH.search(before) and not _FIGURE.search(before):
        return True
    if len(before) >= _PART_LINE and _CUT_NUMBER.match(before[-2:]) and _REST_OF_NUMBER.match(after):
        return True
    if before.endswith(_SENTENCE_ENDS) or starts_item(after) or is_caption(after) or is_caption(before):
        return False
    return len(before) >= _FULL_LINE or bool(len(before) >= _PART_LINE and re.search(r"[，、；：]", before) and not level_of(before))


def _sectioned(blocks: Iterator[Block]) -> Iterator[Block]:
    path: list[tuple[int, str]] = []
    section: tuple[str, ...] = ()  # the headings of `path`
    listed = list(blocks)
    contents = _contents(listed)
    offset = _style_offset(listed)
    for i, block in enumerate(listed):
        if i in contents:
            yield block.below(("目录",))
        elif isinstance(block, Grid):
            yield block.below(section)
        elif _names_part(path, listed, i):
            path[-1] = (1, f"{path[-1][1]}\u3000{block.text}")
            section = tuple(text for _, text in path)
            yield block.below((), level=1)
        elif level := _level_at(listed, i) or _styled_level(block, offset):
            while path and path[-1][0] >= level:
                path.pop()
            yield block.below(tuple(text for _, text in path), level)
            path.append((level, _PART_NAME.sub("\\1\u3000", block.text)))
            section = tuple(text for _, text in path)
        else:
            yield block.below(section)


def _level_at(blocks: list[Block], i: int) -> int:
    """Level of the heading at `i`; 0 too for an item of a list, which looks like a heading but has nothing below it."""
    block = blocks[i]
    level = level_of(block.text) if isinstance(block, Paragraph) else 0
    if level < 3 or not isinstance(block, Paragraph) or not starts_item(block.text):
        return level
    after = blocks[i + 1] if i + 1 < len(blocks) else None
    if isinstance(after, Grid):
        return level
    return 0 if after is None or 0 < (_marker_level(after.text) or level_of(after.text)) <= level else level


def _styled_level(block: Block, offset: int) -> int:
    """Level of a heading that only its style tells; 0 for anything else, as whole paragraphs carry heading styles too."""
    if isinstance(block, Grid) or not block.level or starts_item(block.text) or is_caption(block.text):
        return 0
    short = 2 <= len(block.text) <= _FULL_LINE and not re.search(r"[。；，：:！？]|\d{3}", block.text)
    return min(max(block.level + offset, 1), len(_ORDINALS)) if short else 0


def _style_offset(blocks: Sequence[Block]) -> int:
    """How the levels of styles differ from those of the ordinals (一、 is 2), by the headings that have both."""
    both = Counter(level - b.level for b in blocks if isinstance(b, Paragraph) and b.level and (level := _title_level(b.text)))
    return both.most_common(1)[0][0] if both else 0


def _title_level(text: str) -> int:
    return level_of(text) if starts_item(text) else 0


def _marker_level(text: str) -> int:
    found = _MARKER.match(text)
    return (found.lastindex or 0) if found else 0


_LEADER = re.compile(r"[\s.…·]*\d*$")  # dots and page number after an entry of the contents
_BARE_PART = re.compile(rf"^(第[{_N}]+部分|附\s*件\s*\d*)$")


def _names_part(path: list[tuple[int, str]], blocks: list[Block], i: int) -> bool:
    """True for the line under a bare 第X部分 or 附件N: it is the name of the part."""
    block, before = blocks[i], blocks[i - 1] if i else None
    if not (path and isinstance(block, Paragraph) and isinstance(before, Paragraph)):
        return False
    bare = before.text == path[-1][1] and bool(_BARE_PART.match(before.text))
    return bare and len(block.text) <= 40 and not starts_item(block.text) and not block.text.endswith(_SENTENCE_ENDS)


def _contents(blocks: list[Block]) -> range:
    """Indices of the table of contents: from 目录 to the second 第一部分 (or 一、…, or to the first long paragraph)."""
    texts = [block.text if isinstance(block, Paragraph) else "" for block in blocks]
    start = next((i for i, text in enumerate(texts) if re.fullmatch(r"目录", text)), None)
    if start is None:
        return range(0)
    parts = [i for i in range(start, len(texts)) if texts[i].startswith("第一部分")]
    long = next((i for i in range(start + 1, len(texts)) if len(texts[i]) > 60 or not texts[i]), len(texts))
    again = parts[1] if len(parts) > 1 else _printed_again(texts, start + 1, long)
    return range(start, min(long, again))


def _printed_again(texts: Sequence[str], first: int, end: int) -> int:
    """Where the first entry of the contents that begins with 一、 comes as a heading; `end` where it does not come again."""
    entry = _LEADER.sub("", texts[first]) if first < end else ""
    if not entry.startswith("一、"):
        return end
    return next((i for i in range(first + 1, end) if texts[i] == entry), end)
