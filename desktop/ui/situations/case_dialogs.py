"""The small windows of kept cases: the label to keep one under, two states side by side. Imported when one is opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLineEdit, QVBoxLayout

from desktop.store import privacy
from desktop.store.rows import LABEL_MAX
from desktop.ui.kit.gestures import watch_dialog
from desktop.ui.kit.widgets import button, row, text

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from desktop.ui.access.typing import Typing
    from desktop.ui.kit.theme import Theme


class LabelDialog(QDialog):
    """Asks for a free label, and warns when it looks like a name, a birth date or a number. It never refuses.

    With `typing`, what is typed is written as it is typed, and found again after Escape or the end of the program.
    """

    def __init__(
        self,
        parent: QWidget,
        theme: Theme,
        title: str,
        label: str,
        done: Callable[[str], object],
        typing: Typing | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(title)
        self._done, self._typing = done, typing
        label = typing.words if typing is not None else label
        box = QVBoxLayout(self)
        box.setSpacing(theme.px(8))
        box.setContentsMargins(theme.px(20), theme.px(16), theme.px(20), theme.px(16))
        box.addWidget(text("Libellé, sans rien qui désigne la personne", "strong", wrap=True))
        self.field = QLineEdit(label)
        self.field.setMaxLength(LABEL_MAX)
        self.field.setAccessibleName("Libellé")
        self.field.selectAll()
        self.field.textChanged.connect(self._look)
        if typing is not None:
            # Not the method of a plain object itself: of each such connection PySide would keep something.
            self.field.textChanged.connect(lambda: typing.type(self.field.text()))
        box.addWidget(self.field)
        self.warning = text("", "alert", wrap=True)
        self.warning.setMinimumHeight(theme.px(44))
        self.warning.setAlignment(Qt.AlignmentFlag.AlignTop)
        box.addWidget(self.warning)
        self.keep = button("Garder", self._keep, kind="primary")
        self.keep.setDefault(True)
        box.addLayout(row(self.keep, button("Annuler", self._give_up)))
        self.resize(theme.px(460), self.sizeHint().height())
        self._look(label)
        watch_dialog(self)

    def _look(self, words: str) -> None:
        self.warning.setText(privacy.warn(words) or "")

    def _keep(self) -> None:
        label = self.field.text().strip()
        if self._typing is not None:
            self._typing.end()
        self.accept()
        self._done(label)

    def _give_up(self) -> None:
        """« Annuler »: what was typed goes."""
        if self._typing is not None:
            self._typing.give_up("abandonner le libellé")
        self.reject()
