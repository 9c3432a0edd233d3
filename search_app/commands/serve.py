"""`juesuan serve`: the web application and the SPARQL endpoint."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.errors import UsageError
from search_app.commands.options import data_folder, data_option, settings

if TYPE_CHECKING:
    from kg.folder import DataFolder
    from kg.settings import Settings


@click.command("serve")
@click.option("--host", metavar="ADDRESS", help="[default: 127.0.0.1]")
@click.option("--port", type=click.IntRange(1, 65535), help="[default: 8000]")
@click.option("--workers", type=click.IntRange(min=1), help="Processes that answer SPARQL queries [default: 2].")
@click.option("--no-vectors", is_flag=True, help="Make no vectors of semantic search; those that are there are used.")
@click.option("--replica", metavar="DIR", type=click.Path(path_type=Path, file_okay=False), help="Serve a copied release, and only read.")
@data_option
def command(host: str | None, port: int | None, workers: int | None, no_vectors: bool, replica: Path | None) -> None:
    """Serve the pages and the SPARQL endpoint until Ctrl+C.

    --replica DIR serves a copy: a folder with `releases` and `current`, or one release. It goes on to a release that is copied there later.
    """
    from search_app.commands.vectors import beside_server
    from search_app.server import serve

    given = {"data": replica, "replica": True} if replica else {}
    chosen = settings(host=host, port=port, workers=workers, **given)
    folder = data_folder(chosen)
    if chosen.replica:
        _verify(folder)
    if not is_free(chosen.host, chosen.port):
        raise UsageError(f"port {chosen.port} of {chosen.host} is taken or not ours", where="--port", hint="choose another with --port")
    if not (no_vectors or chosen.replica):
        beside_server(chosen)
    serve(chosen, lambda: click.echo(f"serving {chosen.data} at {address(chosen)} (Ctrl+C ends)", err=True))


def _verify(folder: DataFolder) -> None:
    """Raises `ReleaseError` where the copy is of another version, or not whole to the last byte."""
    from kg import inventory, release

    with release.current(folder) as opened:
        inventory.check(opened.directory, content=True)


def address(chosen: Settings) -> str:
    """Where a browser finds the server."""
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(chosen.host, chosen.host)  # noqa: S104
    return f"http://{host}:{chosen.port}/"


def is_free(host: str, port: int) -> bool:
    """True where a server can listen there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
        return True
