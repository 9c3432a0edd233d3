"""The SPARQL endpoint: a visitor's query runs only in a process that can be killed."""
