"""Tests of structured questions."""
