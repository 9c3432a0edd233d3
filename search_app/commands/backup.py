"""`juesuan backup FILE`: the data folder as one file."""

from __future__ import annotations

from pathlib import Path

import click

from search_app.commands.options import data_folder, data_option, settings


@click.command("backup")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--with-release", is_flag=True, help="With the release that is served, so that restoring needs no building.")
@data_option
def command(file: Path, with_release: bool) -> None:
    """Write reports and settings to FILE, a tar (.tar.gz: packed).

    An ingest or a server may run meanwhile. What can be made again (releases, vectors, model) is left out.
    """
    from kg.backup import backup
    from kg.settings import FILE

    made = backup(data_folder(settings()), file, FILE, with_release=with_release)
    held = f"{made.reports} reports" + (f" and release {made.release}" if made.release else "")
    click.echo(f"{file}: {held}, {file.stat().st_size:,} bytes", err=True)
