"""What each release changed: which reports were added, replaced by another reading, or removed.

`changes.json` of a release holds its own changes and those of the releases before it, newest first. A release's date is when its
manifest was written; the next release notes it down. History is not content: after `juesuan rebuild` in a new folder it begins anew.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kg.builders import Progress
from kg.bundle import BundleInfo
from kg.files import write_atomic
from kg.release import Release

FILE = "changes.json"
KEPT = 100
_TEMPORARY = ".tmp-"


@dataclass(frozen=True, slots=True)
class Change:
    """One release: its id, its date (UTC, ISO 8601; "" in the file of the release itself), the IRIs of the reports it changed."""

    release: str
    date: str
    reports: int
    added: tuple[str, ...]
    replaced: tuple[str, ...]
    removed: tuple[str, ...]


class ChangesBuilder:
    """Makes `changes.json`."""

    name = "changes-1"

    def build(self, release_dir: Path, bundles: Sequence[BundleInfo], progress: Progress) -> None:
        """Compare the bundles with those of the release that is served now."""
        served = release_dir.parent.parent / "current"
        now = {bundle.report_iri: bundle.header.body for bundle in bundles}
        change = Change(release_dir.name.removeprefix(_TEMPORARY), "", len(now), tuple(sorted(now)), (), ())
        earlier: list[Change] = []
        if (manifest := _manifest(served)) is not None:
            before = {entry["report"]: entry["body"] for entry in manifest["reports"]}
            change = _difference(change, before, now)
            earlier = [one for one in _listed(served) if one.release != change.release]
            if manifest["id"] == change.release:  # the same release made again
                change = next((one for one in _listed(served) if one.release == change.release), change)
        entries = [asdict(replace(one, date="") if one.release == change.release else one) for one in (change, *earlier)][:KEPT]
        write_atomic(release_dir / FILE, json.dumps(entries, ensure_ascii=False, indent=1).encode())


def changes(release: Release) -> tuple[Change, ...]:
    """The changes of this release and those before it, newest first, each with its date."""
    return tuple(_listed(release.directory))


def date_of(directory: Path) -> str:
    """When the release in `directory` was made, to the second in UTC."""
    written = (directory / "manifest.json").stat().st_mtime
    return datetime.fromtimestamp(written, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _difference(change: Change, before: dict[str, str], now: dict[str, str]) -> Change:
    return replace(
        change,
        added=tuple(sorted(now.keys() - before.keys())),
        replaced=tuple(sorted(iri for iri in now.keys() & before.keys() if now[iri] != before[iri])),
        removed=tuple(sorted(before.keys() - now.keys())),
    )


def _listed(directory: Path) -> list[Change]:
    try:
        text = (directory / FILE).read_text(encoding="utf-8")
    except FileNotFoundError:
        return []
    found = [_change(entry) for entry in json.loads(text)]
    return [replace(one, date=one.date or date_of(directory)) for one in found]


def _change(entry: dict[str, Any]) -> Change:
    lists = (tuple(entry[name]) for name in ("added", "replaced", "removed"))
    return Change(entry["release"], entry["date"], entry["reports"], *lists)


def _manifest(directory: Path) -> dict[str, Any] | None:
    try:
        found: dict[str, Any] = json.loads((directory / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if "reports" in found else None
