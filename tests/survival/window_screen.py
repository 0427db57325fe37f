"""What the screen of a window shows, as the records of `window_records`, once all that waits is written."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QEventLoop
from PySide6.QtWidgets import QApplication
from window_records import TYPED, Records, case_record, open_record

from desktop.telling import words as mots
from desktop.ui.life.app import WindowSession
from desktop.ui.marks.note_dialog import NoteDialog
from desktop.ui.situations import keeping
from desktop.ui.situations.case_dialogs import LabelDialog
from desktop.ui.situations.ids import SITUATION


def until(condition: Callable[[], bool]) -> None:
    """Let the window live until this holds.

    What had been posted before a nested loop began wakes nobody up: it is sent before one waits.
    """
    while True:
        QApplication.sendPostedEvents()
        if condition():
            return
        QApplication.processEvents(
            QEventLoop.ProcessEventsFlag.AllEvents | QEventLoop.ProcessEventsFlag.WaitForMoreEvents
        )


class Screen:
    """One window and the dialog over it, if any."""

    def __init__(self, session: WindowSession) -> None:
        self.context, self.window = session.context, session.window
        self.situation = self.window.navigator.page_of(SITUATION).situation
        self.marks = self.window.navigator.page_of("signets").marks
        self.data = self.context.data
        self.dialog: LabelDialog | NoteDialog | None = None
        self.now: Records = {}
        """What it showed last."""

    @property
    def page(self) -> Any:
        return self.window.navigator.page

    @property
    def corpus(self) -> Any:
        assert self.context.corpus is not None
        return self.context.corpus

    def settle(self) -> None:
        """Wait until all that waits is written, and the screen has read it."""
        self.data.open()
        while True:
            # Queued behind what waits: when it answers, everything before it is on the disk.
            answers: list[object] = []
            self.data.write(lambda store: store.persistent, answers.append)
            until(lambda answers=answers: bool(answers))
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            reader = self.data._reader
            if self.data.is_settled and not (self.data._reading or reader.wants or self.data._pending):
                return

    def records(self) -> Records:
        """What is open with its answers and ticks, kept cases, marks, notes, words that nobody kept."""
        situation, snapshot = self.situation, self.data.snapshot
        orientation = situation.decisions.orientation
        assert orientation is not None
        cases = {line.id for line in snapshot.cases}
        told: Records = {}
        for one in situation.open_situations():
            session = situation.desk.find(orientation, situation.drafts, one.draft)
            assert session is not None
            told[f"open/{one.draft}"] = open_record(keeping.draft_of(session), cases)
        for line in snapshot.cases:
            case = situation.case(line.id)
            assert case is not None
            assert json.loads(line.facts).get("besoin") == case.state.facts.get("besoin")
            told[f"case/{line.id}"] = case_record(
                line.label, case.state.facts, case.state.plan, line.review, line.revision
            )
        for mark in snapshot.bookmarks:
            told[f"mark/{mark.target}"] = {"kind": mark.kind.value, "title": mark.title}
        for note in snapshot.notes:
            told[f"note/{note.id}"] = {"target": note.target, "text": note.text, "about": note.about}
        for draft in snapshot.drafts:
            if draft.questionnaire in TYPED:
                told[f"typed/{draft.id}"] = draft.words
        if self.dialog is not None:
            assert self.dialog.isVisible()
            typing, words = self.typing, self.words
            assert (words != typing._origin) is (f"typed/{typing.id}" in told)
            if typing.open:
                told[f"typed/{typing.id}"] = words
        return told

    def look(self) -> None:
        """The question that is shown has the ticks of what is in hand, and stands under its name."""
        session, page = self.situation.session, self.page
        if session is None or not hasattr(page, "question") or page.stack.currentWidget() is not page.asking:
            return
        assert page.findChild(object, "nom").text() == mots.with_capital(self.situation.name)
        fait = page.shown
        given = session.ticked.get(fait, session.flow.reponses.get(fait, ()))
        given = given if isinstance(given, list | tuple) else [given]
        assert set(page.question.choices.answers()) == {str(value) for value in given}

    # -- the dialog

    @property
    def typing(self) -> Any:
        dialog = self.dialog
        assert dialog is not None
        return dialog.typing[0] if isinstance(dialog, NoteDialog) else dialog._typing

    @property
    def field(self) -> Any:
        dialog = self.dialog
        assert dialog is not None
        return dialog.fields[0][1] if isinstance(dialog, NoteDialog) else dialog.field

    @property
    def words(self) -> str:
        field = self.field
        return field.toPlainText() if isinstance(self.dialog, NoteDialog) else field.text()

    def opened(self, kind: type) -> Any:
        """The dialog that was just opened."""
        self.dialog = next(w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible())
        typing = self.typing
        assert self.words == self.now.get(f"typed/{typing.id}", typing._origin)
        return self.dialog
