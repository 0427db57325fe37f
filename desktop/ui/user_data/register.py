"""What the user's own data add to the window: undo, redo, save to a file, take back, erase all."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from desktop.ui.door.registry import Command, PageSpec
from desktop.ui.user_data import ids

if TYPE_CHECKING:
    from desktop.store.offering import Opened
    from desktop.ui.access.user_data import UserData
    from desktop.ui.door.context import Context
    from desktop.ui.door.page import Page
    from desktop.ui.door.registry import Registry
    from desktop.ui.user_data.transfer import Transfer


def register(registry: Registry, context: Context) -> None:
    """Commands and the page « Mes données »."""
    registry.add_page(PageSpec(ids.DATA, "Mes données", partial(_page, context), in_navigation=False))
    for command in (
        Command(ids.UNDO, "Annuler la dernière action", "Édition", partial(_undo, context), ("Ctrl+Z",),
                words="défaire rendre"),
        Command(ids.REDO, "Rétablir", "Édition", partial(_redo, context), ("Ctrl+Y", "Ctrl+Shift+Z"), words="refaire"),
        Command(ids.SHOW_DATA, "Mes données", "Fichier", lambda: context.go(ids.DATA), words="sauvegardes base confidentialité"),
        Command(ids.SAVE, "Sauvegarder mes données…", "Fichier", lambda: _transfer(context).save(),
                words="clé usb copie fichier exporter"),
        Command(ids.TAKE_BACK, "Reprendre mes données…", "Fichier", lambda: _transfer(context).take_back(),
                words="clé usb restaurer importer"),
        Command(ids.CHECK, "Vérifier mes données", "Fichier", lambda: _check(context),
                words="réparer contrôle intégrité endommagée abîmée"),
        Command(ids.ERASE, "Tout effacer…", "Fichier", lambda: _transfer(context).erase_all(),
                words="supprimer données confidentialité"),
    ):  # fmt: skip
        registry.add_command(command)
    context.search_ready.connect(
        lambda: context.in_background("donnees.modules", _import, lambda _none: _watch(context))
    )


def _undo(context: Context) -> None:
    context.data.undo()


def _redo(context: Context) -> None:
    context.data.redo()


def _import() -> None:
    import desktop.ui.access.user_data  # noqa: F401 - kept for the window's thread


def _watch(context: Context) -> None:
    """Offer what can be done when the database can't be opened."""
    data = context.data
    data.trouble.connect(lambda opened: _trouble(context, opened))
    data.changed.connect(lambda _tables: _tell_unreadable(context, data))
    data.open()


def _trouble(context: Context, opened: Opened) -> None:
    from desktop.ui.user_data.recovery import offer

    offer(context, opened)


def _tell_unreadable(context: Context, data: UserData) -> None:
    """Say once of each row that can't be read that it was set aside: what is not shown is not silently missing."""
    found = data.store.unreadable() if data.store is not None else ()
    new = [one for one in found if one not in data.set_aside]
    data.set_aside.extend(new)
    if new:
        from desktop.text.typography import french

        rest = f", et {len(new) - 1} de plus" if len(new) > 1 else ""
        context.say(french(f"Mis à part, tout le reste se lit : {new[0].words}{rest}. Voyez « Mes données »."))


def _check(context: Context) -> None:
    from desktop.ui.user_data.checkup import run

    run(context)


def _transfer(context: Context) -> Transfer:
    from desktop.ui.user_data.transfer import Transfer

    return Transfer(context)


def _page(context: Context) -> Page:
    from desktop.ui.user_data.page import DataPage

    return DataPage(context)
