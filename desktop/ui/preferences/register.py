"""The page « Réglages » and the commands that lead to it, and to each setting."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from desktop.settings import SETTINGS
from desktop.ui.door import ids
from desktop.ui.door.registry import Command, PageSpec

if TYPE_CHECKING:
    from desktop.ui.door.context import Context
    from desktop.ui.door.page import Page
from desktop.ui.door.registry import Registry


def register(registry: Registry, context: Context) -> None:
    """The page, its command, and one a setting for the palette."""
    registry.add_page(PageSpec(ids.SETTINGS, "Réglages", partial(_page, context), in_navigation=False))
    registry.add_command(
        Command(
            ids.SETTINGS,
            "Réglages",
            "Fichier",
            partial(context.go, ids.SETTINGS),
            ("Ctrl+,",),
            words="préférences options configuration dossiers",
        )
    )
    for setting in SETTINGS.values():
        if setting.section:
            registry.add_command(
                Command(
                    f"{ids.SETTINGS}.{setting.id}", f"Réglage : {setting.label}", "Fichier",
                    partial(context.go, ids.SETTINGS, setting.id),
                    words=f"{setting.words} {setting.section}", in_menu=False,
                )
            )  # fmt: skip


def _page(context: Context) -> Page:
    from desktop.ui.preferences.page import SettingsPage

    return SettingsPage(context)
