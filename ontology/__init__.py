"""The vocabulary of final accounts: core terms, shapes and the code lists by year."""
