"""A person at the window, in a process that is killed at her work: real window, real content, her own folder.

    python window_victim.py travailler FOLDER SEED      goes on until killed
    python window_victim.py regarder FOLDER SEED        opens, says what is offered, closes

One JSON object a line on standard output: {"pret": records} once the window answers; {"va": {"op": …, "steps": […]}} before each
action, with what it will change; {"fait": records} when everything that waited is written, with what the screen says then. Records
and steps are explained in `window_records`. Started and killed by test_window_kills.
"""

from __future__ import annotations

import datetime as dt
import faulthandler
import itertools
import json
import os
import random
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from window_records import NEW, WHERE, Records, Step, case_record, open_record
from window_screen import Screen, until

from desktop import bootstrap
from desktop.decision import FaitsError
from desktop.decision.answering import Session as Answers
from desktop.store.rows import ABOUT_MAX, one_line
from desktop.telling import marks as said
from desktop.ui.kit.gestures import Gestures
from desktop.ui.kit.held import HeldRecords
from desktop.ui.life.app import WindowSession, make_application
from desktop.ui.marks.marks import NOTE, draft_key
from desktop.ui.marks.note_dialog import NoteDialog, write_on
from desktop.ui.situations import keeping, review_menu
from desktop.ui.situations.case_dialogs import LabelDialog
from desktop.ui.situations.ids import SITUATION
from desktop.ui.situations.situation import CASE, PLAN

MORNING = dt.datetime(2026, 11, 21, 8, 10, tzinfo=dt.timezone(dt.timedelta(hours=1)))
LETTERS = "abcdefgiklmnoprstuvéàç"
WEIGHTS = {
    "begin": 2, "answer": 10, "tick": 4, "confirm": 3, "keep": 5, "keep_changes": 4, "rename": 2, "review": 2, "mark": 2, "note": 4,
    "erase": 1, "discard": 1, "open": 4, "undo": 3,
}  # fmt: skip
IN_DIALOG = {"type_more": 1, "keep_words": 2, "leave": 1, "give_up": 1}


def tell(word: str, what: object) -> None:
    os.write(1, json.dumps({word: what}).encode() + b"\n")


