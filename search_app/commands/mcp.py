"""`juesuan mcp`: the tools search, ask, sparql and describe for language-model clients, over standard input and output."""

from __future__ import annotations

import click

from kg.errors import UsageError
from search_app.commands.options import data_folder, data_option, settings


@click.command("mcp")
@data_option
def command() -> None:
    """Serve language-model clients over the Model Context Protocol (stdio), read-only."""
    try:
        from search_app.model_context import server
    except ModuleNotFoundError as error:
        raise UsageError(f"needs the package {error.name}", hint="pip install 'juesuan[mcp]'") from error
    from search_app.app import make_app

    chosen = settings()
    data_folder(chosen)
    server(make_app(chosen)).run("stdio")
