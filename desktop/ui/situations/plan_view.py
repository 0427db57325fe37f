"""The plan: a sentence for the telephone, who answers now, what was said beside it in one line, one card a need."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from desktop.settings import DEPARTMENT
from desktop.telling import wording
from desktop.telling.aloud import change_aloud, plan_aloud
from desktop.telling.story import Story, tell
from desktop.ui.kit.action_bar import Action, ActionBar
from desktop.ui.kit.announce import announce
from desktop.ui.kit.check import Check
from desktop.ui.kit.focus import Roving, take_focus
from desktop.ui.kit.widgets import FlowLayout, clear, link, scroller, text
from desktop.ui.situations.head_line import head_line
from desktop.ui.situations.plan_cards import PlanCards
from desktop.ui.situations.plan_changes import changed_mark, differs
from desktop.ui.situations.plan_fold import beside_line, need_line
from desktop.ui.situations.plan_side import PlanSide
from desktop.ui.situations.rich import LinkLabel
from desktop.ui.situations.switches import Switches

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QResizeEvent, QShowEvent
    from PySide6.QtWidgets import QLabel

    from desktop.decision.answering import Session
    from desktop.ui.door.context import Context
    from desktop.ui.situations.rich import Writer
    from desktop.ui.situations.watch import Hour

COLUMN = 860
SIDE = 320
_SHORTCUTS = {"garder": "Ctrl+S", "changements": "Ctrl+S", "pdf": "Ctrl+Maj+E", "copier": "Ctrl+Maj+C"}
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
        self.side.level_given.connect(self._level_given)
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
        self.bar = ActionBar(context)
        left.addWidget(self.bar)
        self._line.addLayout(left, 1)
        self._line.addWidget(self.side_area)
        self._wide: bool | None = None
        self._beside_open = False
        self._open_needs: frozenset[str] = frozenset()
        self._banner: QWidget | None = None
        self._again: Callable[[], None] | None = None
        self.changes: tuple[str, ...] = ()
        """What the last change in place changed: "phrase", "joindre", or a need."""

    def _level_given(self, level: int) -> None:
        if self.session is not None:
            self.answered.emit(self.session.parts.level, level)

    # -- drawing

    def show_session(
        self,
        session: Session,
        write: Writer,
        hour: Hour,
        buttons: list[tuple[str, str]],
        banner: QWidget | None = None,
        *,
        in_place: bool = False,
    ) -> None:
        """Draw the plan for its hour, `banner` above its needs. `in_place`: what a change beside it changed is marked."""
        place, focus = self.area.verticalScrollBar().value(), self._focus()
        former = self.story if in_place else None
        before = self.session if self.isVisible() else None
        if self.main.isAncestorOf(self.window().focusWidget() or self):
            self.main.setFocus()  # not through each widget that goes, which a screen reader would speak
        self.session = session
        self.story = tell(session, self.context.corpus, hour.quand, self.context.registry.structure_sources)
        self.changes = differs(former, self.story)
        self._banner = banner
        self._again = partial(self._draw, session, self.story, write, hour, buttons, banner)
        self._draw(session, self.story, write, hour, buttons, banner)
        self.side.show_session(session, self.story, write, in_place=in_place)
        self.side_area.verticalScrollBar().setValue(0)
        self._arrange()
        # What is new takes part in the layout only once it is shown, which Qt does when it is next idle.
        QTimer.singleShot(0, self.side, self._settle_side)
        self._restore(0 if self.changes else place, focus)
        self._say(before, session, self.story)

    def _settle_side(self) -> None:
        """Give the reasons the height that they have now that they are shown."""
        layout = self.side.layout()
        if layout is not None:
            layout.invalidate()
            layout.activate()
        self.side.updateGeometry()

    def _draw(
        self,
        session: Session,
        story: Story,
        write: Writer,
        hour: Hour,
        buttons: list[tuple[str, str]],
        banner: QWidget | None = None,
    ) -> None:
        px = self.context.theme.px
        clear(self.box)
        self.box.setContentsMargins(px(32), px(8), px(24), px(14))
        self.box.setSpacing(px(6))
        self.main.setMaximumWidth(px(COLUMN) + px(56))
        self._head(session, story, write, hour)
        self._cards = cards = PlanCards(self.context, write)
        cards.condition.connect(self.condition)
        cards.priority.connect(lambda besoin: self.answered.emit(session.parts.priority, besoin))
        if story.joindre:
            self.box.addWidget(cards.calls(story.joindre, story.joindre_titre, changed="joindre" in self.changes))
        if banner is not None:
            self.box.addWidget(banner)
        self._beside(session, write)
        self._needs(story, cards)
        if story.ouverts:
            self.box.addWidget(cards.open_points(story))
        self.box.addLayout(self._answers(session, write))
        self.box.addStretch(1)
        self._draw_foot(buttons)
        self._group()

    def _beside(self, session: Session, write: Writer) -> None:
        """One line, and the switches under it while it is open."""
        self.box.addWidget(beside_line(self.context, session, self._fold_beside, opened=self._beside_open))
        beside = Switches(self.context, write)
        beside.show_all(session)
        beside.answered.connect(self.answered)
        self.box.addWidget(beside)
        beside.setVisible(self._beside_open)

    def _needs(self, story: Story, cards: PlanCards) -> None:
        """The first need whole, the others one line each until they are opened."""
        several = len(story.cartes) > 1
        for rank, card in enumerate(story.cartes):
            first = rank == 0
            changed = card.besoin in self.changes
            if first or card.besoin in self._open_needs:
                made = cards.need(
                    card, first=first, several=several, edge=first and not story.joindre, changed=changed,
                    fold=None if first else partial(self._fold_need, card.besoin),
                )  # fmt: skip
                self.box.addWidget(made)
            else:
                self.box.addWidget(need_line(self.context, card, partial(self._fold_need, card.besoin)))

    def _fold_beside(self) -> None:
        self._beside_open = not self._beside_open
        self._fold("cote-plier")

    def _fold_need(self, besoin: str) -> None:
        self._open_needs ^= {besoin}
        self._fold(f"besoin-{besoin}")

    def _fold(self, focus: str) -> None:
        """Draw what was folded or unfolded; the line that did it keeps the focus."""
        if self._again is not None:
            if self._banner is not None:
                self.box.removeWidget(self._banner)
            place = self.area.verticalScrollBar().value()
            self._again()
            self._restore(place, focus)

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
        self.box.addWidget(head_line(self.context, session, hour))
        if "phrase" in self.changes:
            self.box.addWidget(changed_mark())
        self.sentence = write.text(story.phrase, "title")
        self.sentence.setObjectName("phrase")  # so that it has the focus again when it is drawn anew
        self.box.addWidget(self.sentence)
        if story.ensuite:
            self.box.addWidget(write.text(story.ensuite, "heading"))
        if story.visee:
            self.box.addWidget(write.text(story.visee, "strong"))
        if not story.certain:
            pending = [nom for nom in session.flow.to_ask if nom in session.inconnus]
            line = FlowLayout(self.context.theme.px(8))
            line.addWidget(text("Ce plan dépend encore de ce qui n’est pas dit :", "warning"))
            q = session.flow.orientation.questionnaires
            for nom in pending or session.flow.to_ask:
                line.addWidget(link(wording.name(q, nom), partial(self.change.emit, nom)))
            self.box.addLayout(line)

    def _draw_foot(self, buttons: list[tuple[str, str]]) -> None:
        actions = [
            Action(
                f"action-{key}", words, partial(self.action.emit, key), "primary" if rank == 0 else "",
                _SHORTCUTS.get(key, ""),
            )
            for rank, (key, words) in enumerate(buttons)
            if key
        ]  # fmt: skip
        actions.append(Action("changer", "Changer une réponse", partial(self.change.emit, ""), "link"))
        self.bar.show_actions(actions)

    def _answers(self, session: Session, write: Writer) -> FlowLayout:
        q = session.flow.orientation.questionnaires
        line = FlowLayout(self.context.theme.px(8))
        line.addWidget(text("Vos réponses :", "small"))
        links = []
        for nom in (*session.flow.counted, *sorted(session.inconnus)):
            if nom in session.beside and nom != session.parts.level:
                continue
            words = wording.given(q, nom, session.flow.counted[nom]) if nom in session.flow.counted else wording.UNKNOWN
            made = link(f"{wording.name(q, nom)} : {words}", partial(self.change.emit, nom))
            made.setObjectName(f"reponse-{nom}")
            links.append(made)
            line.addWidget(made)
        Roving(links)
        del write
        if session.parts.moment in session.proposes and session.cas is None:
            used = wording.calendar(session.instant, self.context.settings.text(DEPARTMENT))
            line.addWidget(text(f"· {used}", "small", wrap=True))
        return line

    # -- room, focus

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Decide again where the reasons stand."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        px = self.context.theme.px
        self.side_area.setFixedWidth(px(SIDE))
        wide = self.width() / px(15) >= WIDE_EMS
        if wide == self._wide:
            return
        self._wide = wide
        if self.side_area.widget() is self.side:
            self.side_area.takeWidget()
        self._under.removeWidget(self.side)
        if wide:
            self.side_area.setWidget(self.side)
        else:
            self._under.addWidget(self.side)
        self.side.show()
        self.side_area.setVisible(wide)

    def _focus(self) -> str:
        focused = QApplication.focusWidget()
        return focused.objectName() if focused is not None and self.isAncestorOf(focused) else ""

    def _restore(self, place: int, focus: str) -> None:
        found = self.findChild(QWidget, focus) if focus else None
        if found is None and self.main.hasFocus():
            found = self.sentence
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
