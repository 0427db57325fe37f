"""« Preuves »: what was verified, on how many combinations, which laws, when, for which content; and verified anew on request."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from desktop.text.dates import date_of
from desktop.ui.door.page import Page
from desktop.ui.kit.focus import take_focus
from desktop.ui.kit.widgets import Badge, button, clear, row, scroller, text
from desktop.ui.situations import proof
from desktop.ui.situations.style import style_sheet

if TYPE_CHECKING:
    from desktop.ui.door.context import Context
    from desktop.ui.door.place import Place
    from desktop.ui.situations.proof import Law, Proof, ProofRunner
    from desktop.ui.situations.room import Decisions

INTRO = (
    "Les questionnaires sont des règles écrites, pas un modèle appris. Avant chaque version, un programme parcourt toutes les "
    "combinaisons de réponses et contrôle douze lois. Les lois 11 et 12 sont contrôlées sur un échantillon."
)
THIN = "\u202f"


class ProofPage(Page):
    """The summary that came with the content, and a verification that anyone can run."""

    _told = Signal(object)

    def __init__(self, context: Context, decisions: Decisions) -> None:
        super().__init__()
        self.context = context
        self.decisions = decisions
        self.proof: Proof | None = proof.read(context.services.content_dir)
        self.prover: ProofRunner | None = None
        self.bar = QProgressBar()
        self.failure = ""
        inner = QWidget()
        inner.setObjectName("library")
        self.box = QVBoxLayout(inner)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroller(inner))
        self.first: QWidget | None = None
        self.setStyleSheet(style_sheet(context.theme))
        # The prover tells from its own thread: the signal brings it here.
        self._told.connect(self._on_told)
        self.decisions.ready.connect(self.rebuild)
        context.closing.connect(self._stop)

    def show_place(self, place: Place) -> None:
        """There is one place."""
        del place
        self.decisions.load()
        self.rebuild()
        if self.isVisible():
            self.focus_main()

    def focus_main(self) -> None:
        """« Vérifier maintenant »."""
        take_focus(self.first or self)

    def on_text_size(self) -> None:
        """Sizes and colours follow."""
        self.setStyleSheet(style_sheet(self.context.theme))
        self.rebuild()

    # -- verifying here

    def verify(self) -> None:
        """Begin a verification."""
        q, corpus = self.decisions.questionnaires, self.context.corpus
        if q is None or corpus is None or self.prover is not None:
            return
        self.failure = ""
        self.prover = proof.ProofRunner(q, frozenset(corpus.regles), self._told.emit)
        self.rebuild()
        self.prover.start()

    def _on_told(self, value: object) -> None:
        if isinstance(value, tuple):
            done, total = value
            self.bar.setRange(0, total)
            self.bar.setValue(done)
            return
        self.prover = None
        if isinstance(value, dict):
            corpus = self.context.corpus
            now = dt.datetime.now().astimezone().date().isoformat()
            self.proof = proof.of({**value, "fait": now, "version_contenu": corpus.version if corpus else ""})
        else:
            self.failure = str(value)
        self.rebuild()
        self.focus_main()

    def _stop(self) -> None:
        if self.prover is not None:
            self.prover.stop()

    # -- drawing

    def rebuild(self) -> None:
        """Draw what is known now."""
        px = self.context.theme.px
        clear(self.box)
        self.box.setContentsMargins(px(34), px(24), px(34), px(24))
        self.box.setSpacing(px(10))
        self.box.addWidget(text("Preuves", "title"))
        self.box.addWidget(text(INTRO, "soft", wrap=True))
        if self.proof is None:
            self.box.addWidget(
                text("Aucun résumé n’accompagne ce contenu : la vérification peut se faire ici.", wrap=True)
            )
        else:
            self._summary(self.proof)
        if self.failure:
            self.box.addWidget(text(f"La vérification n’a pas abouti : {self.failure}", "alert", wrap=True))
        self._tools()
        if self.proof is not None:
            self.box.addWidget(text("Les douze lois", "heading"))
            for law in self.proof.lois:
                self.box.addWidget(self._law(law))
        self.box.addStretch(1)

    def _summary(self, found: Proof) -> None:
        q = self.decisions.questionnaires
        verdict = "Toutes les lois tiennent" if found.holds else "Une loi au moins ne tient pas"
        self.box.addWidget(text(verdict, "heading"))
        when = f"le {date_of(found.fait)}" if found.fait else "à une date inconnue"
        words = (
            f"Vérifié {when}, pour le contenu {found.version_contenu} : {_thousands(found.combinaisons)} combinaisons de réponses, "
            f"regroupées en {_thousands(found.boites)} régions où le plan est le même, en {round(found.secondes)} secondes."
        )
        self.box.addWidget(text(words, wrap=True))
        if found.regles:
            words = f"{found.gagnantes} règles sur {found.regles} l’emportent dans au moins une situation."
            self.box.addWidget(text(words, wrap=True))
        self.box.addWidget(text(f"Empreinte des questionnaires : {found.empreinte[:16]}", "small"))
        if q is not None and q.empreinte != found.empreinte:
            words = (
                f"Les questionnaires de ce programme ont une autre empreinte ({q.empreinte[:16]}) : vérifiez-les ici."
            )
            self.box.addWidget(text(words, "alert", wrap=True))

    def _tools(self) -> None:
        self.first = None
        if self.prover is not None:
            self.bar = QProgressBar()
            self.bar.setTextVisible(False)
            self.bar.setAccessibleName("Vérification en cours")
            self.box.addWidget(text("Vérification en cours, besoin après besoin…", "soft"))
            self.box.addWidget(self.bar)
            return
        if self.decisions.questionnaires is None:
            self.box.addWidget(text(self.decisions.problem or "Lecture des questionnaires…", "soft", wrap=True))
            return
        self.first = button("Vérifier maintenant", self.verify, kind="primary")
        self.box.addLayout(row(self.first, text("environ une demi-minute", "small")))

    def _law(self, law: Law) -> QWidget:
        px = self.context.theme.px
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(px(12))
        word = "✓ tient" if not law.echecs else f"{law.echecs} échec{'s' if law.echecs > 1 else ''}"
        badge = Badge(word, self.context.theme, "recommandation" if not law.echecs else "obligation")
        badge.setMinimumWidth(px(84))
        line.addWidget(badge)
        words = proof.LAWS.get(law.numero, law.titre)
        line.addWidget(text(f"{law.numero}. {words}", wrap=True), 1)
        return holder


def _thousands(number: int) -> str:
    return f"{number:,}".replace(",", THIN)
