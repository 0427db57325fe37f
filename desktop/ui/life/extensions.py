"""The rooms beside the reader: one line each. Called after the first paint, before the content is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.ui.door.context import Context
    from desktop.ui.door.registry import Registry

    Extension = Callable[[Registry, Context], None]
    """A room's way in: registers pages, commands, cards and sources, and imports nothing slow."""


def extensions() -> tuple[Extension, ...]:
    """The `register` functions of the rooms that exist, in the order of their appearance."""
    from desktop.ui.marks.register import register as marks
    from desktop.ui.preferences.register import register as preferences
    from desktop.ui.reader.guide import register as guide
    from desktop.ui.situations.register import register as situations
    from desktop.ui.user_data.register import register as user_data

    return (situations, marks, user_data, preferences, guide)


def register_all(registry: Registry, context: Context) -> None:
    """Let every wing register its pages, commands, cards and hooks, then the rooms that were handed over."""
    registry.structure_sources += context.services.structure_sources
    for register in (*extensions(), *context.services.rooms):
        register(registry, context)
