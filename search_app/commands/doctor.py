"""`juesuan doctor`: what is missing, and how to mend it."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from search_app.commands.options import data_option, settings
from search_app.commands.table import width


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@data_option
def command(as_json: bool) -> None:
    """Look at installation, data and machine; say of each what is well and how to mend what is not.

    Exit status: 0 all works (there may be warnings), 1 something fails.
    """
    from search_app.doctor import FAIL, examine

    found = []
    for line in examine(settings()):
        found.append(line)
        if not as_json:
            click.echo(f"{line.state:<5} {line.what}{' ' * max(1, 18 - width(line.what))}{line.found}")
            if line.mend:
                click.echo(f"{'':<24}→ {line.mend}")
    if as_json:
        click.echo(json.dumps([asdict(line) for line in found], ensure_ascii=False, indent=1))
    click.get_current_context().exit(1 if any(line.state == FAIL for line in found) else 0)
