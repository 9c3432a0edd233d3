"""English for the pages' own words: one catalogue, `english.yaml`, from the Chinese phrase to the English one.

Templates and scripts are written in Chinese and read in English: when they are loaded, every phrase in them is swapped for the
catalogue's, so a page costs the same in both languages. Texts that the program makes (titles, messages) pass the filter `said`.
What reports print is never translated.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from importlib import resources

import yaml

_HAN = re.compile(r"[\u3400-\u9fff]")
_PLACE = re.compile(r"\{(\d)(:s)?\}")
_SIGNS = str.maketrans({"、": ", ", "，": ", ", "。": ". ", "；": "; ", "：": ": ", "（": " (", "）": ")", "？": "?"})
# Of a template: comments, statements, expressions; the begin of a tag; its end; quotes; text.
_PIECES = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|</?[A-Za-z!][\w-]*|>|\"|[^<>{\"]+|.", re.DOTALL)
# A word within an expression, but not one that something is compared with.
_LITERAL = re.compile(r"(?<!==)(?<!!=)(?<!== )(?<!!= )\"([^\"]*)\"")
# Of a script: comments, which stay, and the three kinds of strings.
_STRINGS = re.compile(r"//[^\n]*|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|`[^`]*`")
_HOLES = re.compile(r"\$\{.*?\}")
_QUOTE = '"'


Words = Callable[[str], str]


@cache
def catalogue() -> dict[str, str]:
    """English by Chinese. `{1}` stands for the first expression of the phrase, `{1:s}` for the s of a plural after it."""
    text = resources.files("search_app").joinpath("english.yaml").read_text(encoding="utf-8")
    return {str(key): str(value) for key, value in yaml.safe_load(text).items()}


def has_chinese(text: str) -> bool:
    """Whether the text holds a Chinese character; signs alone don't count."""
    return bool(_HAN.search(text))


@lru_cache(maxsize=8192)
def english(text: str) -> str:
    """A text that the program made, in English: the phrase itself, or one with places for what was put into it; else as it is."""
    if text in catalogue():
        return catalogue()[text]
    if not has_chinese(text):
        return text.translate(_SIGNS)
    if "\u3000" in text:
        return "\u2003".join(map(english, text.split("\u3000")))
    for pattern, said in _patterns():
        if match := pattern.fullmatch(text):
            return _filled(said, [english(group) for group in match.groups()])
    return ", ".join(map(english, text.split("，"))) if "，" in text else text


def _filled(said: str, parts: list[str]) -> str:
    return _PLACE.sub(lambda m: plural(parts[int(m[1]) - 1]) if m[2] else parts[int(m[1]) - 1], said)


def plural(count: object) -> str:
    """The s of a noun after a number: "" after 1."""
    return "" if str(count) == "1" else "s"


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    """The phrases with places, those with the most words of their own first; two places side by side cannot be told apart."""
    found = [(key, said) for key, said in catalogue().items() if _PLACE.search(key) and has_chinese(key) and "}{" not in key]
    found.sort(key=lambda entry: (-len(_PLACE.sub("", entry[0])), entry[0]))
    return [(re.compile(_pattern(key, said), re.DOTALL), said) for key, said in found]


def _pattern(key: str, said: str) -> str:
    """What the phrase matches. What is counted, and what stands before a single character, is a number: 3行, but not 行政运行."""
    words = _PLACE.sub("", key)
    counted = {match[1] for match in _PLACE.finditer(said) if match[2]} | ({"1"} if len(words) == 1 else set())
    return re.sub(r"\\\{(\d)\\\}", lambda m: r"([\d,.–−-]+)" if m[1] in counted else "(.+?)", re.escape(key))


def known(text: str) -> str:
    """A name that may be a report's or ours: ours alone is swapped, and each side of an arrow for itself."""
    return " → ".join(catalogue().get(part, part) for part in text.split(" → "))


def look_up(key: str) -> str:
    """The English of a phrase; the phrase itself where the catalogue has none (a test holds the two together)."""
    return catalogue().get(key, key)


def template(source: str, words: Words = look_up) -> str:
    """A template in English; `words` says each phrase."""
    out: list[str] = []
    phrase: list[str] = []
    is_tag = is_quoted = False
    for piece in _PIECES.findall(source):
        begins = not is_tag and piece[0] == "<" and len(piece) > 1
        is_text = is_quoted if is_tag else not begins
        if is_text and not piece.startswith(("{%", "{#")) and not (is_tag and piece == _QUOTE):
            phrase.append(piece)
            continue
        out += [*_phrase(phrase, words), _expression(piece, words) if piece.startswith("{{") else piece]
        phrase = []
        is_quoted ^= is_tag and piece == _QUOTE
        is_tag = begins or (is_tag and (is_quoted or piece != ">"))
    return "".join([*out, *_phrase(phrase, words)])


def _phrase(pieces: list[str], words: Words) -> Iterator[str]:
    """The pieces between two tags or statements: a full-width blank parts them into phrases of their own."""
    part: list[str] = []
    for piece in pieces:
        first, *more = [piece] if piece.startswith("{{") else piece.split("\u3000")
        part.append(first)
        for text in more:
            yield from (_said(part, words), "\u2003")
            part = [text]
    yield _said(part, words)


def _said(part: list[str], words: Words) -> str:
    expressions = [piece for piece in part if piece.startswith("{{")]
    places = iter(range(1, len(expressions) + 1))
    key = "".join(f"{{{next(places)}}}" if piece.startswith("{{") else piece for piece in part)
    if not has_chinese(key):
        return "".join(_expression(piece, words) if piece.startswith("{{") else piece.translate(_SIGNS) for piece in part)
    begin, end = key[: len(key) - len(key.lstrip())], key[len(key.rstrip()) :]
    return begin + _PLACE.sub(lambda m: _place(expressions[int(m[1]) - 1], bool(m[2]), words), words(key.strip())) + end


def _place(expression: str, is_plural: bool, words: Words) -> str:
    return "{{ (" + expression[2:-2].strip() + ")|plural }}" if is_plural else _expression(expression, words)


def _expression(piece: str, words: Words) -> str:
    return _LITERAL.sub(lambda m: f'"{words(m[1])}"' if has_chinese(m[1]) else m[0].translate(_SIGNS), piece)


def script(source: str, words: Words = look_up) -> str:
    """A script in English."""
    return _STRINGS.sub(lambda m: m[0] if m[0].startswith("//") or not has_chinese(m[0]) else _string(m[0], words), source)


def _string(quoted: str, words: Words) -> str:
    holes = _HOLES.findall(quoted)
    places = iter(range(1, len(holes) + 1))
    key = _HOLES.sub(lambda _: f"{{{next(places)}}}", quoted[1:-1])
    return quoted[0] + _PLACE.sub(lambda m: holes[int(m[1]) - 1], words(key)) + quoted[-1]
