"""Tests of the query library: one store of the sample reports, expected rows from their gold."""
