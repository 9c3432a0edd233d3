"""The `juesuan` command: one verb a module, loaded when it is called, so that `juesuan status` answers at once."""

from __future__ import annotations

import errno
from importlib import import_module
from typing import Any

import click

from kg.errors import JuesuanError, UsageError
from kg.version import VERSION
from search_app.commands.options import data_option

# Verb and module; the order is that of the help.
VERBS = {
    "ingest": "ingest",
    "search": "search",
    "ask": "ask",
    "check": "check",
    "query": "query",
    "export": "export",
    "remove": "remove",
    "rebuild": "rebuild",
    "publish": "publish",
    "status": "status",
    "doctor": "doctor",
    "backup": "backup",
    "restore": "restore",
    "serve": "serve",
    "mcp": "mcp",
    "demo": "demo",
    "bench": "bench",
}
# Exit codes of the contract.
FAILED = 1
USAGE = 2


class Verbs(click.Group):
    """Finds a verb in its module, and says an error of ours, or a full disk, in one line."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The verbs in the order of the help."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a verb."""
        if cmd_name not in VERBS:
            return None
        command: click.Command = import_module(f"search_app.commands.{VERBS[cmd_name]}").command
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run the verb; exit 2 for a wrong call, 1 for what went wrong."""
        try:
            return super().invoke(ctx)
        except JuesuanError as error:
            click.echo(f"juesuan: {error}", err=True)
            ctx.exit(USAGE if isinstance(error, UsageError) else FAILED)
        except (OSError, RuntimeError) as error:
            if not _is_full(error):
                raise
            click.echo(f"juesuan: {error} (make room and run it again; the release that is served is as it was)", err=True)
            ctx.exit(FAILED)


def _is_full(error: OSError | RuntimeError) -> bool:
    """True where the disk, or the share of it that this user has, is full; the store says so in words."""
    return getattr(error, "errno", None) in {errno.ENOSPC, errno.EDQUOT} or "No space left" in str(error)


@click.command(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 120})
@click.version_option(VERSION, prog_name="juesuan")
@data_option
def main() -> None:
    """Final accounts and performance reports (决算, 绩效自评) as a knowledge graph."""
