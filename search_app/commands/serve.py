"""`juesuan serve`: the web application and the SPARQL endpoint."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import click

from kg.errors import UsageError
from search_app.commands.options import data_folder, data_option, settings

if TYPE_CHECKING:
    from kg.settings import Settings


@click.command("serve")
@click.option("--host", metavar="ADDRESS", help="[default: 127.0.0.1]")
@click.option("--port", type=click.IntRange(1, 65535), help="[default: 8000]")
@click.option("--workers", type=click.IntRange(min=1), help="Processes that answer SPARQL queries [default: 2].")
@click.option("--no-vectors", is_flag=True, help="Make no vectors of semantic search; those that are there are used.")
@data_option
def command(host: str | None, port: int | None, workers: int | None, no_vectors: bool) -> None:
    """Serve the pages and the SPARQL endpoint until Ctrl+C."""
    from search_app.commands.vectors import beside_server
    from search_app.server import serve

    chosen = settings(host=host, port=port, workers=workers)
    data_folder(chosen)
    if not is_free(chosen.host, chosen.port):
        raise UsageError(f"port {chosen.port} of {chosen.host} is taken or not ours", where="--port", hint="choose another with --port")
    if not no_vectors:
        beside_server(chosen)
    serve(chosen, lambda: click.echo(f"serving {chosen.data} at {address(chosen)} (Ctrl+C ends)", err=True))


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
