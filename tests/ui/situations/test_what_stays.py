"""Whatever is done again and again leaves nothing behind: neither widgets nor what Python keeps of them.

A window is open for a day. Each deed is done a few times, then a few times more: what then grew by one each time is kept by
somebody who will never give it back. Objects are counted, not memory, which tells of the allocator as much as of the program.
"""

from __future__ import annotations

import gc
import inspect
import pkgutil
import re
from collections import Counter
from importlib import import_module

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QSpacerItem,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid
from situations_data import NIGHT

import desktop.ui
from desktop.store import Draft
from desktop.ui.access.typing import Typing
from desktop.ui.door.ids import LEAVE
from desktop.ui.kit.spoken_roles import Spoken
from desktop.ui.kit.widgets import ColumnsLayout, FlowLayout, clear, row, text
from desktop.ui.situations import desk
from desktop.ui.situations.case_dialogs import LabelDialog

ROUNDS = 4
BOUNDED = ("desktop.ui.door.place.Place", "desktop.store.engine.Step", "desktop.store.engine.Change")
"""The way back remembers so many places, undo so many steps, and no more."""
KEPT_BY_PYSIDE = ("desktop.ui.kit.spoken_roles.Spoken", "PySide6.QtCore.Qt.GestureType")
"""PySide keeps what a factory of accessible interfaces gave until the program ends (`test_what_is_kept…` says how little that is),
and a word of its own for each area that fingers scroll: Qt numbers them one by one."""


def census() -> Counter[str]:
    """How many of each kind there are, once all that is to go is gone."""
    for _ in range(3):
        QApplication.processEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()
    found = Counter(f"widget {type(one).__name__}" for one in QApplication.allWidgets())
    for one in gc.get_objects():
        kind = type(one)
        if kind.__module__.startswith(("desktop.", "PySide6.")):
            found[f"{kind.__module__}.{kind.__qualname__}"] += 1
    return found


def grown(deed, rounds: int = ROUNDS) -> dict[str, int]:
    """What grows by one and more each time a deed is done.

    What is made once, late, because its turn came while one counted (a page, the commands of the forms), grows once: whatever
    grew is asked of again, and what is truly left behind each time grows each time.
    """
    for _ in range(2):
        deed()
    found: dict[str, int] = {}
    for attempt in range(2):
        before = census()
        for _ in range(rounds):
            deed()
        more = {
            kind: n
            for kind, n in (census() - before).items()
            if n >= rounds and kind not in (*BOUNDED, *KEPT_BY_PYSIDE)
        }
        found = {kind: n for kind, n in more.items() if attempt == 0 or kind in found}
        if not found:
            break
    return found


class Deeds:
    """What a person does all day."""

    def __init__(self, person) -> None:
        self.person = person
        self.window, self.context = person.window, person.context
        self.turn = 0

    def settle(self) -> None:
        self.person.settle()
        for _ in range(5):
            over = QApplication.activePopupWidget() or QApplication.activeModalWidget()
            if over is None:
                break
            over.close()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def command(self, key: str) -> None:
        """From the reader, where most commands can be run."""
        self.context.open_content("usp")
        self.context.run(key)
        self.settle()
        self.give_up()

    def give_up(self) -> None:
        """A situation that was begun stays open, on purpose, until somebody gives it up."""
        session = self.person.situation.session
        if session is not None and session.draft:
            self.person.situation.discard(session.draft)
            self.settle()

    def page(self, key: str) -> None:
        self.context.go(key)
        self.settle()
        self.context.go("accueil")
        self.settle()

    def text_size(self) -> None:
        self.turn += 1
        self.window.looks.set_zoom((100, 125)[self.turn % 2])
        self.settle()

    def plan(self) -> None:
        """A new situation to its plan, on the screen; then it is given up."""
        situation = self.person.situation
        situation.begin()
        session = situation.session
        while session.current is not None:
            question = session.question(session.current)
            value = NIGHT.get(session.current, [] if question.fait.plusieurs else question.permises[0])
            known = question.fait.plusieurs or value in question.permises
            session = session.answer(session.current, value if known else question.permises[0])
        situation.advance(session)
        self.settle()
        for width in (800, 1366):
            self.window.resize(width, 768)
            self.settle()
        self.give_up()

    def find(self) -> None:
        self.context.open_content("usp")
        bar = self.window.reading.findbar
        bar.open_bar()
        bar.field.setText("soins")
        self.settle()
        bar.close_bar()

    def label(self) -> None:
        typing = Typing(self.person.situation.data, Draft("essai", {}))
        LabelDialog(self.window, self.context.theme, "Garder", "", lambda _label: None, typing).open()
        self.settle()


