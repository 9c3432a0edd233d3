"""Reading YAML with libyaml where it is there, ten times faster: a process that reads reports begins with two hundred such files."""

from __future__ import annotations

from typing import Any


def read_yaml(text: str) -> Any:
    """What the YAML in `text` says: plain values, lists and mappings alone."""
    import yaml  # only who reads or checks reports needs it

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(text, loader)  # noqa: S506  both are safe loaders
