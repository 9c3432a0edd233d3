"""The tokenizer, made again from pieces and scores: a Unigram model (SentencePiece) after NFKC, blanks as ▁, `<s> … </s>`.

A tokenizer of all 250,000 pieces takes 300 MB of memory, nearly all of it for scripts that no Chinese report uses. Pieces
of Han characters, ASCII, digits, punctuation and symbols stay: texts of these get the tokens that the whole vocabulary gives.
"""

from __future__ import annotations

import re
import unicodedata

from tokenizers import Regex, Tokenizer, normalizers, pre_tokenizers
from tokenizers.models import Unigram
from tokenizers.processors import TemplateProcessing

from search_app.embedding.weights import Vocabulary

_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_WIDE_TILDE = "\uff5e"  # NFKC would make it "~"; the model was trained without that
_STAND_IN = "\ue000"


def kept_pieces(vocabulary: Vocabulary) -> list[int]:
    """Ids of the pieces that stay, the special ones first."""
    special = {vocabulary.begin, vocabulary.end, vocabulary.pad, vocabulary.unknown}
    return [n for n, piece in enumerate(vocabulary.pieces) if n in special or all(map(_stays, piece))]


def _stays(character: str) -> bool:
    """False for letters and marks of other scripts than Han and ASCII."""
    return character.isascii() or bool(_HAN.match(character)) or unicodedata.category(character)[0] not in "LM"


def make_tokenizer(vocabulary: Vocabulary, kept: list[int]) -> Tokenizer:
    """The tokenizer over the pieces `kept`, whose new ids are their places in that list."""
    pieces = [(vocabulary.pieces[n], vocabulary.scores[n]) for n in kept]
    tokenizer = Tokenizer(Unigram(pieces, unk_id=kept.index(vocabulary.unknown)))
    tokenizer.normalizer = normalizers.Sequence(_normalizers(vocabulary))
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    begin, end = vocabulary.pieces[vocabulary.begin], vocabulary.pieces[vocabulary.end]
    numbers = [(begin, kept.index(vocabulary.begin)), (end, kept.index(vocabulary.end))]
    tokenizer.post_processor = TemplateProcessing(single=f"{begin} $A {end}", special_tokens=numbers)
    return tokenizer


def _normalizers(vocabulary: Vocabulary) -> list[normalizers.Normalizer]:
    """What the table of replaced code points does: some go, some become blanks, the rest is NFKC."""
    return [
        normalizers.Replace(_any_of(vocabulary, ""), ""),
        normalizers.Replace(_any_of(vocabulary, " "), " "),
        normalizers.Replace(_WIDE_TILDE, _STAND_IN),
        normalizers.NFKC(),
        normalizers.Replace(_STAND_IN, _WIDE_TILDE),
        normalizers.Replace(Regex(" {2,}"), " "),
    ]


def _any_of(vocabulary: Vocabulary, replacement: str) -> Regex:
    codes = sorted(code for code, out in vocabulary.replaced.items() if out == replacement)
    return Regex("[" + "".join(f"\\x{{{code:x}}}" for code in codes) + "]")
