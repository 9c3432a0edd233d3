"""`juesuan rebuild`: the release again, from the bundles alone."""

from __future__ import annotations

import click

from search_app.commands.options import data_folder, data_option, settings
from search_app.commands.progress import Meter


@click.command("rebuild")
@data_option
def command() -> None:
    """Make the release again from the bundles alone."""
    from kg import release
    from search_app.builders import builders
    from search_app.commands.vectors import follow

    chosen = settings()
    meter = Meter()
    with release.build(data_folder(chosen), builders(chosen), progress=meter.show, anew=True) as made:
        meter.done(f"release {made.id} with {len(made.manifest['reports'])} reports")
    follow(chosen)
