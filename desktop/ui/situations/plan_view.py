"""The plan: a sentence for the telephone, who answers now, one card a need, and what to do with it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.ui.announce import announce
from desktop.ui.focus import Roving, take_focus
from desktop.ui.french import french
from desktop.ui.plain import plain
from desktop.ui.situations import wording
from desktop.ui.situations.aloud import change_aloud, plan_aloud
from desktop.ui.situations.check import Check
from desktop.ui.situations.head_line import head_line
from desktop.ui.situations.plan_cards import PlanCards
from desktop.ui.situations.plan_side import PlanSide
from desktop.ui.situations.rich import LinkLabel
from desktop.ui.situations.story import Story, tell
from desktop.ui.situations.switches import Switches
from desktop.ui.widgets import FlowLayout, button, clear, link, scroller, text

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent
    from PySide6.QtWidgets import QLabel

    from desktop.ui.context import Context
    from desktop.ui.situations.rich import Writer
    from desktop.ui.situations.session import Session
    from desktop.ui.situations.watch import Hour

COLUMN = 860
SIDE = 372
_SHORTCUTS = {"garder": "Ctrl+S", "changements": "Ctrl+S", "pdf": "Ctrl+Maj+E", "copier": "Ctrl+Maj+C"}
HIGH_EMS = 28
"""From this height in ems on, safety and buttons stand under the plan; below, they follow it."""
WIDE_EMS = 62
"""From this width in ems on, the reasons stand at the right; below, they follow the plan."""


class PlanView(QWidget):
    """Draws a session's plan and announces what is wanted."""

    answered = Signal(str, object)
    """A fact beside the plan, and its value; None takes it back."""
    condition = Signal(object, bool)
    try_change = Signal(object)
    change = Signal(str)
    """An answer is to be changed; "" for whichever."""
    reasoning = Signal()
    action = Signal(str)
    """A button of the foot: garder, pdf, copier, markdown."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.session: Session | None = None
        self.story: Story | None = None
        self._cards: PlanCards | None = None
        self.sentence: QLabel | None = None
        self.side = PlanSide(context)
        self.side.try_change.connect(self.try_change)
        self.side.reasoning.connect(self.reasoning)
        self.side.level_given.connect(lambda level: self.answered.emit("niveau", level))
        self.main = QWidget()
        self.box = QVBoxLayout(self.main)
        holder = QWidget()
        self._under = QVBoxLayout(holder)
        self._under.setContentsMargins(0, 0, 0, 0)
        self._under.setSpacing(0)
        # Beside a stretch, so that heights are computed for the width that the column really has.
        column = QHBoxLayout()
        column.addWidget(self.main, 1)
        column.addStretch(0)
        self._under.addLayout(column)
        self.area = scroller(holder)
        self.side_area = scroller(QWidget())
        self.side_area.setObjectName("sidearea")
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(0)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self.area, 1)
        self.safety = text("", "alert", wrap=True)
        self.safety.setObjectName("securite")
        self._foot = QWidget()
        self._foot.setObjectName("foot")
        self.foot = FlowLayout(self.context.theme.px(8))
        self._foot.setLayout(self.foot)
        self._left = left
        self._line.addLayout(left, 1)
        self._line.addWidget(self.side_area)
        self._wide: tuple[bool, bool] | None = None

    # -- drawing

    def show_session(
        self, session: Session, write: Writer, hour: Hour, buttons: list[tuple[str, str]], banner: QWidget | None = None
    ) -> None:
        """Draw the plan for its hour, `banner` above its cards; focus and scroll stay where they were."""
        place, focus = self.area.verticalScrollBar().value(), self._focus()
        former = self.session if self.isVisible() else None
        self.session = session
        self.story = tell(session, self.context.corpus, hour.quand)
        px = self.context.theme.px
        clear(self.box)
        self.box.setContentsMargins(px(32), px(18), px(24), px(18))
        self.box.setSpacing(px(10))
        self.main.setMaximumWidth(px(COLUMN) + px(56))
        self._head(session, self.story, write, hour)
        self._cards = cards = PlanCards(self.context, write)
        cards.condition.connect(self.condition)
        cards.priority.connect(lambda besoin: self.answered.emit("priorite", besoin))
        if banner is not None:
            self.box.addWidget(banner)
        if self.story.joindre:
            self.box.addWidget(cards.calls(self.story.joindre, self.story.quand))
        several = len(self.story.cartes) > 1
        for rank, card in enumerate(self.story.cartes):
            first = rank == 0
            self.box.addWidget(cards.need(card, first=first, several=several, edge=first and not self.story.joindre))
        if self.story.ouverts:
            self.box.addWidget(cards.open_points(self.story))
        self.safety.setText(french(f"{self.story.securite} ({self.story.securite_nature})"))
        self.safety.setContentsMargins(px(32), px(6), px(24), px(6))
        self._draw_foot(buttons)
        self.box.addLayout(self._answers(session, write))
        self.box.addStretch(1)
        self.side.show_session(session, self.story, write)
        self._arrange()
        self._group()
        self._restore(place, focus)
        self._say(former, session, self.story)

    def _say(self, former: Session | None, session: Session, story: Story) -> None:
        """To a screen reader: the sentence of a plan that comes, what changes in one that stood here."""
        if former is None:
            return  # said when it is shown
        if (former.cas, former.draft) == (session.cas, session.draft):
            announce(self.main, lambda: change_aloud(former, session, story))
        else:
            announce(self.main, plan_aloud(story))

    def showEvent(self, event: QShowEvent) -> None:
        """Said when one comes to it, from whatever page."""
        super().showEvent(event)
        if not event.spontaneous() and self.story is not None:
            announce(self.main, plan_aloud(self.story))

    def _group(self) -> None:
        """Tab stops once at the conditions of a need, and once at the sources; arrows move inside."""
        for index in range(self.box.count()):
            item = self.box.itemAt(index)
            if (card := item.widget() if item is not None else None) is not None:
                Roving(card.findChildren(Check))
        Roving(self.main.findChildren(LinkLabel))

    def _head(self, session: Session, story: Story, write: Writer, hour: Hour) -> None:
        self.box.addLayout(self._moment(session, write, hour))
        self.sentence = write.text(story.phrase, "title")
        self.sentence.setObjectName("phrase")  # so that it has the focus again when it is drawn anew
        self.box.addWidget(self.sentence)
        if story.ensuite:
            self.box.addWidget(write.text(story.ensuite, "heading"))
        if story.visee:
            self.box.addWidget(write.text(story.visee, "strong"))
        if not story.certain:
            pending = [nom for nom in session.flow.attendues if nom in session.inconnus]
            line = FlowLayout(self.context.theme.px(8))
            line.addWidget(text("Ce plan dépend encore de ce qui n’est pas dit :", "warning"))
            q = session.flow.orientation.questionnaires
            for nom in pending or session.flow.attendues:
                line.addWidget(link(wording.name(q, nom), partial(self.change.emit, nom)))
            self.box.addLayout(line)
        beside = Switches(self.context, write)
        beside.show_beside(session)
        beside.answered.connect(self.answered)
        self.box.addWidget(beside)

    def _moment(self, session: Session, write: Writer, hour: Hour) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(self.context.theme.px(10))
        line.addWidget(head_line(self.context, session, hour), 1)
        switches = Switches(self.context, write)
        switches.show_moment(session)
        switches.answered.connect(self.answered)
        line.addWidget(switches)
        return line

    def _draw_foot(self, buttons: list[tuple[str, str]]) -> None:
        px = self.context.theme.px
        clear(self.foot)
        self.foot.setContentsMargins(px(32), px(4), px(24), px(10))
        for rank, (key, words) in enumerate(buttons):
            if not key:
                continue
            made = button(words, partial(self.action.emit, key), kind="primary" if rank == 0 else "")
            made.setObjectName(f"action-{key}")
            made.setToolTip(plain(_SHORTCUTS.get(key, "")))
            self.foot.addWidget(made)
        again = button("Changer une réponse", partial(self.change.emit, ""))
        again.setObjectName("changer")
        self.foot.addWidget(again)

    def _answers(self, session: Session, write: Writer) -> FlowLayout:
        q = session.flow.orientation.questionnaires
        line = FlowLayout(self.context.theme.px(8))
        line.addWidget(text("Vos réponses :", "small"))
        links = []
        for nom in (*session.flow.comptees, *sorted(session.inconnus)):
            if nom in ("refus", "accords", "urgence", "medecin_traitant", "priorite"):
                continue
            words = (
                wording.given(q, nom, session.flow.comptees[nom]) if nom in session.flow.comptees else wording.UNKNOWN
            )
            made = link(f"{wording.name(q, nom)} : {words}", partial(self.change.emit, nom))
            made.setObjectName(f"reponse-{nom}")
            links.append(made)
            line.addWidget(made)
        Roving(links)
        del write
        return line

    # -- room, focus

    def resizeEvent(self, event: object) -> None:
        """Decide again where the reasons stand."""
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._arrange()

    def _arrange(self) -> None:
        px = self.context.theme.px
        wide, high = self.width() / px(15) >= WIDE_EMS, self.height() / px(15) >= HIGH_EMS
        if (wide, high) == self._wide:
            return
        self._wide = (wide, high)
        if self.side_area.widget() is self.side:
            self.side_area.takeWidget()
        for widget in (self.safety, self._foot, self.side):
            self._under.removeWidget(widget)
            self._left.removeWidget(widget)
        room = self._left if high else self._under
        room.addWidget(self.safety)
        room.addWidget(self._foot)
        if wide:
            self.side_area.setWidget(self.side)
        else:
            self._under.addWidget(self.side)
        self._foot.show()
        self.side.show()
        self.side_area.setVisible(wide)

    def _focus(self) -> str:
        focused = QApplication.focusWidget()
        return focused.objectName() if focused is not None and self.isAncestorOf(focused) else ""

    def _restore(self, place: int, focus: str) -> None:
        if not focus:
            return
        found = self.findChild(QWidget, focus)
        if found is not None:
            take_focus(found)
        # The new content has its height only once it is laid out.
        self.box.activate()
        self.area.verticalScrollBar().setValue(place)

    def start(self) -> None:
        """Put the focus on the sentence: it is what one came for, and Enter does nothing there."""
        if self.sentence is not None:
            take_focus(self.sentence)
        self.area.verticalScrollBar().setValue(0)

    def scroll_area(self) -> QScrollArea:
        """The area that holds the cards."""
        return self.area
