"""What stands beside the plan and can be switched: one click changes the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from desktop.telling import wording
from desktop.text.typography import french
from desktop.ui.kit.focus import Grouped, Roving
from desktop.ui.kit.plain import plain
from desktop.ui.kit.spoken import CHECK, GROUP, RADIO, spoken
from desktop.ui.kit.widgets import FlowLayout, PushButton

if TYPE_CHECKING:
    from desktop.decision.answering import Session
    from desktop.decision.model import Fait
    from desktop.ui.door.context import Context
    from desktop.ui.kit.theme import Theme
    from desktop.ui.situations.rich import Writer


class SwitchButton(Grouped, PushButton):
    """A button that stays in; beside others of its group, arrows move between them."""


def switch_button(words: str, theme: Theme, *, on: bool, role: str = CHECK) -> SwitchButton:
    """A button that stays in, wide enough for its words when they are bold and ticked."""
    made = SwitchButton()
    spoken(made, role)
    made.setProperty("kind", "switch")
    made.setCheckable(True)
    made.setAutoDefault(False)
    font = theme.font(13, bold=True)
    made.setMinimumWidth(max(theme.target(), QFontMetrics(font).horizontalAdvance(f"✓ {words}") + theme.px(12)))
    set_switch(made, words, on=on)
    return made


def set_switch(button: SwitchButton, words: str, *, on: bool) -> None:
    """Say whether it is in, by a tick beside the colour."""
    button.setChecked(on)
    button.setText((f"✓ {words}" if on else words).replace("&", "&&"))


class Switches(QWidget):
    """Groups of switches; a switch that is on says so by a tick. What nobody said stays unknown: no switch is on."""

    answered = Signal(str, object)
    """The fact and its value, None to take it back."""

    def __init__(self, context: Context, write: Writer) -> None:
        super().__init__()
        self.context = context
        self.write = write
        self.buttons: dict[tuple[str, str], SwitchButton] = {}

    def show_all(self, session: Session) -> None:
        """The moment, and the facts that are never asked in the row."""
        box = FlowLayout(self.context.theme.px(14))
        self.setLayout(box)
        for nom in session.flow.orientation.questionnaires.course.switches:
            box.addWidget(self.group(session, nom))

    def group(self, session: Session, nom: str) -> QWidget:
        """One fact: its name and its values."""
        fait = session.flow.orientation.questionnaires.faits[nom]
        holder = QWidget()
        holder.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(self.context.theme.px(4))
        name = french(fait.interrupteur) or wording.name(session.flow.orientation.questionnaires, nom)
        line.addWidget(self.write.text(name, "small", wrap=False))
        given: Any = session.flow.reponses.get(nom)
        aide = french(fait.aide)
        members: list[SwitchButton] = []
        for valeur in fait.valeurs:
            on = valeur.id in given if isinstance(given, list | tuple) else valeur.id == given
            words = french(valeur.bouton or valeur.court)
            made = switch_button(words, self.context.theme, on=on, role=CHECK if fait.plusieurs else RADIO)
            made.setAccessibleName(f"{name} : {words}")
            made.setObjectName(f"cote-{nom}-{valeur.id}")
            members.append(made)
            self.buttons[nom, valeur.id] = made
            made.setToolTip(plain(self.write.jargon.explain(valeur.libelle) or aide))
            made.clicked.connect(lambda checked, key=valeur.id: self._clicked(fait, session, key, on=checked))
            line.addWidget(made)
        Roving(members)
        spoken(holder, GROUP)
        holder.setAccessibleName(french(name))
        return holder

    def _clicked(self, fait: Fait, session: Session, key: str, *, on: bool) -> None:
        if not fait.plusieurs:
            self.answered.emit(fait.id, key if on or fait.id == session.parts.moment else None)
            return
        given = [v for v in session.flow.reponses.get(fait.id, ()) if v != key]
        values = [v for v in fait.identifiants if v in given or (on and v == key)]
        self.answered.emit(fait.id, values or None)
