"""The cards of a plan: one a need, with whom to call, who else, what to prepare, which conditions to meet."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.decision.model import Role
from desktop.telling import wording
from desktop.telling.story import AWAITED, Said
from desktop.text.typography import french
from desktop.ui.kit.check import Check
from desktop.ui.kit.plain import plain
from desktop.ui.kit.widgets import Badge, ColumnsLayout, link, text
from desktop.ui.situations.plan_changes import changed_mark

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop.telling.story import ConditionLine, NeedCard, Story, StructureLine
    from desktop.ui.door.context import Context
    from desktop.ui.situations.rich import Writer

_FAMILY = {"oui": "recommandation", "non": "possibilite", "territoire": "indicatif", "inconnu": "possibilite"}
"""Badge colours of who answers now; the words say it."""
AGED = "possibilite"
"""What has aged loses its colour: its sign and its words stay."""


class PlanCards(QObject):
    """Draws the cards and announces what is ticked on them."""

    condition = Signal(object, bool)
    """A `ConditionLine`, and whether it is met."""
    priority = Signal(str)
    """This need comes first."""

    def __init__(self, context: Context, write: Writer) -> None:
        super().__init__()
        self.context = context
        self.write = write

    def calls(self, lines: Sequence[StructureLine], title: str, *, changed: bool = False) -> QWidget:
        """Whom to reach now, in their order."""
        frame, box = self._frame("primary-card")
        head = QHBoxLayout()
        head.addWidget(self.write.text(title, "heading"), 1)
        if changed:
            head.addWidget(changed_mark())
        box.addLayout(head)
        for rank, line in enumerate(lines, start=1):
            name = f"{rank}. {line.nom}" if len(lines) > 1 else line.nom
            box.addLayout(self._principal(line, name))
        return frame

    def need(
        self,
        card: NeedCard,
        *,
        first: bool,
        several: bool,
        edge: bool,
        changed: bool = False,
        fold: Callable[[], object] | None = None,
    ) -> QWidget:
        """One need; `edge` gives it the coloured edge of what comes first, `fold` a way to be one line again."""
        frame, box = self._frame("primary-card" if edge else "card")
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.write.text(card.titre, "heading"), 1)
        if changed:
            head.addWidget(changed_mark())
        if several and not first:
            more = link("Mettre en premier", lambda: self.priority.emit(card.besoin))
            more.setObjectName(f"priorite-{card.besoin}")
            head.addWidget(more)
        if fold is not None:
            less = link("replier", fold)
            less.setAccessibleName(french(f"Replier : {card.titre}"))
            less.setObjectName(f"besoin-{card.besoin}")
            head.addWidget(less)
        box.addLayout(head)
        if card.ouvert:
            box.addWidget(text("Les textes laissent ce choix ouvert : mêmes rangs.", "smallstrong", wrap=True))
        for line in card.principal:
            box.addLayout(self._principal(line))
        for role, title, lines in card.roles:
            if role == Role.PRINCIPAL:
                continue
            box.addSpacing(self.context.theme.px(4))
            box.addWidget(text(title, "smallstrong"))
            for line in lines:
                box.addWidget(self._line(line))
                self._noted(box, line)
        self._said(box, card.anticiper_titre, card.anticiper)
        self._conditions(box, card)
        self._said(box, "À savoir", card.rappels)
        return frame

    def open_points(self, story: Story) -> QWidget:
        """« Ce que les textes laissent ouvert »."""
        frame, box = self._frame("open")
        box.addWidget(text("Ce que les textes laissent ouvert", "heading"))
        for said in story.ouverts:
            box.addWidget(self.write.statement(said))
        return frame

    def _principal(self, line: StructureLine, name: str = "") -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(2)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.write.text(name or line.nom, "strong"), 1)
        head.addWidget(self.badge(line))
        column.addLayout(head)
        words = " ".join(part for part in (_sentence(line.acces), _unsure(line), line.dit.texte) if part)
        if words:
            column.addWidget(self.write.text(words))
        column.addWidget(self.write.source(line.dit))
        self._noted(column, line)
        return column

    def _noted(self, box: QVBoxLayout, line: StructureLine) -> None:
        """What other sources say of a structure: a value to dial or to copy, then who says so."""
        for one in line.annotations:
            box.addWidget(self.write.noted(one, line.id))

    def _line(self, line: StructureLine) -> QWidget:
        parts = [
            f"{wording.now_words(line.maintenant, line.maintenant_dit)}.",
            _sentence(line.acces),
            _unsure(line),
            line.dit.texte,
        ]
        words = " ".join(part for part in parts if part)
        return self.write.statement(replace(line.dit, texte=words), line.nom)

    def badge(self, line: StructureLine) -> Badge:
        """Whether it answers now, in words."""
        words = french(wording.now_words(line.maintenant, line.maintenant_dit))
        return Badge(words, self.context.theme, AGED if line.aged else _FAMILY[line.maintenant])

    def _said(self, box: QVBoxLayout, title: str, lines: Sequence[Said]) -> None:
        if not lines:
            return
        box.addSpacing(self.context.theme.px(4))
        box.addWidget(text(title, "smallstrong"))
        for said in lines:
            box.addWidget(self.write.statement(said))

    def _conditions(self, box: QVBoxLayout, card: NeedCard) -> None:
        if not card.conditions:
            return
        met = sum(1 for line in card.conditions if line.remplie)
        box.addSpacing(self.context.theme.px(4))
        box.addWidget(text(f"À réunir ({met} sur {len(card.conditions)})", "smallstrong"))
        several = len({line.structure for line in card.conditions}) > 1
        names = {line.id: line.court for line in (*card.principal, *card.alternatives, *card.appuis)}
        columns = ColumnsLayout(self.context.theme.px(4), self.context.theme.px(330))
        for line in card.conditions:
            columns.addWidget(self._condition(line, names.get(line.structure, "") if several else "", card.besoin))
        box.addLayout(columns)

    def _condition(self, line: ConditionLine, structure: str, besoin: str) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        words = f"{structure} : {line.dit.texte}" if structure else line.dit.texte
        tick = Check(words, self.context.theme)
        tick.setObjectName(f"condition-{besoin}-{line.structure}-{line.id}")
        tick.setChecked(line.remplie)
        tick.setToolTip(plain(self.write.jargon.explain(words)))
        tick.toggled.connect(lambda on: self.condition.emit(line, on))
        column.addWidget(tick)
        source = self.write.links(
            "", [(key, line.dit.nature) for key, _ in line.dit.references[:1]], self.context.open_content
        )
        if not line.dit.references:
            source = self.write.text(line.dit.nature, "small")
        source.setToolTip(plain(" · ".join(place for _, place in line.dit.references)))
        source.setIndent(self.context.theme.px(26))
        column.addWidget(source)
        return holder

    def _frame(self, role: str) -> tuple[QFrame, QVBoxLayout]:
        px = self.context.theme.px
        frame = QFrame()
        frame.setProperty("role", role)
        box: QVBoxLayout = QVBoxLayout(frame)
        box.setContentsMargins(px(16), px(12), px(16), px(12))
        box.setSpacing(px(4))
        return frame, box


def _unsure(line: StructureLine) -> str:
    return "" if line.certain else _sentence(AWAITED)


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}." if words else ""
