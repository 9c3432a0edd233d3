"""A Milvus that names the likely pieces: one collection a release. The vectors stay in their file, which puts the texts in order.

The setting `vectors` holds its address: `http://host:19530` for a server or cluster, the name of a `.db` file for milvus-lite.
"""

from __future__ import annotations

import os
import re
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.errors import UsageError
from search_app.embedding.weights import Floats

VARIABLE = "JUESUAN_VECTORS"
Rows = NDArray[np.integer[Any]]

_BATCH = 1_000
_MOST = 16_384  # hits that Milvus gives at most


def milvus_uri() -> str:
    """Where the Milvus is; empty where the vectors are searched in this process."""
    return os.environ.get(VARIABLE, "").replace("milvus://", "http://", 1)


def fill(uri: str, release: str, vectors: Floats) -> None:
    """Put all vectors of a release into a new collection."""
    client, name = _client(uri), _collection(release)
    if client.has_collection(name):
        client.drop_collection(name)
    client.create_collection(name, dimension=vectors.shape[1], metric_type="IP", auto_id=False, consistency_level="Strong")
    for start in range(0, len(vectors), _BATCH):
        rows = vectors[start : start + _BATCH].tolist()
        client.insert(name, [{"id": start + number, "vector": row} for number, row in enumerate(rows)])
    client.flush(name)
    client.close()


class MilvusLikely:
    """Pieces from the collection of a release."""

    def __init__(self, uri: str, release: str) -> None:
        self._client = _client(uri)
        self._name = _collection(release)
        if not self._client.has_collection(self._name):
            raise UsageError(f"has no collection {self._name}", where=uri, hint="run `juesuan rebuild` with the same setting `vectors`")

    def pieces(self, query: Floats, k: int, mask: NDArray[np.bool_] | None) -> Rows:
        """Up to `k` numbers of pieces, nearest first; `mask` says which count, None for all."""
        wanted = "" if mask is None else f"id in {np.flatnonzero(mask).tolist()}"
        hits = self._client.search(self._name, data=[query.tolist()], limit=min(k, _MOST), filter=wanted)[0]
        return np.array([hit["id"] for hit in hits], np.int64)


def _collection(release: str) -> str:
    return "juesuan_" + re.sub(r"\W", "_", release, flags=re.ASCII)


def _client(uri: str) -> Any:
    try:
        milvus = import_module("pymilvus")
    except ImportError as error:
        raise UsageError("pymilvus is not installed", where="setting vectors", hint="pip install 'juesuan[milvus]'") from error
    return milvus.MilvusClient(uri=uri)
