"""The foot of the window: what always holds, which content this is, and that nothing leaves the machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QVBoxLayout

from desktop.ui.widgets import FlowLayout, text

if TYPE_CHECKING:
    from desktop.ui.context import Context

URGENCY = "Urgence vitale non prévue : 15"
PLAN = "Plan anticipé : l’appliquer et le dire au médecin"
OFFLINE = "hors ligne · aucune donnée ne quitte cet ordinateur"


class Footer(QFrame):
    """Three sentences that wrap where the window is narrow; never hidden."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.setObjectName("footer")
        self.content = text(OFFLINE, "small")
        line = FlowLayout(18, last_right=True)
        for label in (text(URGENCY, "alert"), text(PLAN, "small"), self.content):
            line.addWidget(label)
        box = QVBoxLayout(self)
        box.setContentsMargins(18, 5, 18, 5)
        box.addLayout(line)
        context.corpus_ready.connect(self._on_corpus)

    def _on_corpus(self) -> None:
        corpus = self.context.corpus
        if corpus is None:
            return
        self.content.setText(f"Contenu {corpus.version} · {OFFLINE}")
