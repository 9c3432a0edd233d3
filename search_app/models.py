"""Which models are used and where they lie, said once for this process and those that it starts.

Whatever opens a model or the vectors reads these variables: `search_app.embedding` and `search_app.search`, which take long to
import and are not imported here.
"""

from __future__ import annotations

import os

from kg.settings import Settings

ENGINE = "JUESUAN_ENGINE"


def settle(settings: Settings) -> None:
    """Have the settings of models and vectors count wherever one is opened; an empty one leaves what the environment says."""
    given = {
        "JUESUAN_MODEL_DIR": settings.model_dir,
        "JUESUAN_MODEL": settings.model,
        "JUESUAN_RERANK": settings.rerank,
        "JUESUAN_VECTORS": settings.vectors,
        ENGINE: settings.engine,
    }
    os.environ.update({name: value for name, value in given.items() if value})
