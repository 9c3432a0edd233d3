"""The store of the release before as the beginning of the next, where reports were only added: what both hold is not loaded again.

It is copied, not linked, so that a file that is damaged harms one release alone, and every file is compared with what that release lists.
What it says beside its reports' own statements is taken away; the next release says it anew.

Where a report was taken out or replaced, the store is filled from nothing: the words of what is taken away would stay in its files.
"""

from __future__ import annotations

import gc
import gzip
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

from pyoxigraph import RdfFormat, Store, parse

from kg import inventory
from kg.builders import COMMON, STORE, GraphBuilder
from kg.bundle import BundleInfo
from kg.errors import ReleaseError
from kg.version import fingerprint


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The release in `directory`, and its reports, all of which the next one holds too, from the same bundles."""

    directory: Path
    reports: frozenset[str]

    @classmethod
    def of(cls, directory: Path, manifest: Mapping[str, Any], bundles: Sequence[BundleInfo], base_iri: str) -> Checkpoint | None:
        """None where the release of these `bundles` cannot begin with it: it holds others, or other code made it."""
        is_ours = manifest["code"] == fingerprint("kg", "ontology", "queries") and manifest["base_iri"] == base_iri
        held = {entry["bundle_hash"]: str(entry["report"]) for entry in manifest["reports"]}
        if not is_ours or GraphBuilder.name not in manifest["builders"] or not held.keys() <= {bundle.bundle_hash for bundle in bundles}:
            return None
        return cls(directory, frozenset(held.values()))

    def begin(self, release_dir: Path) -> frozenset[str]:
        """Put the store into `release_dir`, and return the reports that it holds: none, and no store, where it is not as it was made."""
        try:
            inventory.copy(self.directory, release_dir, {STORE, COMMON})
        except ReleaseError:
            shutil.rmtree(release_dir / STORE, ignore_errors=True)
            return frozenset()
        store = Store(str(release_dir / STORE))
        with gzip.open(release_dir / COMMON) as common:
            for quad in parse(input=cast("IO[bytes]", common), format=RdfFormat.N_QUADS):
                store.remove(quad)
        store.flush()
        del store
        gc.collect()
        return self.reports
