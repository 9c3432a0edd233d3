"""Scores and timings, run from a checkout."""
