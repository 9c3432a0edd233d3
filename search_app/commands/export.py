"""`juesuan export`: the tidy tables, or the graph in an RDF format."""

from __future__ import annotations

from pathlib import Path

import click

from kg.errors import UsageError
from search_app.commands.options import data_folder, data_option, settings


@click.command("export")
@click.option("--tables", metavar="DIR", type=click.Path(path_type=Path, file_okay=False), help="Write the tidy tables as CSV.")
@click.option(
    "--rdf",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the graph: .nq .trig .ttl .nt .rdf .jsonld, with .gz or .zst.",
)
@click.option("--report", metavar="REPORT", help="With --rdf: one report alone (its IRI, its file, or unit/year).")
@data_option
def command(tables: Path | None, rdf: Path | None, report: str | None) -> None:
    """Write the data to files."""
    from kg import release
    from kg.export import export_rdf, export_tables
    from search_app.commands.reports import find_report

    if not tables and not rdf:
        raise UsageError("nothing to export", hint="say --tables DIR, --rdf FILE, or both")
    if report and not rdf:
        raise UsageError("--report goes with --rdf", hint="say where with --rdf FILE")
    chosen = settings()
    folder = data_folder(chosen)
    with release.current(folder) as opened:
        store = opened.open_store()
        if tables:
            counts = export_tables(store, tables)
            click.echo(f"{tables}: {len(counts)} tables, {sum(counts.values()):,} rows", err=True)
        if rdf:
            export_rdf(store, rdf, find_report(folder.headers(), report).report_iri if report else None, text=chosen.dump_text)
            click.echo(f"{rdf}: {rdf.stat().st_size:,} bytes", err=True)
