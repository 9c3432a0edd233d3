"""`juesuan remove REPORT`: take a report out of the data."""

from __future__ import annotations

import click

from search_app.commands.options import data_folder, data_option, settings


@click.command("remove")
@click.argument("report", metavar="REPORT")
@click.option("--gone", is_flag=True, help="Remember it: its address answers 410 from then on.")
@data_option
def command(report: str, gone: bool) -> None:
    """Take a report out.

    REPORT is its IRI, the path of its file, or unit/year (unit/year/type where there are several).
    """
    from kg import release
    from search_app.builders import builders
    from search_app.commands.reports import find_report
    from search_app.commands.vectors import follow

    chosen = settings()
    folder = data_folder(chosen)
    with folder.lock():
        header = find_report(folder.headers(), report)
        folder.remove(header.report_iri, gone=gone)
        with release.build(folder, builders(chosen)) as made:
            click.echo(f"removed {header.report_iri} ({header.file_path}); release {made.id}", err=True)
    follow(chosen)
