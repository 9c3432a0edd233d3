"""The graph: facts, their IRIs and quads, the store, the checks and the exports."""
