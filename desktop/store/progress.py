"""How far a long action is, and the way to stop it: a callable that is told shares and raises when a person cancelled."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from desktop.store.errors import CancelledError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    Progress = Callable[[float], None]
    """Told which share is done, from 0 to 1. Raises CancelledError to have the action undone and ended."""

T = TypeVar("T")
EVERY = 50

__all__ = ["CancelledError", "part", "silent", "told"]


def silent(_share: float) -> None:
    """Nobody looks, nobody cancels."""


def told(rows: Sequence[T], progress: Progress) -> Iterator[T]:
    """The rows one after the other, told every so many of them."""
    for place, row in enumerate(rows):
        if place % EVERY == 0:
            progress(place / len(rows))
        yield row


def part(progress: Progress, start: float, end: float) -> Progress:
    """The progress of a step that goes from one share of the whole to another."""
    return lambda share: progress(start + (end - start) * min(1.0, share))
