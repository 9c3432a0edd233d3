"""The files that a release offers for download, and what is said of them: catalogue, VoID, changes.

RELEASE/dumps/juesuan.nq.gz, juesuan.ttl.gz    the graph
RELEASE/dumps/tables/<name>.csv                the tidy tables with csv-metadata.json (CSV on the Web)
RELEASE/dumps/fiscal/                          the amounts as a Fiscal Data Package
RELEASE/dumps/index.json                       the files with their size and SHA-256
RELEASE/changes.json                           what changed since the release before, and before that
"""

from search_app.dumps.builder import DumpBuilder
from search_app.dumps.changes import Change, ChangesBuilder, changes
from search_app.dumps.files import DumpFile, files

__all__ = ["Change", "ChangesBuilder", "DumpBuilder", "DumpFile", "changes", "files"]
