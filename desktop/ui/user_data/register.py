"""What the user's own data add to the window: undo, redo, save to a file, take back, erase all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.ui.registry import Command, PageSpec

if TYPE_CHECKING:
    from desktop.ui.context import Context
    from desktop.ui.page import Page
    from desktop.ui.registry import Registry
    from desktop.ui.user_data.access import UserData
    from desktop.ui.user_data.transfer import Transfer


def register(registry: Registry, context: Context) -> None:
    """Commands and the page « Mes données »."""

    def data() -> UserData:
        from desktop.ui.user_data.access import UserData

        return UserData.of(context)

    registry.add_page(PageSpec("donnees", "Mes données", _page, in_navigation=False))
    for command in (
        Command("donnees.annuler", "Annuler la dernière action", "Édition", lambda: data().undo(), ("Ctrl+Z",),
                words="défaire rendre"),
        Command("donnees.retablir", "Rétablir", "Édition", lambda: data().redo(), ("Ctrl+Y", "Ctrl+Shift+Z"), words="refaire"),
        Command("donnees.page", "Mes données", "Fichier", lambda: context.go("donnees"), words="sauvegardes base confidentialité"),
        Command("donnees.sauver", "Sauvegarder mes données…", "Fichier", lambda: _transfer(context).save(),
                words="clé usb copie fichier exporter"),
        Command("donnees.reprendre", "Reprendre mes données…", "Fichier", lambda: _transfer(context).take_back(),
                words="clé usb restaurer importer"),
        Command("donnees.effacer", "Tout effacer…", "Fichier", lambda: _transfer(context).erase_all(),
                words="supprimer données confidentialité"),
    ):  # fmt: skip
        registry.add_command(command)
    context.search_ready.connect(
        lambda: context.in_background("donnees.modules", _import, lambda _none: _watch(context))
    )


def _import() -> None:
    import desktop.ui.user_data.access  # noqa: F401 - kept for the window's thread


def _watch(context: Context) -> None:
    """Offer what can be done when the database can't be opened."""
    from desktop.ui.user_data.access import UserData

    data = UserData.of(context)
    data.trouble.connect(lambda opened: _trouble(context, opened))
    data.open()


def _trouble(context: Context, opened: object) -> None:
    from desktop.ui.user_data.recovery import offer

    offer(context, opened)  # type: ignore[arg-type]


def _transfer(context: Context) -> Transfer:
    from desktop.ui.user_data.transfer import Transfer

    return Transfer(context)


def _page(context: Context) -> Page:
    from desktop.ui.user_data.page import DataPage

    return DataPage(context)
