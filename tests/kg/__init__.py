"""Tests of the graph, from facts to exports."""
