"""Tests; their modules mirror the packages."""
