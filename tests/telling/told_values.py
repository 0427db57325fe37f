"""The story as plain words, and an hour for it."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields, is_dataclass
from enum import Enum

NIGHT = dt.datetime(2026, 11, 21, 22, 10, tzinfo=dt.timezone(dt.timedelta(hours=1)))


def values(told):
    """Every text that a story, or a part of it, holds; codes are none."""
    if isinstance(told, str):
        return [] if isinstance(told, Enum) else [told]
    if isinstance(told, dict):
        return [text for inner in told.values() for text in values(inner)]
    if is_dataclass(told):
        found = [text for field in fields(told) for text in values(getattr(told, field.name))]
        return [*found, *(told.spoken for _ in (0,) if hasattr(told, "spoken"))]
    if isinstance(told, list | tuple):
        return [text for inner in told for text in values(inner)]
    return []
