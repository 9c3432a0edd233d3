"""The query library: one .rq file a query, its header says what it answers."""
