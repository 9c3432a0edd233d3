"""The web app, the SPARQL endpoint and the command line."""
