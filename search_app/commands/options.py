"""Options that several verbs share, and the settings and data folder they lead to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.folder import DataFolder
    from kg.settings import Settings

_KEY = "juesuan.data"


def data_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--data DIR`, the same before and after the verb; the later one wins."""
    option = click.option(
        "--data",
        metavar="DIR",
        type=click.Path(path_type=Path, file_okay=False),
        expose_value=False,
        callback=_remember,
        help="Data folder [default: JUESUAN_DATA, else ./juesuan-data].",
    )
    return option(command)


def _remember(ctx: click.Context, _option: click.Parameter, value: Path | None) -> None:
    if value is not None:
        ctx.meta[_KEY] = value  # shared by the contexts of the group and its verb


def settings(**overrides: Any) -> Settings:
    """The settings of this call."""
    from kg.settings import load

    overrides.setdefault("data", click.get_current_context().meta.get(_KEY))
    return load(**overrides)


def data_folder(chosen: Settings, *, make: bool = False) -> DataFolder:
    """The data folder; only `make` makes one that is not there. Raises UsageError."""
    from kg.folder import DataFolder
    from kg.iris import DEFAULT_BASE

    copied = (chosen.data / "manifest.json", chosen.data / "current" / "manifest.json")
    exists = (chosen.data / "folder.json").exists() or any(path.exists() for path in copied)
    if not exists and not make:
        raise UsageError("there is no data folder", where=str(chosen.data), hint="run `juesuan ingest PATH` first, or name it with --data")
    said = chosen.base_iri != DEFAULT_BASE
    return DataFolder(chosen.data, chosen.base_iri if said or not exists else None)
