"""« Mes données »: what is kept, where, its automatic backups, and what one can do with it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QMessageBox, QVBoxLayout, QWidget

from desktop.store import Store
from desktop.text import dates
from desktop.text.typography import french
from desktop.ui.door.page import Page
from desktop.ui.kit.focus import take_focus
from desktop.ui.kit.gestures import watch_dialog
from desktop.ui.kit.message_box import MessageBox
from desktop.ui.kit.widgets import FlowLayout, button, clear, link, scroller, text
from desktop.ui.user_data import ids, words
from desktop.ui.user_data.checkup import named
from desktop.ui.user_data.transfer import Transfer

if TYPE_CHECKING:
    from desktop.store import Backup, Counts
    from desktop.ui.door.context import Context
    from desktop.ui.door.place import Place

PRIVACY = (
    "Tout reste sur cet ordinateur, dans le dossier ci-dessous : rien n’est envoyé. Aucune identité n’est demandée. "
    "Toute personne qui a accès à votre compte peut lire ce dossier."
)


class DataPage(Page):
    """Counts and backups are read on the worker thread at each visit."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.data = context.data
        self.transfer = Transfer(context)
        self._counts: Counts | None = None
        self._backups: tuple[Backup, ...] = ()
        inner = QWidget()
        inner.setObjectName("library")
        self.box = QVBoxLayout(inner)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroller(inner))
        self.first: QWidget | None = None
        self.data.changed.connect(lambda _tables: self._read() if self.isVisible() else None)

    def show_place(self, place: Place) -> None:
        """There is one place."""
        del place
        self.data.open()
        self._read()
        self.rebuild()
        if self.isVisible():
            self.focus_main()

    def focus_main(self) -> None:
        """The first button."""
        take_focus(self.first or self)

    def on_text_size(self) -> None:
        """Margins follow."""
        self.rebuild()

    def _read(self) -> None:
        def done(read: tuple[Counts, tuple[Backup, ...]]) -> None:
            self._counts, self._backups = read
            inside = self.isAncestorOf(self.window().focusWidget() or self)
            self.rebuild()
            if inside and self.isVisible():  # what had the focus is gone: Qt would give it to any other of the window
                self.focus_main()

        self.data.write(lambda store: (store.counts(), store.backups()), done)

    def rebuild(self) -> None:
        """Draw what is known now."""
        px = self.context.theme.px
        clear(self.box)
        self.box.setContentsMargins(px(34), px(24), px(34), px(24))
        self.box.setSpacing(px(10))
        self.box.addWidget(text("Mes données", "title"))
        self.box.addWidget(text(PRIVACY, "soft", wrap=True))
        if self.data.warning:
            self.box.addWidget(text(self.data.warning, "alert", wrap=True))
        store = self.data.store
        if (unreadable := store.unreadable() if store is not None else ()) != ():
            lines = "\n".join(f"– {line}" for line in named(unreadable))
            words_of = f"Mis à part, car illisible (tout le reste se lit et se garde) :\n{lines}"
            self.box.addWidget(text(french(words_of), "alert", wrap=True))
        if self.data.store is not None and self.data.store.persistent:
            path = text(str(self.data.store.path), "small", wrap=True)
            path.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self.box.addWidget(path)
        if self._counts is not None:
            self.box.addWidget(text(f"Gardé ici : {words.counted(self._counts)}.", "strong", wrap=True))
        tools = FlowLayout(px(8))
        self.first = button("Sauvegarder mes données…", self.transfer.save, kind="primary")
        for made in (
            self.first,
            button("Reprendre mes données…", self.transfer.take_back),
            button("Vérifier mes données", partial(self.context.run, ids.CHECK)),
            button("Tout effacer…", self.transfer.erase_all),
        ):
            tools.addWidget(made)
        self.box.addLayout(tools)
        self.box.addWidget(text("Sauvegardes automatiques", "heading"))
        if not self._backups:
            self.box.addWidget(text("Aucune pour l’instant : la première se fait à la fermeture.", "small"))
        for backup in self._backups:
            self.box.addWidget(self._backup(backup))
        self.box.addStretch(1)

    def _backup(self, backup: Backup) -> QWidget:
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(self.context.theme.px(10))
        made = f"{dates.figures_and_hour(backup.made.astimezone())}" if backup.made is not None else backup.path.name
        what = words.counted(backup.counts) if backup.usable else backup.problem
        if backup.unreadable:
            number = len(backup.unreadable)
            what += f" ({number} éléments ne se lisent pas)" if number > 1 else " (un élément ne se lit pas)"
        line.addWidget(text(f"{made}, {backup.reason} : {what}", "", wrap=True), 1)
        if backup.usable:
            again = link("Revenir à cette sauvegarde", partial(self._ask, backup))
            again.setAccessibleName(french(f"Revenir à la sauvegarde du {made}"))
            line.addWidget(again)
        return holder

    def _ask(self, backup: Backup) -> None:
        box = MessageBox(self)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setWindowTitle("Revenir à une sauvegarde")
        box.setIcon(QMessageBox.Icon.Question)
        box.setText(french(f"Revenir à l’état qui contient : {words.counted(backup.counts)} ?"))
        box.setInformativeText("L’état présent est mis de côté, dans le même dossier.")
        go = box.addButton("Revenir à cette sauvegarde", QMessageBox.ButtonRole.AcceptRole)
        keep = box.addButton("Annuler", QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(keep)
        box.buttonClicked.connect(lambda chosen: self.restore(backup) if chosen is go else None)
        watch_dialog(box)
        box.open()

    def restore(self, backup: Backup) -> None:
        """Put a backup in the place of the database."""
        self.data.reopen(lambda: Store.restore(backup))
        self.context.say("La sauvegarde a pris la place de l’état présent.")
