"""`juesuan demo`: the sample reports in a temporary folder, served."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import click

from kg.errors import ReleaseError, UsageError
from search_app.commands.options import settings
from search_app.commands.progress import Meter
from search_app.commands.serve import address, is_free

if TYPE_CHECKING:
    import subprocess

    from kg.settings import Settings

_PORTS = 20
_QUESTION = "松岭县农业农村局2024年三公经费是多少"
_WORDS = "项目没有达到目标的原因"


@click.command("demo")
@click.option("--host", metavar="ADDRESS", help="[default: 127.0.0.1]")
@click.option("--port", type=click.IntRange(1, 65535), help="[default: 8000, or the next free one]")
@click.option("--no-vectors", is_flag=True, help="Leave out the vectors of semantic search.")
def command(host: str | None, port: int | None, no_vectors: bool) -> None:
    """Load the sample reports into a temporary folder and serve them."""
    from search_app.commands.vectors import beside_server, cache_folder
    from search_app.server import serve

    with _temporary_folder() as folder:
        chosen = settings(host=host, port=port)
        model = chosen.model_dir or str(cache_folder())
        chosen = settings(host=host, port=port or _free_port(chosen), data=folder, model_dir=model)
        _load_apart(chosen)
        with _ended(None if no_vectors else beside_server(chosen)):
            serve(chosen, lambda: click.echo(_invitation(address(chosen)), err=True))


def _load_apart(chosen: Settings) -> None:
    """Load in a process of its own: one that has written a store must not fork, and the server forks."""
    loader = multiprocessing.get_context("spawn").Process(target=_load, args=(chosen,))
    loader.start()
    loader.join()
    if loader.exitcode:
        raise ReleaseError("the sample reports could not be loaded", hint="see the lines above")


def _load(chosen: Settings) -> None:
    from ingest.loading import Plan, load
    from ingest.sources import find_files
    from kg.folder import DataFolder
    from search_app.builders import builders
    from search_app.commands.ingest import line, summary

    meter = Meter()
    with as_file(files("ingest") / "samples" / "reports") as reports:
        plan = Plan(builders=builders(chosen), told=lambda outcome: meter.say(line(outcome)), progress=meter.show)
        meter.done(summary(load(DataFolder(chosen.data), find_files([reports]), plan)))


def _invitation(at: str) -> str:
    return f"""
The sample reports are at {at} (Ctrl+C ends and removes them). Three things to try:
  1. {at}search?q={quote(_QUESTION)}
     asks {_QUESTION}; the source leads to the cell
  2. {at}search?q={quote(_WORDS)}
     finds the passages on {_WORDS}
  3. curl '{at}api/ask?q={quote(_QUESTION)}'
     the same for programs; queries go to {at}sparql"""


def _free_port(chosen: Settings) -> int:
    for port in range(chosen.port, chosen.port + _PORTS):
        if is_free(chosen.host, port):
            return port
    raise UsageError(f"no port is free from {chosen.port} to {chosen.port + _PORTS - 1}", where="--port", hint="choose another with --port")


@contextmanager
def _temporary_folder() -> Iterator[Path]:
    """A folder that goes when this process ends; the server's forks leave through here too and must not remove it."""
    owner = os.getpid()
    folder = Path(tempfile.mkdtemp(prefix="juesuan-demo-"))
    try:
        yield folder
    finally:
        if os.getpid() == owner:
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _ended(process: subprocess.Popen[bytes] | None) -> Iterator[None]:
    """The process ends with the block; in a fork that leaves through here it goes on."""
    owner = os.getpid()
    try:
        yield
    finally:
        if process is not None and os.getpid() == owner:
            process.terminate()
            process.wait()
