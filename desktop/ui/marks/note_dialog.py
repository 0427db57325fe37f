"""Write on a règle: plain text, kept on this computer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QVBoxLayout

from desktop.store.records import NOTE_MAX
from desktop.ui.widgets import button, row, text

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop.ui.marks.marks import Marks


class NoteDialog(QDialog):
    """The notes of one target, each in a field; an emptied one is erased."""

    def __init__(self, marks: Marks, target: str, about: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.marks, self.target, self.about = marks, target, about
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle("Ma note")
        theme = marks.context.theme
        box = QVBoxLayout(self)
        box.setContentsMargins(theme.px(20), theme.px(16), theme.px(20), theme.px(16))
        box.setSpacing(theme.px(8))
        box.addWidget(text(about, "soft", wrap=True))
        self.fields: list[tuple[str, QPlainTextEdit]] = []
        for note in marks.notes_on(target):
            box.addWidget(self._field(note.id, note.text), 1)
        if not self.fields:
            box.addWidget(self._field("", ""), 1)
        words = "Gardée sur cet ordinateur, trouvée par la recherche. N’y écrivez rien qui désigne une personne."
        box.addWidget(text(words, "small", wrap=True))
        self.warning = text("", "alert", wrap=True)
        box.addWidget(self.warning)
        self.keep = button("Garder", self._keep, kind="primary")
        buttons = [self.keep, button("Annuler", self.reject)]
        if marks.notes_on(target):
            buttons.append(button("Effacer", self._erase))
        box.addLayout(row(*buttons))
        QShortcut(QKeySequence("Ctrl+Return"), self, self._keep)
        self.keep.setToolTip("Ctrl+Entrée")
        self.resize(theme.px(520), theme.px(340))
        self.fields[0][1].setFocus()

    def _field(self, key: str, words: str) -> QPlainTextEdit:
        field = QPlainTextEdit(words)
        field.setAccessibleName("Ma note")
        field.setTabChangesFocus(True)
        self.fields.append((key, field))
        return field

    def _keep(self) -> None:
        texts = [(key, field.toPlainText()) for key, field in self.fields]
        if any(len(words) > NOTE_MAX for _, words in texts):
            self.warning.setText(f"Une note tient en {NOTE_MAX} caractères au plus.")
            return
        self.accept()
        self.marks.save(self.target, self.about, texts)

    def _erase(self) -> None:
        self.accept()
        self.marks.save(self.target, self.about, [(key, "") for key, _ in self.fields])
        self.marks.context.say("Note effacée. Ctrl+Z la rend.")
