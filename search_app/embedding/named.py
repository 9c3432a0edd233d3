"""Any sentence-transformers model by name or folder (setting `model`), on a GPU where there is one, with its own prompts.

Names are looked up as sentence-transformers does it (its cache, then the hub; HF_HUB_OFFLINE=1 keeps it from the network).
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from kg.errors import UsageError
from search_app.embedding.weights import Floats

VARIABLE = "JUESUAN_MODEL"
_BATCH = 64


def chosen_model() -> str:
    """The model of the setting `model`; empty for the packaged one."""
    return os.environ.get(VARIABLE, "")


def named_id(name: str) -> str:
    """Stands for the model: its name, for a folder a hash of its configuration and the sizes of its files."""
    folder = Path(name)
    if not folder.is_dir():
        return name
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    seen = [f"{path.relative_to(folder)} {path.stat().st_size}".encode() for path in files]
    seen += [path.read_bytes() for path in files if path.suffix == ".json" and path.stat().st_size < 1_000_000]
    return f"{folder.name}-{hashlib.sha256(b'|'.join(seen)).hexdigest()[:12]}"


class NamedEncoder:
    """The encoder over a sentence-transformers model, loaded when it is first needed."""

    def __init__(self, name: str) -> None:
        self.id = named_id(name)
        self._name = name

    @cached_property
    def dimension(self) -> int:
        """Numbers in a vector."""
        return int(self._model.get_embedding_dimension())

    def encode_query(self, text: str) -> Floats:
        """The vector of a query."""
        found: Floats = self._model.encode_query(text, normalize_embeddings=True, show_progress_bar=False)
        return found.astype(np.float32)

    def encode_documents(self, texts: Sequence[str]) -> Floats:
        """The vectors of passages."""
        if not texts:
            return np.empty((0, self.dimension), np.float32)
        found: Floats = self._model.encode_document(list(texts), batch_size=_BATCH, normalize_embeddings=True, show_progress_bar=False)
        return found.astype(np.float32)

    @cached_property
    def _model(self) -> Any:
        from sentence_transformers import SentenceTransformer

        try:
            return SentenceTransformer(self._name)
        except (OSError, ValueError) as error:
            hint = "set `model` to a folder or a name, or leave it empty"
            raise UsageError(f"cannot be loaded: {error}", where=self._name, hint=hint) from error
