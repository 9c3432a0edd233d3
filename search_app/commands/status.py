"""`juesuan status`: what is loaded."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from search_app.commands.options import data_folder, data_option, settings
from search_app.commands.table import aligned

_SHOWN = 50


@click.command("status")
@click.option("--json", "as_json", is_flag=True, help="As JSON, with all reports.")
@data_option
def command(as_json: bool) -> None:
    """Say what is loaded: the release, its reports, their facts and triples."""
    from kg.status import LIMIT, status

    chosen = settings()
    found = status(data_folder(chosen))
    if as_json:
        click.echo(json.dumps(asdict(found), ensure_ascii=False, indent=1))
        return
    click.echo(f"data      {chosen.data}")
    click.echo(f"release   {found.release}: {len(found.reports)} reports, {found.facts:,} facts, {found.triples:,} triples")
    click.echo(f"largest   {found.largest:,} triples a report (limit {LIMIT:,}; {len(found.over)} over it)")
    if found.waiting:
        click.echo(f"waiting   {found.waiting} reports are not in the release (run `juesuan rebuild`)")
    rows = [(r.unit, str(r.year), r.type, f"{r.facts:,}", f"{r.triples:,}", r.path) for r in found.reports[:_SHOWN]]
    if rows:
        click.echo("\n" + aligned(("unit", "year", "type", "facts", "triples", "file"), rows))
    if len(found.reports) > _SHOWN:
        click.echo(f"… and {len(found.reports) - _SHOWN} more (--json lists all)")
