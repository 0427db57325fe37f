"""Positions in a text as Qt counts them. No Qt."""

from __future__ import annotations


def utf16(text: str, position: int) -> int:
    """A position in Python characters as Qt counts it."""
    if not text or max(text) <= "\uffff":
        return position
    return position + sum(1 for c in text[:position] if ord(c) > 0xFFFF)