@pytest.fixture
def deeds(person, monkeypatch) -> Deeds:
    for name in ("getSaveFileName", "getOpenFileName"):
        monkeypatch.setattr(QFileDialog, name, lambda *_arguments, **_named: ("", ""))
    monkeypatch.setattr(desk, "SILENT", 1)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_arguments, **_named: "")
    return Deeds(person)


@pytest.mark.slow
@pytest.mark.qt_log_ignore("does not support (propagateSizeHints|raise|grabbing)", extend=True)
def test_no_command_leaves_anything_behind(deeds):
    commands = sorted(set(deeds.context.registry.commands) - {LEAVE, "fichier.imprimer"})
    assert len(commands) > 40
    left = {key: found for key in commands if (found := grown(lambda key=key: deeds.command(key)))}
    assert left == {}


@pytest.mark.slow
def test_no_page_leaves_anything_behind(deeds):
    pages = sorted(deeds.context.registry.pages)
    assert len(pages) > 10
    left = {key: found for key in pages if (found := grown(lambda key=key: deeds.page(key)))}
    assert left == {}


@pytest.mark.parametrize("deed", ["text_size", "plan", "find", "label"])
def test_no_deed_of_every_day_leaves_anything_behind(deeds, deed):
    assert grown(getattr(deeds, deed)) == {}


def test_situations_that_say_nothing_are_not_all_remembered(person):
    situation = person.situation
    situation.begin()
    situation.put(situation.session.answer("besoin", ["soins"]))
    said = situation.session.draft
    for _ in range(desk.SILENT + 5):
        situation.begin()
    first = situation.session.draft
    assert len(situation.desk._open) == desk.SILENT + 2  # the one in hand, and the one that says something
    person.settle()
    situation.begin()
    assert situation.enter(f"ouverte/{first}") is True
    assert situation.enter(f"ouverte/{said}") is True
    assert situation.session.ordre == ("besoin",)


def items() -> int:
    """How many things that stand for a widget in a layout Python knows of."""
    gc.collect()
    return sum(type(one).__name__ in ("QWidgetItem", "QSpacerItem") for one in gc.get_objects())


@pytest.mark.parametrize("inner", [QHBoxLayout, lambda: FlowLayout(4), lambda: ColumnsLayout(4, 40)])
def test_a_cleared_layout_keeps_nothing_of_the_layouts_that_stood_in_it(qapp, inner):
    host = QWidget()
    box = QVBoxLayout(host)
    host.show()

    def draw() -> None:
        made = inner()
        for words in "abc":
            made.addWidget(text(words))
        box.addLayout(made)
        box.addLayout(row(text("d")))
        box.addStretch(1)
        QApplication.processEvents()
        clear(box)
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    draw()
    before = items()
    for _ in range(ROUNDS):
        draw()
    assert items() == before
    assert box.count() == 0
    assert host.findChildren(QLabel) == []


@pytest.mark.parametrize("inner", [QHBoxLayout, lambda: FlowLayout(4)])
def test_what_qt_made_in_a_widget_can_still_be_asked_until_it_is_gone(qapp, inner):
    """A field speaks once more when it loses the focus, on its way out."""
    host = QWidget()
    box = QVBoxLayout(host)
    chosen = QComboBox()
    chosen.setEditable(True)
    field = chosen.lineEdit()
    around, made = QHBoxLayout(), inner()
    made.addWidget(chosen)
    around.addLayout(made)
    box.addLayout(around)
    clear(box)
    assert isValid(field)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not isValid(chosen)


def test_what_is_removed_from_a_layout_is_destroyed(qapp):
    host = QWidget()
    box = QVBoxLayout(host)
    spacer = QSpacerItem(1, 1)
    box.addItem(spacer)
    clear(box)
    assert not isValid(spacer)


def test_what_is_kept_of_a_role_is_one_bare_object(qapp):
    from PySide6.QtGui import QAccessible

    heading = text("Titre", "heading")
    spoken = QAccessible.queryAccessibleInterface(heading)
    assert isinstance(spoken, Spoken)
    assert vars(spoken) == {}


def test_no_signal_is_given_a_method_of_a_plain_object(qapp):
    """PySide keeps a weak reference for each such connection until the program ends; so it does for the `emit` of a signal."""
    plain = []
    for module in pkgutil.walk_packages(desktop.ui.__path__, "desktop.ui."):
        plain += re.findall(r"\.connect\([\w.]+\.emit\)", inspect.getsource(import_module(module.name)))
        for name, kind in vars(import_module(module.name)).items():
            if isinstance(kind, type) and kind.__module__ == module.name and not issubclass(kind, QObject):
                methods = {key for key, one in vars(kind).items() if inspect.isfunction(one)}
                given = re.findall(r"\.connect\(self\.(\w+)\)", inspect.getsource(kind))
                plain += [f"{module.name}.{name}.{method}" for method in given if method in methods]
    assert plain == []
