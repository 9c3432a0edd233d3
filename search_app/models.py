"""Where the embedding model lies, said once for this process and those that it starts."""

from __future__ import annotations

import os

from kg.settings import Settings
from search_app.embedding.model import VARIABLE


def settle(settings: Settings) -> None:
    """Have the setting `model_dir` count wherever a model is opened; where it is empty the data folder holds the model."""
    if settings.model_dir:
        os.environ[VARIABLE] = settings.model_dir
