"""Settings: one table, one frozen value. An argument wins over `JUESUAN_<NAME>`, that over `juesuan.toml`, that over the default."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from kg.errors import UsageError
from kg.iris import DEFAULT_BASE

FILE = Path("juesuan.toml")


@dataclass(frozen=True, slots=True)
class Option:
    """One setting: its name, default (whose type is the setting's) and what it does."""

    name: str
    default: str | int | float | bool | Path
    help: str


OPTIONS: tuple[Option, ...] = (
    Option("base_iri", DEFAULT_BASE, "Beginning of all data IRIs; fixed when a data folder is made."),
    Option("data", Path("juesuan-data"), "The data folder: bundles, releases, model cache."),
    Option("model_dir", "", "Folder of the embedding model, for several data folders; empty: `models` in the data folder."),
    Option("model", "", "A sentence-transformers model by name or folder; empty: the packaged one (multilingual-e5-small)."),
    Option("rerank", "", "A CrossEncoder by name or folder that puts the first 30 passages in order anew; empty: none."),
    Option("vectors", "", "A Milvus that searches the vectors (milvus://host:19530, or a .db file); empty: this process."),
    Option("host", "127.0.0.1", "Address that `juesuan serve` listens on."),
    Option("port", 8000, "Port that `juesuan serve` listens on."),
    Option("proxies", 0, "Reverse proxies in front whose X-Forwarded-For, -Proto, -Host and -Prefix are believed."),
    Option("store", "", "SPARQL endpoint that answers all queries in the place of the release's own store; empty: none."),
    Option("graph_store", "", "Graph Store Protocol address of that store, where `juesuan publish` writes; empty: none."),
    Option("store_update", "", "SPARQL Update address of that store, to write a release in one step; empty: graph after graph."),
    Option("engine", "local", "Where files are read and vectors made: `local`, or a Ray cluster (`ray://HOST:PORT`, `ray://auto`)."),
    Option("engine_storage", "", "Folder or fsspec address that all machines of the cluster share; empty: bundles go through Ray."),
    Option("workers", 2, "Processes that answer SPARQL queries."),
    Option("slow_workers", 2, "More processes, for queries that take longer than `quick_seconds`."),
    Option("quick_seconds", 0.5, "After so many seconds a query makes room for others and goes on as a slow one."),
    Option("query_seconds", 10.0, "Time limit of a visitor's query, in seconds."),
    Option("query_seconds_most", 30.0, "Longest time limit that a visitor may ask for with `timeout=`, in seconds."),
    Option("client_seconds", 60.0, "Query time that one address may use a minute, in seconds; 0 sets no limit."),
    Option("queue_length", 32, "Most queries that wait for a worker; more are told to come back."),
    Option("queue_seconds", 5.0, "Longest wait for a worker, in seconds."),
    Option("query_bytes", 1_048_576, "Longest query, in bytes."),
    Option("query_memory_mb", 512, "Memory that a visitor's query may take beyond the start of its process, in MiB."),
    Option("result_bytes", 10_000_000, "Largest answer to a visitor's query, in bytes."),
    Option("max_file_mb", 64, "Largest file that is read, in MiB; also of a file in a ZIP."),
    Option("max_pages", 1_000, "Most pages of a PDF."),
    Option("max_cells", 500_000, "Most cells in the tables of a file."),
    Option("read_seconds", 300.0, "Time limit of reading one file, in seconds."),
    Option("read_memory_mb", 2_048, "Memory that reading one file may take beyond the start of its process, in MiB."),
    Option("draft_checks", True, "Whether `/check` takes drafts: files that a visitor uploads, that are checked and not kept."),
    Option("draft_mb", 20, "Largest draft, in MiB."),
    Option("draft_seconds", 60.0, "Time limit of reading and checking a draft, in seconds."),
    Option("draft_workers", 2, "Drafts that are checked at the same time; for more the server is busy."),
    Option("soffice", "", "LibreOffice, which reads .doc files; empty: found on PATH or in the usual places."),
    Option("dump_text", True, "Whether data dumps hold the passages of the reports."),
    Option("dumps", True, "Whether a release holds the files for download (N-Quads, Turtle, CSV)."),
    Option("licence", "", "IRI of the licence of the data, as catalogue and pages state it; empty: none is stated."),
    Option("publisher", "", "Who publishes the data, for catalogue and pages; empty: nobody is named."),
    Option(
        "llm_url", "", "OpenAI-compatible address (http://host:port/v1) whose model may read questions that the rules do not; empty: none."
    ),
    Option("llm_model", "default", "The model's name there."),
    Option("llm_key", "", "Key that is sent there as a bearer token; empty: none."),
    Option("llm_seconds", 8.0, "Time limit of one question to the model, in seconds."),
    Option("replica", False, "Whether `data` is a copy of releases that the server only reads, each verified by its content first."),
    Option("metrics", "127.0.0.0/8 ::1", "Networks that may read `/metrics`, with blanks between; empty: nobody."),
    Option("log", "text", "The server's log on stderr: `text` (events) or `json` (events and requests, a line each)."),
    Option("log_visitors", False, "Whether the lines of requests also hold the visitor's address and what was asked."),
)


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings, in the order of `OPTIONS`."""

    base_iri: str
    data: Path
    model_dir: str
    model: str
    rerank: str
    vectors: str
    host: str
    port: int
    proxies: int
    store: str
    graph_store: str
    store_update: str
    engine: str
    engine_storage: str
    workers: int
    slow_workers: int
    quick_seconds: float
    query_seconds: float
    query_seconds_most: float
    client_seconds: float
    queue_length: int
    queue_seconds: float
    query_bytes: int
    query_memory_mb: int
    result_bytes: int
    max_file_mb: int
    max_pages: int
    max_cells: int
    read_seconds: float
    read_memory_mb: int
    draft_checks: bool
    draft_mb: int
    draft_seconds: float
    draft_workers: int
    soffice: str
    dump_text: bool
    dumps: bool
    licence: str
    publisher: str
    llm_url: str
    llm_model: str
    llm_key: str
    llm_seconds: float
    replica: bool
    metrics: str
    log: str
    log_visitors: bool


def load(*, environment: Mapping[str, str] | None = None, file: Path = FILE, **overrides: Any) -> Settings:
    """The settings of this process; an override of None counts as not given.

    Raises `UsageError` for an unknown name or a value of another type, naming where it came from.
    """
    names = {field.name for field in fields(Settings)}
    if unknown := sorted(set(overrides) - names):
        raise UsageError(f"unknown setting {unknown[0]}", hint="docs/settings.md lists them")
    surroundings = os.environ if environment is None else environment
    written = _read(file)
    return Settings(**{option.name: _value(option, overrides, surroundings, written, file) for option in OPTIONS})


def _read(file: Path) -> dict[str, Any]:
    if not file.exists():
        return {}
    try:
        written = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"is not valid TOML: {error}", where=str(file), hint="correct it or remove it") from error
    if unknown := sorted(set(written) - {option.name for option in OPTIONS}):
        raise UsageError(f"unknown setting {unknown[0]}", where=str(file), hint="docs/settings.md lists them")
    return written


def _value(option: Option, overrides: Mapping[str, Any], environment: Mapping[str, str], written: Mapping[str, Any], file: Path) -> Any:
    variable = f"JUESUAN_{option.name.upper()}"
    if overrides.get(option.name) is not None:
        return _typed(option, overrides[option.name], "argument")
    if variable in environment:
        return _typed(option, environment[variable], variable)
    if option.name in written:
        return _typed(option, written[option.name], str(file))
    return option.default


_WORDS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


def _typed(option: Option, value: Any, where: str) -> Any:
    """`value` as the type of the option's default."""
    kind = type(option.default)
    try:
        if kind is bool:
            return _WORDS[str(value).lower()]
        return Path(value) if isinstance(option.default, Path) else kind(value)
    except (KeyError, TypeError, ValueError) as error:
        wanted = "Path" if isinstance(option.default, Path) else kind.__name__
        raise UsageError(f"{option.name} is {value!r}, not {wanted}", where=where, hint="docs/settings.md lists the settings") from error


def documentation() -> str:
    """The settings as a Markdown page (docs/settings.md)."""
    rows = [f"| `{o.name}` | {_kind(o)} | `{o.default}` | {o.help} |" for o in OPTIONS]
    return "\n".join([_HEAD, "| name | type | default | what it does |", "|---|---|---|---|", *rows, ""])


def _kind(option: Option) -> str:
    return "path" if isinstance(option.default, Path) else type(option.default).__name__


_HEAD = """# Settings

Made from the table in `kg/settings.py` (`python -m kg.settings > docs/settings.md`); a test holds the two together.

An argument on the command line wins over the environment (`JUESUAN_<NAME>`, such as `JUESUAN_DATA`), that over `juesuan.toml`
in the working directory (`port = 8080`), that over the default.
"""

if __name__ == "__main__":
    print(documentation(), end="")  # noqa: T201
