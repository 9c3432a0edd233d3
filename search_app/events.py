"""What happens in the server, as lines of its log: an event with its fields, never a query, a name or an address."""

from __future__ import annotations

import logging

FIELDS = "juesuan_fields"


def say(log: logging.Logger, event: str, *, level: int = logging.WARNING, error: BaseException | None = None, **fields: object) -> None:
    """Log `event`; the text is key=value, and the fields go along for the JSON form. `error` adds its back trace."""
    told = " ".join([f"event={event}", *(f"{name}={_plain(value)}" for name, value in fields.items())])
    log.log(level, "%s", told, exc_info=error, extra={FIELDS: {"event": event, **fields}})


def _plain(value: object) -> str:
    return repr(value) if isinstance(value, str) and not value.replace("-", "").isalnum() else str(value)
