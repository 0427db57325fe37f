"""« Tout le raisonnement »: the path as a picture, every row that was read, what was considered and not chosen."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from desktop.export import path_layout
from desktop.telling import reasons
from desktop.telling.path_graph import path_of
from desktop.telling.story import tell_short
from desktop.text.typography import french
from desktop.ui.kit.focus import take_focus
from desktop.ui.kit.spoken import RADIO
from desktop.ui.kit.widgets import FlowLayout, button, clear, scroller, text
from desktop.ui.situations.path_picture import PathPicture, Projection, export
from desktop.ui.situations.switches import switch_button

if TYPE_CHECKING:
    from desktop.decision.answering import Session
    from desktop.export.path_layout import PathDrawing
    from desktop.ui.door.context import Context
    from desktop.ui.situations.rich import Writer

ENLARGED = 1.0


class ReasoningView(QWidget):
    """Drawn for a session; the picture shows all needs, or one."""

    back = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.session: Session | None = None
        self.besoin: str | None = None
        self.path: PathDrawing | None = None
        self.picture: PathPicture | None = None
        self.first: QWidget | None = None
        self._quand = self._later = ""
        inner = QWidget()
        self.box = QVBoxLayout(inner)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self.area = scroller(inner)
        outer.addWidget(self.area)

    def show_session(self, session: Session, write: Writer, quand: str, later: str) -> None:
        """Draw everything. `quand`: what stands for « maintenant » here, if anything; `later`: in a picture that is kept."""
        self._quand, self._later = quand, later
        px = self.context.theme.px
        if self.session is not session:
            self.besoin = None
        self.session = session
        clear(self.box)
        self.box.setContentsMargins(px(32), px(20), px(32), px(20))
        self.box.setSpacing(px(8))
        self.box.addWidget(text("Tout le raisonnement", "title"))
        self.box.addLayout(self._tools())
        if len(session.flow.plan.besoins) > 1:
            self.box.addLayout(self._needs(session, write))
        self._draw_picture()
        self._left_out(session, write)
        self._rows(session, write)
        self.box.addStretch(1)

    def start(self) -> None:
        """The first button."""
        if self.first is not None:
            take_focus(self.first)
        self.area.verticalScrollBar().setValue(0)

    def _tools(self) -> FlowLayout:
        line = FlowLayout(self.context.theme.px(8))
        self.first = button("‹ Retour au plan", self.back.emit)
        for made in (
            self.first,
            button("Agrandir", self.enlarge),
            button("Projeter", self.project, kind="primary"),
            button("SVG", partial(self._export, "svg"), name="Enregistrer le chemin en SVG"),
            button("PNG", partial(self._export, "png"), name="Enregistrer le chemin en PNG"),
        ):
            line.addWidget(made)
        return line

    def _needs(self, session: Session, write: Writer) -> FlowLayout:
        line = FlowLayout(self.context.theme.px(8))
        values = session.flow.orientation.questionnaires.faits[session.parts.need]
        choices = [
            (None, "Tous les besoins"),
            *((b.besoin, values.valeur(b.besoin).court) for b in session.flow.plan.besoins),
        ]
        for besoin, words in choices:
            made = switch_button(french(words), self.context.theme, on=besoin == self.besoin, role=RADIO)
            made.setObjectName(f"chemin-{besoin or 'tous'}")
            made.clicked.connect(partial(self._choose, besoin, write))
            line.addWidget(made)
        return line

    def _choose(self, besoin: str | None, write: Writer, _checked: bool = False) -> None:
        self.besoin = besoin
        if self.session is None:
            return
        self.show_session(self.session, write, self._quand, self._later)
        if (made := self.findChild(QPushButton, f"chemin-{besoin or 'tous'}")) is not None:
            take_focus(made)

    def _path(self, quand: str) -> PathDrawing:
        assert self.session is not None  # noqa: S101 - drawn for a session
        q, plan = self.session.flow.orientation.questionnaires, self.session.flow.plan
        story = tell_short(q, plan, quand=quand)
        return path_layout.compose(story, path_of(q, plan, self.besoin, quand))

    def _draw_picture(self) -> None:
        self.path = self._path(self._quand)
        self.picture = PathPicture(self.path, dark=self.context.theme.dark)
        self.box.addWidget(self.picture)

    def enlarge(self) -> None:
        """At full size, in a window of its own that scrolls."""
        made = self._window()
        made.show()
        made.zoom(ENLARGED / made.picture.shown_scale())

    def project(self) -> None:
        """The whole screen."""
        self._window().showFullScreen()

    def _window(self) -> Projection:
        assert self.path is not None  # noqa: S101 - drawn before its buttons
        made = Projection(self.path, dark=self.context.theme.dark, parent=self.window())
        screen = self.screen().availableSize()
        made.resize(round(screen.width() * 0.9), round(screen.height() * 0.85))
        return made

    def _export(self, kind: str) -> None:
        # A picture that is kept is looked at later: what it says of now carries its hour.
        if self.path is not None:
            export(self.context, self._path(self._later), kind, self)

    def _left_out(self, session: Session, write: Writer) -> None:
        left = reasons.left_out(session)
        if not left:
            return
        self.box.addWidget(text("Structures envisagées et non retenues", "heading"))
        for one in left:
            self.box.addWidget(write.text(f"{one.nom} : {one.raison}."))

    def _rows(self, session: Session, write: Writer) -> None:
        px = self.context.theme.px
        self.box.addWidget(text("Toutes les lignes lues", "heading"))
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(px(16))
        grid.setVerticalSpacing(px(4))
        for column, stretch in enumerate((5, 3, 4)):
            grid.setColumnStretch(column, stretch)
        table, line = "", 0
        for row in reasons.rows_read(session):
            if row.table != table:
                table = row.table
                grid.addWidget(text(table, "strong", wrap=True), line, 0, 1, 3)
                line += 1
            grid.addWidget(write.text(row.titre, "" if row.applies else "soft"), line, 0)
            grid.addWidget(
                text(("✓ " if row.applies else "") + row.dit, "smallstrong" if row.applies else "small", wrap=True),
                line,
                1,
            )
            grid.addWidget(write.text(row.faits, "small"), line, 2)
            line += 1
        self.box.addWidget(holder)
