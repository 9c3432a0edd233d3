"""Builders that work beside the others: in a process of their own, while this one goes on with the builders that follow."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from pathlib import Path

from kg import isolation, starting
from kg.builders import Builder, Progress
from kg.bundle import BundleInfo
from kg.errors import ReleaseError

FEW = 40
"""Up to so many reports a process of its own takes longer to start than it saves."""


class Beside:
    """A builder whose part no builder that follows needs. It has the inner builder's name and makes the same bytes."""

    def __init__(self, builder: Builder) -> None:
        self._builder = builder
        self.name = builder.name
        self.of_parts = getattr(builder, "of_parts", False)

    def build(self, release_dir: Path, bundles: Sequence[BundleInfo], progress: Progress) -> None:
        """Make the part here and now."""
        self._builder.build(release_dir, bundles, progress)

    @contextmanager
    def begun(self, release_dir: Path, bundles: Sequence[BundleInfo], progress: Progress) -> Iterator[None]:
        """Make the part while the block runs; it is there when the block ends. Raises what the builder raised."""
        if len(bundles) <= FEW or os.cpu_count() == 1:
            self.build(release_dir, bundles, progress)
            yield
            return
        with ProcessPoolExecutor(1, mp_context=starting.context(), initializer=_confined) as pool:
            made = pool.submit(self._builder.build, release_dir, bundles, _silent)
            yield
            progress(self.name, 0, 1)
            try:
                made.result()
            except BrokenProcessPool as error:
                raise ReleaseError(
                    f"the process that made {self.name} ended", where=str(release_dir), hint="is there enough memory?"
                ) from error
            progress(self.name, 1, 1)


def _confined() -> None:
    """A process that ends with the one that owns it, which also decides what Ctrl+C means."""
    isolation.die_with_the_owner()
    isolation.leave_interrupts_to_the_parent()


def _silent(_step: str, _done: int, _total: int) -> None:
    return None