class Person(Screen):
    """Does what people do, in a drawn order; knows before each action what it will change."""

    def __init__(self, session: WindowSession, seed: int) -> None:
        super().__init__(session)
        self.dice = random.Random(seed)  # noqa: S311
        self.about = ""
        """What the label that is asked for is of: a kept case that is renamed, "" for what is being kept."""
        self.past: Step | None = None
        """What Ctrl+Z would bring back."""

    def act(self, op: str, steps: list[Step], do: Callable[[], object], *, undoable: bool = False) -> None:
        tell("va", {"op": op, "steps": steps})
        do()
        self.settle()
        before, self.now = self.now, self.records()
        self.look()
        if undoable:
            changed = {name for name in {*before, *self.now} if before.get(name) != self.now.get(name)}
            self.past = {name: before.get(name) for name in changed} or None
        elif steps:
            self.past = None
        tell("fait", self.now)

    def turn(self) -> None:
        """One action, whichever can be done now."""
        while True:
            weights = IN_DIALOG if self.dialog is not None else WEIGHTS
            (deed,) = self.dice.choices([*weights], [*weights.values()])
            if getattr(self, deed)() is not False:
                return

    # -- what changes of a situation

    def step(self, after: Answers) -> tuple[Step, Answers]:
        """What the window will write for these answers, and what is in hand then."""
        key = after.draft or NEW
        after = replace(after, draft=key)
        kept = self.now.get(f"case/{after.cas}")
        if kept is not None and not after.ticked:
            case = self.situation.case(str(after.cas))
            assert case is not None
            same = json.loads(json.dumps(dict(after.flow.reponses))) == kept["facts"]
            if same and after.coches == keeping.ticks(case.state.plan):
                return {f"open/{key}": None}, replace(after, draft="")
        if not after.touched:
            return {f"open/{key}": None}, after
        draft = replace(keeping.draft_of(after), label="" if after.cas else after.libelle)
        return {f"open/{key}": open_record(draft, {str(after.cas)})}, after

    def question(self, fait: str) -> Any:
        """Show a question; its answers, None if it can't be asked."""
        self.situation.go(fait)
        shown = self.page.shown == fait and self.page.stack.currentWidget() is self.page.asking
        return self.page.question.choices if shown else None

    def begin(self) -> bool | None:
        if sum(name.startswith("open/") for name in self.now) > 6:
            return False
        self.act("nouvelle", [], self.situation.begin)
        return None

    def answer(self) -> bool | None:
        session = self.situation.session
        if session is None:
            return False
        fait = session.current
        if fait is None or (session.asked and self.dice.random() < 0.2):
            fait = self.dice.choice(session.asked) if session.asked else None
        choices = self.question(fait) if fait is not None else None
        if choices is None:
            return False
        if choices.several:
            return self._tick(fait, choices, confirm=True)
        card = self.dice.choice([card for card in choices.cards if card.key])
        value = card.option.id
        scale = session.question(fait).fait.echelle is not None
        try:
            after = session.answer(fait, int(value) if scale else value) if value else session.unknown(fait)
        except FaitsError:
            return False
        self.act("répondre", [self.step(after)[0]], lambda: self.press(card, card.key))
        return None

    def tick(self) -> bool | None:
        """Tick several, and confirm nothing."""
        session = self.situation.session
        if session is None:
            return False
        fait = self.dice.choice([nom for nom in (session.current, "besoin") if nom])
        choices = self.question(fait)
        return self._tick(fait, choices, confirm=False) if choices is not None and choices.several else False

    def _tick(self, fait: str, choices: Any, *, confirm: bool) -> bool | None:
        session = self.situation.session
        assert session is not None
        cards = [card for card in choices.cards if card.key and card.option.id]
        pressed = self.dice.sample(cards, min(len(cards), self.dice.randint(1, 3)))
        on = set(choices.answers())
        steps: list[Step] = []
        for card in pressed:
            on ^= {card.option.id}
            values = [other.option.id for other in choices.cards if other.option.id in on]
            step, session = self.step(session.ticking(fait, values))
            steps.append(step)
        if confirm and len(on) < choices.minimum:
            return False
        if confirm:
            try:
                steps.append(self.step(session.answer(fait, values))[0])
            except FaitsError:
                return False

        def do() -> None:
            for card in pressed:
                self.press(card, card.key)
            if confirm:
                self.press(pressed[-1], Qt.Key.Key_Return)

        self.act("cocher et continuer" if confirm else "cocher", steps, do)
        return None

    def confirm(self) -> bool | None:
        """Confirm what was ticked earlier."""
        session = self.situation.session
        if session is None or not session.ticked:
            return False
        fait = self.dice.choice([*session.ticked])
        choices = self.question(fait)
        if choices is None or len(values := choices.answers()) < max(1, choices.minimum):
            return False
        try:
            after = session.answer(fait, values)
        except FaitsError:
            return False
        self.act("continuer", [self.step(after)[0]], self.page.question.go_on.click)
        return None

    def press(self, widget: Any, key: Any) -> None:
        QTest.keyClick(widget, key)

    # -- words

    def type_more(self, op: str = "taper") -> None:
        """Type letters one by one; of a label, the first replaces what was proposed."""
        letters = self.dice.choices(LETTERS, k=self.dice.randint(1, 9))
        field, typing = self.field, self.typing
        if isinstance(self.dialog, NoteDialog):
            field.moveCursor(QTextCursor.MoveOperation.End)
            start = self.words
        else:
            start = "" if field.hasSelectedText() else self.words
            field.end(field.hasSelectedText())
            if not start:
                field.selectAll()
        grown = [start + "".join(letters[: count + 1]) for count in range(len(letters))]
        steps = [{f"typed/{typing.id}": words if words != typing._origin else None} for words in grown]

        def do() -> None:
            for letter in letters:
                for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                    QApplication.sendEvent(field, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))

        self.act(op, steps, do)

    def note(self) -> None:
        """Begin to write on a règle, or go on."""
        targets = sorted(self.corpus.regles)[:4]
        write_on(self.marks, self.dice.choice(targets))
        self.opened(NoteDialog)
        self.type_more("écrire une note")

    def keep(self) -> bool | None:
        """« Garder » under a plan that nobody kept: the label is asked for."""
        session = self.situation.session
        if session is None or session.cas is not None or f"open/{session.draft}" not in self.now:
            return False
        self.situation.go(PLAN)
        if not self.page.keeps:
            return False
        self.page.keep()
        self.opened(LabelDialog)
        self.about = ""
        self.type_more("taper un libellé")
        return None

    def rename(self) -> bool | None:
        case = self.some("case/")
        if case is None:
            return False
        self.page_of_cases().rename(self.line(case))
        self.opened(LabelDialog)
        self.about = case
        self.type_more("taper un autre libellé")
        return None

    def leave(self) -> None:
        """Escape: nothing is kept, nothing is lost."""
        dialog, self.dialog = self.dialog, None
        self.act("échapper", [], lambda: self.press(dialog, Qt.Key.Key_Escape))

    def give_up(self) -> None:
        """« Annuler »."""
        name, words, was_open = f"typed/{self.typing.id}", self.words, self.typing.open
        steps: list[Step] = [{name: words}, {name: None}] if was_open else []
        dialog, self.dialog = self.dialog, None
        self.act("annuler", steps, lambda: self.button(dialog, "Annuler").click(), undoable=was_open)

    def keep_words(self) -> None:
        """« Garder » in the dialog."""
        dialog, self.dialog = self.dialog, None
        assert dialog is not None
        if isinstance(dialog, NoteDialog):
            step, undoable = self._keep_note(dialog)
        else:
            assert dialog._typing is not None
            step, undoable = self._keep_label(dialog.field.text().strip(), f"typed/{dialog._typing.id}"), True
        self.act("garder", [step], lambda: self.button(dialog, "Garder").click(), undoable=undoable)

    def _keep_note(self, dialog: NoteDialog) -> tuple[Step, bool]:
        key, field = dialog.fields[0]
        text, target, gone = field.toPlainText().strip(), dialog.target, {f"typed/{dialog.typing[0].id}": None}
        if not key:
            about = one_line(said.about(self.corpus, target), ABOUT_MAX)
            return {**gone, f"note/{NEW}": {"target": target, "text": text, "about": about}}, True
        known = self.now[f"note/{key}"]
        return {**gone, f"note/{key}": {**known, "text": text}}, known["text"] != text

    def _keep_label(self, label: str, typed: str) -> Step:
        if self.about:
            name = f"case/{self.about}"
            return {typed: None, name: {**self.now[name], "label": label}}
        session, state = self.situation.session, self.situation._state()
        assert session is not None
        assert state is not None
        kept = case_record(label, state.facts, state.plan, None, 1)
        return {typed: None, f"open/{session.draft}": None, f"case/{NEW}": kept}

    @staticmethod
    def button(dialog: Any, words: str) -> QPushButton:
        return next(made for made in dialog.findChildren(QPushButton) if made.text() == words)

    # -- kept cases, marks

    def some(self, kind: str) -> str | None:
        """The id of any record of a kind, None if there is none."""
        names = sorted(name.removeprefix(kind) for name in self.now if name.startswith(kind))
        return self.dice.choice(names) if names else None

    def page_of_cases(self) -> Any:
        self.context.go("situations")
        return self.page

    def line(self, case: str) -> Any:
        return next(line for line in self.data.snapshot.cases if line.id == case)

    def keep_changes(self) -> bool | None:
        session = self.situation.session
        if session is None or not session.cas or not self.situation.changed_since_kept():
            return False
        self.situation.go(PLAN)
        if not self.page.keeps:
            return False
        state, name = self.situation._state(), f"case/{session.cas}"
        assert state is not None
        former = self.now[name]
        kept = case_record(former["label"], state.facts, state.plan, former["review"], former["revision"] + 1)
        step = {f"open/{session.draft}": None, name: kept}
        self.act("garder les changements", [step], self.page.keep, undoable=True)
        return None

    def review(self) -> bool | None:
        case = self.some("case/")
        if case is None:
            return False
        former = self.now[f"case/{case}"]
        day = dt.date(2027, 1, 1) + dt.timedelta(days=self.dice.randrange(200))
        if self.dice.random() < 0.3 and former["review"]:
            day = None  # type: ignore[assignment]
        step = {f"case/{case}": {**former, "review": str(day) if day else None}}
        self.page_of_cases()
        self.act("à revoir", [step], lambda: review_menu.put(self.situation, case, day), undoable=True)
        return None

    def erase(self) -> bool | None:
        case = self.some("case/")
        if case is None:
            return False
        step: dict[str, Any] = {f"case/{case}": None, f"typed/{keeping.label_key(case)}": None}
        step |= {name: None for name, it in self.now.items() if name.startswith("open/") and it["case"] == case}
        page = self.page_of_cases()
        self.act("effacer", [step], lambda: page.erase(self.line(case)), undoable=True)
        return None

    def discard(self) -> bool | None:
        key = self.some("open/")
        if key is None:
            return False
        step = {f"open/{key}": None, f"typed/{keeping.label_key(key)}": None}
        self.page_of_cases()
        self.act("effacer ce qui est en cours", [step], lambda: self.situation.discard(key), undoable=True)
        return None

    def mark(self) -> None:
        target = self.dice.choice(sorted(self.corpus.regles)[:6])
        title = one_line(said.title(self.corpus, target), ABOUT_MAX)
        new = {"kind": said.kind(self.corpus, target).value, "title": title}
        name = f"mark/{target}"
        self.context.open_content(target)
        step = {name: None if name in self.now else new}
        self.act("signet", [step], lambda: self.marks.toggle(target), undoable=True)

    def open(self) -> bool | None:
        """Another situation: one that is open, or a kept one."""
        key, case = self.some("open/"), self.some("case/")
        if key is not None and (case is None or self.dice.random() < 0.5):
            self.act("reprendre", [], lambda: self.situation.take_up(key))
        elif case is not None:
            self.act("ouvrir", [], lambda: self.context.go(SITUATION, f"{CASE}{case}"))
        else:
            return False
        return None

    def undo(self) -> bool | None:
        if self.past is None:
            return False
        self.act("Ctrl+Z", [self.past], self.data.undo)
        return None

    # -- what a new start offers

    def offered(self) -> Records:
        """The lines of « Reprendre », the open ones on « Mes situations », and the words that each dialog has again."""
        home = [entry for source in self.context.registry.resume_sources for entry in source(self.corpus)]
        self.page_of_cases()._open_all()
        self.settle()
        away = [link.accessibleName() for link in self.page.findChildren(QPushButton) if link.isVisible()]
        typed = {}
        for name in [name for name in self.now if name.startswith("typed/")]:
            self._open_dialog_of(name.removeprefix("typed/"))
            typed[name] = self.words
            self.press(self.dialog, Qt.Key.Key_Escape)
            self.dialog = None
            self.settle()
        return {
            "home": [entry.texte for entry in home],
            "open": sum(words.startswith("Effacer ") for words in away),
            "typed": typed,
        }

    def _open_dialog_of(self, draft: str) -> None:
        kind, _, rest = draft.partition("/")
        if kind == NOTE:
            target = next(t for t in self.corpus.regles if draft.startswith(draft_key(t, "")))
            write_on(self.marks, target)
            self.opened(NoteDialog)
            return
        if f"case/{rest}" in self.now:
            self.page_of_cases().rename(self.line(rest))
        else:
            self.situation.take_up(rest)
            self.situation.go(PLAN)
            self.page.keep()
        self.opened(LabelDialog)


