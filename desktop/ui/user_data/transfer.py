"""« Sauvegarder mes données », « Reprendre mes données », « Tout effacer »: the dialogs, and what they do."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QMessageBox

from desktop.store import Mode, Saved, Store, suggested_name
from desktop.store.words import everything
from desktop.text.dates import date_of
from desktop.text.typography import french
from desktop.ui.door.ids import HOME
from desktop.ui.kit.ask_file import ask_open, ask_save
from desktop.ui.kit.gestures import watch_dialog
from desktop.ui.kit.message_box import MessageBox
from desktop.ui.kit.notice import notice, window_under
from desktop.ui.user_data import words
from desktop.ui.user_data.progress import run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from desktop.store import Counts, Erased, Taken
    from desktop.store.progress import Progress
    from desktop.ui.door.context import Context

_T = TypeVar("_T")

BEYOND = (
    "Hors de sa portée : les fichiers faits par « Sauvegarder mes données » et les copies sur une clé USB ou ailleurs, à effacer "
    "vous-même ; et les traces que gardent un disque SSD, un disque à instantanés ou la sauvegarde de l’ordinateur : seul un "
    "disque chiffré en protège."
)
REMAINING = 8
"""How many files that remain a message names."""
FILTER = "Données de Cap palliatif (*.zip)"


class Transfer:
    """Asks, then writes through `UserData`."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.data = context.data

    def save(self) -> None:
        """Ask for a file, on a USB stick for instance, and write everything to it."""
        import datetime as dt

        name = suggested_name(dt.datetime.now().astimezone())
        if path := ask_save(window_under(), "Sauvegarder mes données", name, FILTER):
            self.save_to(path)

    def save_to(self, path: Path) -> None:
        """Write everything to a file."""
        target = path if path.suffix else path.with_suffix(".zip")

        def done(saved: Counts) -> None:
            self.context.say(french(f"Sauvegardé dans {target} : {words.counted(saved)}."))

        self._run("Sauvegarder mes données", lambda store, progress: store.save_to(target, progress), done)

    def take_back(self) -> None:
        """Ask for a file, show what it holds, and take it back as the person chooses."""
        if path := ask_open(window_under(), "Reprendre mes données", FILTER):
            self.read(path)

    def read(self, path: Path) -> None:
        """Read and check a file, then ask what to do with it."""
        self._run("Lecture du fichier", lambda _store, progress: Store.read_saved(path, progress), self._ask)

    def _ask(self, saved: Saved) -> None:
        box = _box("Reprendre mes données", QMessageBox.Icon.Question)
        made = date_of(saved.made.astimezone().date().isoformat())
        box.setText(french(f"Ce fichier, fait le {made}, contient : {words.counted(saved.counts)}."))
        box.setInformativeText(
            french(
                "Ajouter garde ce qui est déjà là ; de deux états d’une même situation, aucun n’est perdu. "
                "Remplacer met le contenu du fichier à la place de ce qui est là."
            )
        )
        add = box.addButton("Ajouter", QMessageBox.ButtonRole.AcceptRole)
        replace = box.addButton("Remplacer", QMessageBox.ButtonRole.DestructiveRole)
        box.addButton("Annuler", QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(add)

        def clicked(chosen: object) -> None:
            if chosen is add:
                self.take(saved, Mode.MERGE)
            elif chosen is replace:
                self.take(saved, Mode.REPLACE)

        box.buttonClicked.connect(clicked)
        watch_dialog(box)
        box.open()

    def take(self, saved: Saved, mode: Mode) -> None:
        """Take a checked file back: all of it or nothing."""

        def done(taken: Taken) -> None:
            self.context.say(words.taken(taken))

        self._run("Reprendre mes données", lambda store, progress: store.take_back(saved, mode, progress), done)

    def _run(self, title: str, task: Callable[[Store, Progress], _T], done: Callable[[_T], object]) -> None:
        run(self.context, self.data, window_under(), title, task, done)

    def erase_all(self) -> None:
        """Ask once, clearly; there is no way back."""
        box = _box("Tout effacer", QMessageBox.Icon.Warning)
        box.setText("Effacer définitivement toutes vos données de cet ordinateur ?")
        box.setInformativeText(french(f"{_erased()}\n\n{BEYOND}"))
        erase = box.addButton("Tout effacer", QMessageBox.ButtonRole.DestructiveRole)
        keep = box.addButton("Annuler", QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(keep)
        box.setEscapeButton(keep)
        box.buttonClicked.connect(lambda chosen: self.erase() if chosen is erase else None)
        watch_dialog(box)
        box.open()

    def erase(self) -> None:
        """Erase the database, its backups, what the settings remember of the reading."""
        self.context.settings.erase_personal()
        dialogs = QSettings(QSettings.Scope.UserScope, "QtProject")  # Qt's file dialogs keep the last folders and names
        dialogs.clear()
        dialogs.sync()

        def done(erased: Erased) -> None:
            self.data.erased.emit()
            self.context.annotations_changed.emit()
            self.context.resume_changed.emit()
            self.context.go(HOME)
            self._say_erased(erased)

        self.data.write(lambda store: store.erase_all(), done)

    def _say_erased(self, erased: Erased) -> None:
        """« Effacé » is said of what is no longer on the disk, and of nothing else."""
        listed = [f"– {one.path.name} : {one.reason}" for one in erased.remaining[:REMAINING]]
        if len(erased.remaining) > REMAINING:
            listed.append(f"– et {len(erased.remaining) - REMAINING} de plus")
        if not listed:
            self.context.say("Tout est effacé.")
        else:
            head = "Vos données sont effacées." if erased.whole else "Tout n’a pas pu être effacé."
            where = f"Il reste dans {self.context.services.data_dir} :"
            notice("Tout effacer", head, french("\n".join([where, *listed])), alarm=not erased.whole)
        store = self.data.store
        if store is not None and not store.persistent:
            # The files that could not be opened are gone: from now on everything is kept again.
            self.data.reopen(lambda: None)


def _erased() -> str:
    return f"{everything()}, sauvegardes automatiques et journal de la base : rien ne pourra être rendu."


def _box(title: str, icon: QMessageBox.Icon) -> QMessageBox:
    box = MessageBox(window_under())
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setWindowTitle(title)
    box.setIcon(icon)
    return box
