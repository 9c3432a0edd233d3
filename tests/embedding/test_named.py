"""Models by folder, made here: a SentenceTransformer and a CrossEncoder of a few numbers each."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from kg.errors import UsageError
from search_app.embedding.encoder import encoder_id, make_encoder, open_encoder
from search_app.embedding.named import VARIABLE, NamedEncoder
from search_app.search.reranking import reranked

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *"公务接待费减少培训增加政府采购"]


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `bert` (a BERT of 8 numbers) and `judge` (one that scores pairs)."""
    transformers = pytest.importorskip("transformers")
    torch = pytest.importorskip("torch")
    torch.manual_seed(1)
    folder = tmp_path_factory.mktemp("models")
    (folder / "vocab.txt").write_text("\n".join(dict.fromkeys(WORDS)), encoding="utf-8")
    tokenizer = transformers.BertTokenizerFast(str(folder / "vocab.txt"))
    shape = {"vocab_size": len(set(WORDS)), "hidden_size": 8, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 8}
    config = transformers.BertConfig(**shape, num_labels=1)
    for name, kind in (("bert", transformers.BertModel), ("judge", transformers.BertForSequenceClassification)):
        kind(config).save_pretrained(folder / name)
        tokenizer.save_pretrained(folder / name)
    return folder


def test_a_model_by_folder(parts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, str(parts / "bert"))
    encoder = make_encoder(tmp_path)
    assert isinstance(encoder, NamedEncoder)
    assert encoder.id == encoder_id(tmp_path) == open_encoder(tmp_path).id  # type: ignore[union-attr]
    assert encoder.dimension == 8
    vectors = encoder.encode_documents(["公务接待费减少", "培训费增加"])
    assert vectors.shape == (2, 8)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1], abs=1e-5)
    assert encoder.encode_query("公务接待费").dtype == np.float32
    assert encoder.encode_documents([]).shape == (0, 8)


def test_another_model_has_another_id(parts: Path) -> None:
    assert NamedEncoder(str(parts / "bert")).id != NamedEncoder(str(parts / "judge")).id


def test_a_model_that_is_not_there_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError, match="cannot be loaded"):
        NamedEncoder(str(tmp_path / "empty")).encode_query("公务")


def test_pairs_are_put_in_order(parts: Path) -> None:
    texts = ["公务接待费减少", "培训费增加", "政府采购"]
    order = reranked(str(parts / "judge"), "接待", texts)
    assert sorted(order.tolist()) == [0, 1, 2]
    assert reranked(str(parts / "judge"), "接待", []).tolist() == []
