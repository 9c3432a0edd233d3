"""The tokenizer against the algorithm of e5.c, written out once more over the whole vocabulary."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
from tokenizers import Tokenizer

from search_app.embedding.session import Session
from search_app.embedding.vocabulary import kept_pieces, make_tokenizer
from search_app.embedding.weights import Vocabulary, Weights

HARD = [
    "",
    "   两个  空格\t制表符\n换行 ",
    "ＡＢＣ１２３，．％（全角）",
    "～100㎡·10-15℃①②Ⅲ½…——“引号”《书名》",
    "GB/T 19580-2012, ISO 9001:2015 https://example.org/?q=1&k=2",
    "1,240.50万元（占比62.20%），比上年减少-45.77万元",
    "The quick brown fox; PPP项目 EPC+O",
    "零宽\u200b字\ufeff符\u00a0和控制\x07符",
    "䶮㐂𠮷",
    "🎉🙂",
]


class Reference:
    """Viterbi over all pieces, as `tok_content` in e5.c."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._ids = {piece: n for n, piece in enumerate(vocabulary.pieces) if n != vocabulary.unknown}
        self._longest = max(map(len, vocabulary.pieces))
        self._unknown = min(vocabulary.scores) - 10

    def pieces(self, text: str) -> list[str]:
        mapped = re.sub(" {2,}", " ", text.translate(self._vocabulary.replaced)).replace(" ", "▁")
        found = self._best(mapped if mapped.startswith("▁") else "▁" + mapped)
        # Neighbours that are unknown are one token, as in the original tokenizer.
        return [piece for piece, before in zip(found, ["", *found], strict=False) if {piece, before} != {"<unk>"}]

    def _best(self, text: str) -> list[str]:
        best = [(0.0, 0, "")] + [(float("-inf"), 0, "")] * len(text)
        for start in range(len(text)):
            for end in range(start + 1, min(len(text), start + self._longest) + 1):
                piece = text[start:end]
                known = self._ids.get(piece)
                if known is None and end > start + 1:
                    continue
                score = best[start][0] + (self._unknown if known is None else self._vocabulary.scores[known])
                if score > best[end][0]:
                    best[end] = (score, start, "<unk>" if known is None else piece)
        found: list[str] = []
        end = len(text)
        while end:
            found.append(best[end][2])
            end = best[end][1]
        return found[::-1]


@pytest.fixture(scope="module")
def reference(weights: Weights) -> Reference:
    return Reference(weights.vocabulary)


@pytest.fixture(scope="module")
def tokenizer(weights: Weights) -> Tokenizer:
    return make_tokenizer(weights.vocabulary, kept_pieces(weights.vocabulary))


def test_chinese_texts_get_the_tokens_of_the_whole_vocabulary(texts: list[str], reference: Reference, tokenizer: Tokenizer) -> None:
    assert len(texts) > 50
    for text in texts:
        assert tokenizer.encode("passage: " + text, add_special_tokens=False).tokens == reference.pieces("passage: " + text)


@pytest.mark.parametrize("text", HARD)
def test_hard_texts_too(text: str, reference: Reference, tokenizer: Tokenizer) -> None:
    text = "query: " + text
    found = tokenizer.encode(text, add_special_tokens=False)
    unknown = tokenizer.token_to_id("<unk>")
    assert ["<unk>" if n == unknown else token for n, token in zip(found.ids, found.tokens, strict=True)] == reference.pieces(text)


def test_code_points_are_replaced_as_the_file_says(weights: Weights, tokenizer: Tokenizer) -> None:
    assert tokenizer.normalizer is not None
    for code, out in weights.vocabulary.replaced.items():
        assert tokenizer.normalizer.normalize_str(f"中{chr(code)}文") == f"中{out}文", hex(code)


def test_what_is_kept_is_han_ascii_and_signs(weights: Weights) -> None:
    vocabulary = weights.vocabulary
    kept = {vocabulary.pieces[n] for n in kept_pieces(vocabulary)}
    assert {"财政", "万元", "▁the", "。", "～", "%"} <= kept
    letters = {c for piece in kept for c in piece if unicodedata.category(c).startswith("L") and not c.isascii()}
    assert all(unicodedata.name(c).startswith("CJK") for c in letters)
    assert len(kept) < 110_000


def test_special_tokens_stand_around_a_text(folder: Path) -> None:
    session = Session(folder)
    assert session.tokens("财政")[0] == 0
    assert session.tokens("财政")[-1] == 2
    assert session.tokens("")[-1] == 2
