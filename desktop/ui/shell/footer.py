"""The foot of the window: what always holds, which content this is, and that nothing leaves the machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QVBoxLayout

from desktop.text.typography import french
from desktop.ui.kit.widgets import FlowLayout, text

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent
    from PySide6.QtWidgets import QWidget

    from desktop.ui.door.context import Context

URGENCY = "Urgence vitale non prévue : appeler le 15."
PLAN = (
    "Si un plan anticipé existe (prescriptions anticipées, directives anticipées, fiche SAMU pallia), "
    "l’appliquer et le dire au médecin."
)
"""The sentence of the questionnaires (`structures.yaml`, securite), which the foot can't wait for; a test compares both."""
NATURE = "Hors référentiel"
"""Who says the emergency sentence, in the words of the questionnaires."""
SHORT_URGENCY = "Urgence vitale non prévue : 15"
SHORT_PLAN = "Plan anticipé : l’appliquer et le dire au médecin"
OFFLINE = "hors ligne"
OFFLINE_MEANS = "Aucune donnée ne quitte cet ordinateur."
GAP, SIDE = 18, 18


class Footer(QFrame):
    """One line where there is room for it, in short words that wrap where there is not; never hidden.

    The window's short messages have their place here, instead of the words about a plan: they cover nothing.
    """

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.setObjectName("footer")
        # They wrap rather than ask for a width: no sentence may make the window wider than its screen.
        self.urgency = text(URGENCY, "alert", wrap=True)
        self.plan = text(PLAN, "small", wrap=True)
        for label in (self.urgency, self.plan):
            label.setToolTip(NATURE)
        self.content = text(OFFLINE, "small")
        self.content.setToolTip(OFFLINE_MEANS)
        self._full: bool | None = None
        self._line = FlowLayout(GAP, last_right=True)
        for label in (self.urgency, self.plan, self.content):
            self._line.addWidget(label)
        box = QVBoxLayout(self)
        box.setContentsMargins(SIDE, 5, SIDE, 5)
        box.addLayout(self._line)
        context.corpus_ready.connect(self._on_corpus)

    def take_message(self, message: QWidget) -> None:
        """Give a widget the place of the words about a plan, whenever it is shown."""
        self._line.removeWidget(self.content)
        self._line.addWidget(message)
        self._line.addWidget(self.content)

    def make_room(self, *, message: bool) -> None:
        """Say the words about a plan, or leave their place to the message."""
        self._fit(message=message)
        self.plan.setVisible(not message)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Full words where they fit on one line."""
        super().resizeEvent(event)
        self._fit(message=self.plan.isHidden())

    def apply(self) -> None:
        """The text size changed."""
        self._full = None
        self._fit(message=self.plan.isHidden())

    def _fit(self, *, message: bool) -> None:
        for label in (self.urgency, self.plan, self.content):
            label.ensurePolished()
        metrics = self.plan.fontMetrics()
        wanted = [self.urgency.fontMetrics().horizontalAdvance(URGENCY), metrics.horizontalAdvance(self.content.text())]
        wanted += [] if message else [metrics.horizontalAdvance(PLAN)]
        full = sum(wanted) + GAP * len(wanted) + 2 * SIDE <= self.width()
        if full == self._full:
            return
        self._full = full
        self.urgency.setText(french(URGENCY if full else SHORT_URGENCY))
        self.plan.setText(french(PLAN if full else SHORT_PLAN))

    def _on_corpus(self) -> None:
        corpus = self.context.corpus
        if corpus is None:
            return
        self.content.setText(f"Contenu {corpus.version} · {OFFLINE}")
        self._full = None
        self._fit(message=self.plan.isHidden())
