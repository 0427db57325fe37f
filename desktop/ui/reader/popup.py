"""The bubble that shows a footnote or a reference: on hover, and kept open by a click."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from desktop.text.dates import date_of
from desktop.ui.kit.widgets import FlowLayout, button, clear, text

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QKeyEvent

    from desktop.corpus.model import Corpus, Reference
    from desktop.ui.door.context import Context

WEB = ("https://", "http://")
HOVER_DELAY = 350
"""Milliseconds before a hovered link is explained, and before its bubble goes."""


class Popup(QFrame):
    """Floats over the reader; `pinned` while the user works in it. Esc closes it and hands the focus back."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self.page = parent
        self.context = context
        self.setObjectName("popup")
        self.pinned = False
        self.link = ""
        self._back: QWidget | None = None
        self._first: QWidget = self
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(14, 10, 14, 10)
        self._box.setSpacing(4)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(HOVER_DELAY)
        self._timer.timeout.connect(self._on_timer)
        self._next: tuple[str, QPoint] | None = None
        self.hide()

    def hover(self, link: str, position: QPoint) -> None:
        """The pointer is on a link ("" when it left): show it or go, after a moment."""
        if self.pinned:
            return
        self._next = (link, position) if link else None
        self._timer.start()

    def pin(self, link: str, position: QPoint, back: QWidget | None) -> bool:
        """Show it at once, with the focus; False if the link is not one of ours."""
        if not self._show(link, position):
            return False
        self.pinned = True
        self._back = back
        self._first.setFocus()
        return True

    def dismiss(self) -> None:
        """Close and hand the focus back."""
        had = self.pinned
        self.pinned = False
        self.link = ""
        self._timer.stop()
        self.hide()
        if had and self._back is not None:
            self._back.setFocus()

    def _on_timer(self) -> None:
        if self._next is None:
            if not self.underMouse():
                self.dismiss()
        elif self._next[0] != self.link:
            self._show(*self._next)

    def _show(self, link: str, position: QPoint) -> bool:
        corpus = self.context.corpus
        if corpus is None or not self._fill(corpus, link):
            return False
        self.link = link
        room = self.page.rect().adjusted(8, 8, -8, -8)
        width = min(self.context.theme.px(420), room.width())
        self._box.activate()
        self.setFixedSize(width, min(room.height(), self._box.totalHeightForWidth(width)))
        x = min(max(room.left(), position.x() - 40), room.right() - self.width())
        y = position.y() + self.context.theme.px(18)
        if y + self.height() > room.bottom():
            y = max(room.top(), position.y() - self.height() - self.context.theme.px(12))
        self.move(x, y)
        self.show()
        self.raise_()
        return True

    def _fill(self, corpus: Corpus, link: str) -> bool:
        kind, _, key = link.partition(":")
        if kind == "ref" and key in corpus.references:
            clear(self._box)
            self._reference(corpus.references[key])
        elif link.startswith(WEB):
            clear(self._box)
            self._add("Adresse sur le web", "smallstrong")
            self._buttons(*self._address(link))
        elif kind == "note":
            name, _, number = key.partition("/")
            document = corpus.documents.get(name)
            if document is None or number not in document.notes:
                return False
            clear(self._box)
            self._box.addWidget(text(f"Note {number} de la source", "smallstrong"))
            words = "".join(f.texte for f in document.notes[number])
            self._add(words)
            self._buttons()
        else:
            return False
        return True

    def _add(self, words: str, role: str = "") -> None:
        label = text(words, role, wrap=True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._box.addWidget(label)

    def _reference(self, reference: Reference) -> None:
        self._add(reference.intitule, "strong")
        when = f" · {date_of(reference.date)}" if reference.date else ""
        self._add(f"{reference.type.capitalize()}{when}", "small")
        self._add(f"Statut : {reference.statut}", "smallstrong")
        if reference.note:
            self._add(reference.note, "small")
        buttons = [button("Copier la citation", lambda: self._copy(reference.citation))]
        self._buttons(*buttons, *(self._address(reference.url) if reference.url else ()))

    def _address(self, address: str) -> list[QPushButton]:
        """Show an address of the web; it is opened on request only, and by the system's browser. Nothing else is opened at all."""
        self._add(address, "small")
        buttons = [button("Copier l’adresse", lambda: self._copy(address))]
        if address.startswith(WEB):
            buttons.append(button("Ouvrir dans le navigateur", lambda: QDesktopServices.openUrl(QUrl(address))))
        return buttons

    def _buttons(self, *buttons: QPushButton) -> None:
        line = FlowLayout(8)
        made_all = (*buttons, button("Fermer", self.dismiss))
        self._first = made_all[0]
        for made in made_all:
            line.addWidget(made)
        line.setContentsMargins(0, 6, 0, 0)
        self._box.addLayout(line)

    def _copy(self, words: str) -> None:
        QGuiApplication.clipboard().setText(words)
        self.context.say("Copié.")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
            return
        super().keyPressEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer left a bubble that nobody pinned."""
        super().leaveEvent(event)
        if not self.pinned:
            self._next = None
            self._timer.start()
