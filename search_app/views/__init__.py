"""What the pages show, as plain values: read from the graph, ready to be drawn."""
