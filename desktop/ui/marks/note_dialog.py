"""Write on a règle: plain text, kept on this computer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QVBoxLayout

from desktop.store import Draft
from desktop.store.rows import NOTE_MAX
from desktop.ui.access.typing import Typing
from desktop.ui.kit.notice import window_under
from desktop.ui.kit.widgets import button, row, text
from desktop.ui.marks.marks import NOTE, draft_key

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop.ui.marks.marks import Marks


class NoteDialog(QDialog):
    """The notes of one target, each in a field; an emptied one is erased.

    What is typed is written as it is typed: Escape, a closed window or a killed program lose nothing of it.
    """

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
        self.typing: list[Typing] = []
        for note in marks.notes_on(target):
            box.addWidget(self._field(note.id, note.text), 1)
        if not self.fields:
            box.addWidget(self._field("", ""), 1)
        words = "Gardée sur cet ordinateur, trouvée par la recherche. N’y écrivez rien qui désigne une personne."
        box.addWidget(text(words, "small", wrap=True))
        if any(typing.found for typing in self.typing):
            box.addWidget(text("Votre texte a été retrouvé ; il n’est pas encore gardé.", "smallstrong", wrap=True))
        self.warning = text("", "alert", wrap=True)
        box.addWidget(self.warning)
        self.keep = button("Garder", self._keep, kind="primary")
        buttons = [self.keep, button("Annuler", self._give_up)]
        if marks.notes_on(target):
            buttons.append(button("Effacer", self._erase))
        box.addLayout(row(*buttons))
        QShortcut(QKeySequence("Ctrl+Return"), self, self._keep)
        self.keep.setToolTip("Ctrl+Entrée")
        self.resize(theme.px(520), theme.px(340))
        self.fields[0][1].setFocus()

    def _field(self, key: str, words: str) -> QPlainTextEdit:
        draft = Draft(NOTE, {}, {"cible": self.target, "note": key}, id=draft_key(self.target, key))
        typing = Typing(self.marks.data, draft, words)
        self.typing.append(typing)
        field = QPlainTextEdit(typing.words)
        field.textChanged.connect(lambda: typing.type(field.toPlainText()))
        field.setAccessibleName("Ma note")
        field.setTabChangesFocus(True)
        self.fields.append((key, field))
        return field

    def _keep(self) -> None:
        texts = [(key, field.toPlainText()) for key, field in self.fields]
        if any(len(words) > NOTE_MAX for _, words in texts):
            self.warning.setText(f"Une note tient en {NOTE_MAX} caractères au plus.")
            return
        self._end()
        self.accept()
        self.marks.save(self.target, self.about, texts)

    def _end(self) -> None:
        for typing in self.typing:
            typing.end()

    def _give_up(self) -> None:
        """« Annuler »: what was typed goes."""
        given_up = [typing for typing in self.typing if typing.open]
        for typing in given_up:
            typing.give_up("abandonner le texte de la note")
        if given_up:
            self.marks.context.say("Texte abandonné. Ctrl+Z le rend.")
        self._end()
        super().reject()

    def reject(self) -> None:
        """Escape, or the window closed: what was typed stays, and is there when the note is opened again."""
        if any(typing.open for typing in self.typing):
            self.marks.context.say("Votre texte n’est pas perdu : rouvrez la note pour le finir.")
        super().reject()

    def _erase(self) -> None:
        self._end()
        self.accept()
        self.marks.save(self.target, self.about, [(key, "") for key, _ in self.fields])
        self.marks.context.say("Note effacée. Ctrl+Z la rend.")


def write_on(marks: Marks, target: str) -> None:
    """What « Écrire une note » does on a règle: the dialog, or the note that has lost its règle is hung there."""
    if marks.moving is not None:
        marks.hang_moving(target)
    elif about := marks.about(target):
        NoteDialog(marks, target, about, window_under()).open()
