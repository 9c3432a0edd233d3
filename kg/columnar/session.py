"""DuckDB as it is used here: in memory, one thread, no network, no extension that is not built in, bounded memory."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# One thread: the order of rows is the order of print, and the bytes of a file depend on its rows alone.
_ALWAYS: dict[str, str | bool | int | float | list[str]] = {
    "threads": "1",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
}


def open_session(memory_mb: int, scratch: Path | None = None) -> DuckDBPyConnection:
    """A new session; `scratch` takes what does not fit into the memory."""
    import duckdb

    spill = str(scratch) if scratch else ""
    session = duckdb.connect(":memory:", config={**_ALWAYS, "memory_limit": f"{memory_mb}MiB", "temp_directory": spill})
    session.execute("SET enable_progress_bar = false")  # it is drawn on standard output, where results go
    return session


def view(session: DuckDBPyConnection, folder: Path) -> list[str]:
    """Views of the Parquet files in `folder` and below it, by their names; the names in order."""
    files = sorted(folder.rglob("*.parquet"), key=lambda file: file.stem)
    for file in files:
        session.execute(f"CREATE VIEW {name(file.stem)} AS SELECT * FROM read_parquet({literal(str(file))})")  # noqa: S608
    return [file.stem for file in files]


def copy(session: DuckDBPyConnection, rows: str, target: Path, group: int) -> None:
    """The rows of a SELECT as a Parquet file; `group`: rows that are packed, and skipped, together."""
    session.execute(f"COPY ({rows}) TO {literal(str(target))} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {group})")


def confine(session: DuckDBPyConnection, folder: Path) -> None:
    """From now on the session reads files below `folder` alone, and no setting of it can be changed."""
    session.execute(f"SET allowed_directories = [{literal(str(folder))}]")
    session.execute("SET enable_external_access = false")
    session.execute("SET lock_configuration = true")


def literal(text: str) -> str:
    """`text` as an SQL string; for names of files, which SQL takes no parameter for."""
    return "'" + text.replace("'", "''") + "'"


def name(identifier: str) -> str:
    """A quoted SQL identifier."""
    return '"' + identifier.replace('"', '""') + '"'
