"""The dialog of an unexpected error: what happened, that the work is saved, where the journal is. Made of Qt's own parts only."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMessageBox

from desktop.text.typography import french
from desktop.ui.kit.gestures import watch_dialog
from desktop.ui.kit.held import LOG_NAME
from desktop.ui.kit.message_box import MessageBox

if TYPE_CHECKING:
    from pathlib import Path

    from desktop.ui.shell.window import MainWindow

logger = logging.getLogger(__name__)
TITLE = "Erreur imprévue"
WHAT = "Une erreur imprévue est survenue dans le programme. La fenêtre reste ouverte."
NO_START = "Cap palliatif n’a pas pu s’ouvrir : une erreur imprévue est survenue au démarrage."
REINSTALL = (
    "Relancez-le. Si cela se répète, « cap-palliatif verifier » dit si l’installation est abîmée ; la réinstaller ne touche ni "
    "vos situations, ni vos notes, ni vos réglages."
)
NOTHING_IN_HAND = "Rien n’était en cours d’enregistrement."
SAVING = "Enregistrement de ce qui est en cours…"
SAVED = "Vos situations, vos réponses, vos signets et vos notes gardées sont enregistrés."
GO_ON = (
    "Vous pouvez continuer. Si l’écran ne répond plus comme il faut, fermez et rouvrez : vous reviendrez où vous étiez."
)
NO_LOG = "Le journal n’a pas pu être écrit."


class FaultBox(MessageBox):
    """Never blocks what runs. `save` writes what is in hand and says so when it is done."""

    def __init__(self, window: MainWindow | None, key: str, detail: str, log_dir: Path | None) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._window = window
        self._log_dir = log_dir
        self._key = key
        self._saved = SAVING
        self._number = 1
        self.setWindowTitle(TITLE)
        self.setIcon(QMessageBox.Icon.Critical)
        self.setText(WHAT)
        self.setDetailedText(detail)
        go_on = self.addButton("Continuer", QMessageBox.ButtonRole.AcceptRole)
        self._close = self.addButton("Fermer le programme", QMessageBox.ButtonRole.DestructiveRole)
        self._folder = self.addButton("Ouvrir le dossier du journal", QMessageBox.ButtonRole.HelpRole)
        self._folder.setEnabled(log_dir is not None)
        self.setDefaultButton(go_on)
        self.setEscapeButton(go_on)
        self.buttonClicked.connect(self._on_button)
        watch_dialog(self)
        self._write()

    def add(self, detail: str, number: int) -> None:
        """Another error came while this one is read."""
        self.setDetailedText(f"{self.detailedText()}\n\n{detail}")
        self.count(number)

    def count(self, number: int) -> None:
        """How many errors there were by now."""
        if number != self._number:
            self._number = number
            self._write()

    def save(self) -> None:
        """Keep the place, and have what waits written; the dialog says when it is on the disk."""
        if self._window is None:
            self._say_saved(NOTHING_IN_HAND)
            return
        try:
            self._window.keep_place()
        except Exception:  # the page itself may be what fails; the rest must still be saved
            logger.exception("the place can't be kept")
        if not self._window.context.has_data:
            self._say_saved(NOTHING_IN_HAND)
            return
        data = self._window.context.data
        # Queued behind what waits: when it answers, everything before it is on the disk.
        data.write(
            lambda store: store.persistent,
            lambda kept: self._say_saved(SAVED if kept else data.warning),
            lambda error: self._say_saved(str(error)),
        )

    def _say_saved(self, words: str) -> None:
        self._saved = words
        self._write()

    def _write(self) -> None:
        times = f" ({self._number} erreurs)" if self._number > 1 else ""
        self.setInformativeText(f"{french(f'{self._saved} {GO_ON}')}\n\n{self._key}{times}\n{_where(self._log_dir)}")

    def _on_button(self, button: object) -> None:
        if button is self._close and self._window is not None:
            self._window.close()
        elif button is self._folder and self._log_dir is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._log_dir)))


def say_no_start(key: str, log_dir: Path | None) -> None:
    """The window could not be made: say it, and wait until it is read."""
    box = MessageBox()
    box.setIcon(QMessageBox.Icon.Critical)
    box.setWindowTitle("Cap palliatif")
    box.setText(french(NO_START))
    box.setInformativeText(f"{french(REINSTALL)}\n\n{key}\n{_where(log_dir)}")
    box.setStandardButtons(QMessageBox.StandardButton.Ok)
    box.exec()


def _where(log_dir: Path | None) -> str:
    if log_dir is None or not (log_dir / LOG_NAME).exists():
        return NO_LOG
    return f"{french('Journal, sans donnée personnelle :')} {log_dir / LOG_NAME}"