def play(app: QApplication, session: WindowSession, mode: str, seed: int) -> None:
    """The whole of it, inside the loop of the application; an error ends the process with its traceback."""
    code = 1
    try:
        person = Person(session, seed)
        begun = time.monotonic()
        person.situation.clock = lambda: (
            MORNING + dt.timedelta(seconds=time.monotonic() - begun)
        )  # no midnight in between
        person.situation.decisions.load()
        until(lambda: person.situation.decisions.orientation is not None)
        person.settle()
        person.now = person.records()
        if mode == "regarder":
            tell("pret", {"records": person.now, "offered": person.offered()})
            session.window.close()
            code = 0
            return
        tell("pret", {"records": person.now})
        for _ in itertools.count():
            person.turn()
    except BaseException:  # noqa: BLE001 - whatever it is, the parent must read it
        traceback.print_exc()
    finally:
        app.exit(code)


def main(mode: str, folder: Path, seed: int) -> int:
    if os.name == "posix":
        faulthandler.register(WHERE, all_threads=True)
    app = make_application(["cap-palliatif"])
    services = bootstrap.window_services()._replace(
        data_dir=folder / "data", config_dir=folder / "config", log_dir=folder / "log"
    )
    session = WindowSession(services, HeldRecords())
    ticks = itertools.count()
    Gestures.shared().clock = lambda: float(
        next(ticks)
    )  # a person who reads before she answers: a second for each look
    session.context.search_ready.connect(lambda: QTimer.singleShot(0, app, lambda: play(app, session, mode, seed)))
    session.start()
    code = app.exec()
    session.end()
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])))
