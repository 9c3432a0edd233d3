"""What the child processes of all tests import beforehand: a reader or a query worker then starts in milliseconds."""

from __future__ import annotations

from kg import starting

starting.context("ingest.pipeline", "pytest", "search_app.sparql.worker")
