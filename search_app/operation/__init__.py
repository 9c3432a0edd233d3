"""Watching the server: its metrics, its log, the number of each request."""
