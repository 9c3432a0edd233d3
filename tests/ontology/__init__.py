"""Tests of the vocabulary, the shapes and the code lists."""
