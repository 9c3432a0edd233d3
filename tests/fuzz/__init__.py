"""Hostile files: small reports in every format, damaged at random, read in the process that reads uploads."""
