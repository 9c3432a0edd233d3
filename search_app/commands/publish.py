"""`juesuan publish`: the current release into a store elsewhere."""

from __future__ import annotations

import click

from kg.errors import UsageError
from search_app.commands.options import data_folder, data_option, settings
from search_app.commands.progress import Meter


@click.command("publish")
@click.option("--store", metavar="URL", help="SPARQL endpoint of the store [default: the setting `store`].")
@click.option("--graph-store", metavar="URL", help="Its Graph Store Protocol address [default: the setting `graph_store`].")
@click.option("--update", metavar="URL", help="Its SPARQL Update address, for one step [default: the setting `store_update`].")
@data_option
def command(store: str | None, graph_store: str | None, update: str | None) -> None:
    """Write the current release into a store elsewhere; with an Update address readers see the old release or the new one, no mixture."""
    from kg import release
    from kg.publishing import publish
    from kg.remote import RemoteStore

    chosen = settings(store=store, graph_store=graph_store, store_update=update)
    if not chosen.store or not chosen.graph_store:
        raise UsageError("store and graph_store are needed", hint="--store http://…/query --graph-store http://…/store, or the settings")
    meter = Meter()
    with release.current(data_folder(chosen)) as opened:
        done = publish(opened, RemoteStore(chosen.store), chosen.graph_store, meter.show, chosen.store_update)
        how = "in one step" if done.one_step else "one after the other"
        meter.done(f"release {opened.id}: {done.written} graphs written {how}, {done.deleted} deleted, {done.kept} as they were")
