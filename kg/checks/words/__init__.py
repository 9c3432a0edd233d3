"""Rules in Python: where words must be held against numbers. A rule file in `queries/checks` names the function."""
