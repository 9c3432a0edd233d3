"""From a report file to facts, each with the place where it is printed."""
