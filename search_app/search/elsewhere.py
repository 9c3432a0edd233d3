"""Passages embedded on the machines of an engine: each has the model of its own, which must be that of this machine."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ingest.engines import Engine
from kg.errors import EngineError
from search_app.commands.vectors import cache_folder
from search_app.embedding.encoder import Encoder, make_encoder
from search_app.embedding.model import VARIABLE
from search_app.embedding.weights import Floats
from search_app.search.vectors import Encode, documents

_MODEL = "JUESUAN_MODEL"


@dataclass(frozen=True, slots=True)
class Batch:
    """Passages, the id of the encoder whose vectors are wanted, and the model's name (empty: the packaged one)."""

    passages: Sequence[str]
    encoder: str
    model: str


def encode_at(engine: Engine, encoder: Encoder) -> Encode:
    """Encoding by `engine`, with vectors as those of `encoder`."""
    model = os.environ.get(_MODEL, "")

    def encode(batches: Iterable[Sequence[str]]) -> Iterator[Floats]:
        return engine.each(embed, (Batch(passages, encoder.id, model) for passages in batches))

    return encode


def embed(batch: Batch) -> Floats:
    """The vectors of a batch, on the machine that has it. Raises EngineError where its model is another one."""
    encoder = _encoder(batch.model)
    if encoder.id != batch.encoder:
        message = f"a machine of the cluster has another embedding model ({encoder.id}, here {batch.encoder})"
        raise EngineError(message, hint="install the same versions of the packages on all machines")
    return documents(encoder, batch.passages)


@cache
def _encoder(model: str) -> Encoder:
    """The encoder of this process, on one thread; its model is made where the machine has none yet."""
    if model:
        os.environ[_MODEL] = model
    given = os.environ.get(VARIABLE)
    return make_encoder(Path(given) if given else cache_folder())
