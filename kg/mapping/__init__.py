"""Facts to quads, one module a theme; `kg.mapper` puts them together."""
