"""A CrossEncoder that reads question and passage together and puts the first hits in order (setting `rerank`; off by default)."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from kg.errors import UsageError
from search_app.search.columns import Numbers

VARIABLE = "JUESUAN_RERANK"
DEPTH = 30
"""So many of the best hits are put in order anew."""


def chosen_reranker() -> str:
    """The model of the setting `rerank`; empty where there is none."""
    return os.environ.get(VARIABLE, "")


def reranked(model: str, question: str, texts: Sequence[str]) -> Numbers:
    """The places of `texts`, best first; what is equal stays as it is."""
    if not texts:
        return np.empty(0, np.int32)
    scores = _cross_encoder(model).predict([(question, text) for text in texts], show_progress_bar=False)
    return np.argsort(-np.asarray(scores, np.float32), kind="stable").astype(np.int32)


@lru_cache(maxsize=1)
def _cross_encoder(model: str) -> Any:
    from sentence_transformers import CrossEncoder

    try:
        return CrossEncoder(model)
    except (OSError, ValueError) as error:
        hint = "set `rerank` to a folder or a name, or leave it empty"
        raise UsageError(f"cannot be loaded: {error}", where=model, hint=hint) from error
