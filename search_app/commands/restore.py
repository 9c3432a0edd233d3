"""`juesuan restore FILE --data DIR`: a data folder from a backup."""

from __future__ import annotations

from pathlib import Path

import click

from search_app.commands.options import data_folder, data_option, settings
from search_app.commands.progress import Meter


@click.command("restore")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--with-release", is_flag=True, help="Serve the release that is in the backup; nothing is built.")
@click.option("--no-vectors", is_flag=True, help="Leave out the vectors of semantic search.")
@data_option
def command(file: Path, with_release: bool, no_vectors: bool) -> None:
    """Make the data folder again that FILE holds; every file is checked by its SHA-256.

    The folder must be new or empty. The release is built from the reports, unless --with-release.
    """
    from kg import release
    from kg.backup import SETTINGS, restore
    from search_app.builders import builders
    from search_app.commands.vectors import begin

    chosen = settings()
    meter = Meter()
    contents = restore(file, chosen.data, with_release=with_release)
    folder = data_folder(chosen)
    with release.current(folder) if with_release else release.build(folder, builders(chosen), meter.show) as served:
        meter.done(f"{contents.reports} reports in {chosen.data}; release {served.id} is served")
    if (chosen.data / SETTINGS).exists():
        click.echo(f"the settings are in {chosen.data / SETTINGS}: put them where the server starts", err=True)
    if not no_vectors:
        begin(chosen)
