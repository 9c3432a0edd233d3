"""Tests of the command line, the web pages and the SPARQL endpoint."""
