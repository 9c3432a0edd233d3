"""`juesuan publish`: the current release into a store elsewhere."""

from __future__ import annotations

import click

from kg.errors import UsageError
from search_app.commands.options import data_folder, data_option, settings
from search_app.commands.progress import Meter


@click.command("publish")
@click.option("--store", metavar="URL", help="SPARQL endpoint of the store [default: the setting `store`].")
@click.option("--graph-store", metavar="URL", help="Its Graph Store Protocol address [default: the setting `graph_store`].")
@data_option
def command(store: str | None, graph_store: str | None) -> None:
    """Write the current release into a store elsewhere, through the SPARQL Graph Store Protocol."""
    from kg import release
    from kg.publishing import publish
    from kg.remote import RemoteStore

    chosen = settings(store=store, graph_store=graph_store)
    if not chosen.store or not chosen.graph_store:
        raise UsageError("store and graph_store are needed", hint="--store http://…/query --graph-store http://…/store, or the settings")
    meter = Meter()
    with release.current(data_folder(chosen)) as opened:
        done = publish(opened, RemoteStore(chosen.store), chosen.graph_store, meter.show)
        meter.done(f"release {opened.id}: {done.written} graphs written, {done.deleted} deleted, {done.kept} as they were")
