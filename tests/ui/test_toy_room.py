"""The door of a room is one: this file alone adds a room with a page, a command, a card on the home page, texts that the search
finds, a word on a structure and a record of its own, and the rest of the program takes it in without knowing it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.bootstrap import Room, introduce, line_services, window_services
from desktop.cli.decide import plan_text
from desktop.search.results import Hit, Passage, PassageKind
from desktop.store import Mode, Store, schema
from desktop.store.kinds.kind import IDENTIFIER, SEQUENCE, TEXT, Column, Name, RecordKind
from desktop.store.kinds.merging import both_stay
from desktop.store.rows import Row, plain_text, text_of
from desktop.telling.annotations import StructureAnnotation, annotated
from desktop.ui.door.page import Page
from desktop.ui.door.place import Place
from desktop.ui.door.registry import Command, HomeCard, PageSpec, ResumeEntry
from desktop.ui.kit.widgets import button
from desktop.ui.user_data.transfer import Transfer

if TYPE_CHECKING:
    from sqlite_utils import Database

    from desktop.ui.door.context import Context
    from desktop.ui.door.registry import Registry

PAGE = "rappels"
NUMBER = "05 00 00 00 28"


# -- what it keeps


@dataclass(frozen=True, slots=True)
class Reminder:
    """Something to think of."""

    id: str
    text: str


def _row(reminder: Reminder) -> Row:
    return {"id": reminder.id, "text": plain_text(reminder.text)}


REMINDERS = RecordKind(
    table="rappels",
    name=Name("un rappel", "rappel", "rappels", "Ce rappel"),
    columns={"id": Column(IDENTIFIER), "text": Column(TEXT), "seq": Column(SEQUENCE)},
    key=("id",),
    decode=lambda row: Reminder(text_of(row["id"]), text_of(row["text"])),
    encode=_row,
    merge=both_stay("text"),
    free_words=("text",),
    since=4,
)


def _make(db: Database) -> None:
    schema.create(db, REMINDERS)


# -- what it shows


class RemindersPage(Page):
    """The reminders, one a line; the place's target is said in the title."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.title = QLabel("Rappels")
        self.lines = QLabel()
        box = QVBoxLayout(self)
        box.addWidget(self.title)
        box.addWidget(self.lines)
        context.data.changed.connect(lambda _tables: self.draw())

    def show_place(self, place: Place) -> None:
        self.title.setText(f"Rappels {place.cible}".rstrip())
        self.draw()

    def draw(self) -> None:
        self.lines.setText("\n".join(one.text for one in self.context.data.snapshot.of(REMINDERS)))


class Found:
    """The reminders in the search."""

    kind = PassageKind("rappels", "Rappel", "Rappels", favour=1.2, free=True)

    def __init__(self, context: Context) -> None:
        self.context = context

    def passages(self) -> tuple[Passage, ...]:
        kept = self.context.data.snapshot.of(REMINDERS)
        return tuple(Passage(one.id, one.id, "À ne pas oublier", one.text, self.kind) for one in kept)

    def open(self, hit: Hit, words: str) -> None:
        self.context.go(PAGE, hit.regle, etat=words)


def _card(context: Context) -> QWidget:
    return button("Voir les rappels", lambda: context.go(PAGE))


def register(registry: Registry, context: Context) -> None:
    registry.add_page(PageSpec(PAGE, "Rappels", lambda: RemindersPage(context), section="Coordination"))
    registry.add_command(
        Command("rappels.voir", "Voir les rappels", "Rappels", lambda: context.go(PAGE), ("Ctrl+Alt+R",))
    )
    registry.add_home_card(HomeCard("rappels", lambda: _card(context)))
    registry.add_passage_source(Found(context))
    registry.resume_sources.append(
        lambda _corpus: [
            ResumeEntry(one.text, "rappel", Place(PAGE, one.id)) for one in context.data.snapshot.of(REMINDERS)
        ]
    )

    def changed(tables: frozenset[str]) -> None:
        if "rappels" in tables:
            context.annotations_changed.emit()
            context.resume_changed.emit()

    context.data.changed.connect(changed)


def known_of(structure: str) -> tuple[StructureAnnotation, ...]:
    """What it knows of a structure."""
    return (StructureAnnotation("Rappel", NUMBER, "mes rappels", dt.date(2026, 11, 28)),) if structure == "had" else ()


ROOM = Room(kinds=((REMINDERS, _make),), window=register, structures=known_of)


# -- who uses it


@pytest.fixture(autouse=True)
def _introduced() -> Iterator[None]:
    """Before the windows are opened, and until they are closed."""
    part = introduce([ROOM])
    yield
    part()


@pytest.fixture
def services(services, tmp_path):
    return services._replace(data_dir=tmp_path / "data", rooms=(ROOM.window,), structure_sources=(known_of,))


class User:
    """Someone who uses the window with the toy room in it."""

    def __init__(self, qtbot, session) -> None:
        self.qtbot, self.session = qtbot, session
        self.window, self.context = session.window, session.context
        self.data = self.context.data
        self.data.open()
        qtbot.waitUntil(lambda: self.data.is_settled, timeout=10_000)

    def settle(self) -> None:
        for _ in range(3):
            done: list[object] = []
            self.context.in_background("fini", lambda: True, done.append)
            self.qtbot.waitUntil(lambda found=done: bool(found), timeout=10_000)
            QApplication.processEvents()

    def keep(self, key: str, text: str) -> None:
        self.data.write(lambda store: store.of(REMINDERS).keep(Reminder(key, text), "ajouter le rappel"))
        self.settle()

    def go(self, page: str) -> Page:
        self.context.go(page)
        self.settle()
        return self.window.navigator.pages[page]

    def labels(self, page: str) -> str:
        return "\n".join(label.text() for label in self.go(page).findChildren(QLabel))


@pytest.fixture
def user(qtbot, session) -> User:
    return User(qtbot, session)


def test_its_page_stands_in_the_navigation_and_its_command_leads_there(user):
    sections = {name: [page.id for page in pages] for name, pages in user.context.registry.navigation()}
    assert PAGE in sections["Coordination"]
    user.context.run("rappels.voir")
    user.settle()
    assert user.window.navigator.pages[PAGE].isVisible()
    actions = {
        action.text().replace("&", ""): action for action in user.window.findChildren(type(user.window.actions()[0]))
    }
    assert "Voir les rappels" in actions
    assert actions["Voir les rappels"].shortcut().toString() == "Ctrl+Alt+R"


def test_its_card_stands_on_the_home_page_and_its_lines_among_what_is_resumed(user):
    user.keep("r1", "rappeler la pharmacie")
    home = user.go("accueil")
    card = next(one for one in home.findChildren(QPushButton) if one.text() == "Voir les rappels")
    assert any("rappeler la pharmacie" in one.accessibleName() for one in home.findChildren(QAbstractButton))
    card.click()
    user.settle()
    assert user.window.navigator.pages[PAGE].isVisible()


def test_what_it_keeps_is_shown_undone_and_found_after_a_restart(user, opener, services, qtbot):
    user.keep("r1", "rappeler la pharmacie")
    user.keep("r2", "commander le lit")
    page = user.go(PAGE)
    assert page.lines.text() == "rappeler la pharmacie\ncommander le lit"
    user.context.run("donnees.annuler")
    user.settle()
    assert page.lines.text() == "rappeler la pharmacie"
    user.window.close()
    again = User(qtbot, opener(services))
    assert again.go(PAGE).lines.text() == "rappeler la pharmacie"


def test_the_page_of_the_users_data_counts_it_and_erasing_all_names_it(user, tmp_path):
    user.keep("r1", "rappeler la pharmacie")
    user.keep("r2", "commander le lit")
    assert "Gardé ici\u00a0: 2 rappels." in user.labels("donnees")
    Transfer(user.context).erase_all()
    (box,) = [one for one in QApplication.topLevelWidgets() if one.isVisible() and one.windowTitle() == "Tout effacer"]
    assert "questionnaires en cours, rappels, sauvegardes automatiques" in box.informativeText()
    box.reject()
    file = tmp_path / "données.zip"
    Transfer(user.context).save_to(file)
    user.settle()
    with Store.temporary() as other:
        other.take_back(Store.read_saved(file), Mode.MERGE)
        assert [one.text for one in other.of(REMINDERS).all()] == ["rappeler la pharmacie", "commander le lit"]


def searched(user: User, words: str):
    control = user.window.searching.control
    user.qtbot.waitUntil(lambda: control.unlearnt == 0, timeout=10_000)
    panel = user.window.reading.results
    with user.qtbot.waitSignal(control.answered, timeout=10_000):
        user.context.search(words)
    user.settle()
    return panel


def test_what_it_keeps_is_found_says_what_it_is_and_opens_in_its_page(user):
    user.keep("r1", "rappeler la pharmacie zygomatique")
    panel = searched(user, "zygomatique")
    (hit,) = panel.results.hits
    assert panel.model.sentence(hit) == "Rappels, À ne pas oublier. Rappel\u00a0: rappeler la pharmacie zygomatique"
    assert panel.delegate._lay(hit, 400).origin == "Rappels"
    assert [word for word, _, _ in panel.delegate._lay(hit, 400).badges] == ["Rappel"]
    assert panel.model.counts() == {"rappels": 1}
    QTest.keyClick(panel.view, Qt.Key.Key_Return)
    user.settle()
    page = user.window.navigator.pages[PAGE]
    assert (page.isVisible(), page.title.text()) == (True, "Rappels r1")


def test_it_stands_among_the_rules_and_can_be_filtered_by_its_name(user):
    user.keep("r1", "compter les lits de l’USP")
    panel = searched(user, "lits usp")
    assert {hit.kind is None for hit in panel.results.hits} == {True, False}
    actions = {action.text(): action for action in panel.filter.menu().actions()}
    actions["Rappels (1)"].trigger()
    user.settle()
    assert [panel.model.hit(row).kind.label for row in range(panel.model.rowCount())] == ["Rappel"]
    assert panel.filter.text() == "✓ Rappels"


def test_what_is_erased_is_not_found_any_more(user):
    user.keep("r1", "zygomatique")
    assert len(searched(user, "zygomatique").results.hits) == 1
    user.data.write(lambda store: store.of(REMINDERS).erase("r1", label="effacer le rappel"))
    user.settle()
    assert searched(user, "zygomatique").results.hits == ()


def test_a_room_that_takes_anothers_place_is_refused(user):
    with pytest.raises(ValueError, match="registered twice"):
        user.context.registry.add_passage_source(Found(user.context))
    with pytest.raises(ValueError, match="registered twice"):
        introduce([ROOM])


def test_the_window_is_handed_the_rooms_that_there_are():
    handed = window_services([ROOM, Room()])
    assert (handed.rooms, handed.structure_sources) == ((register,), (known_of,))


def test_what_it_knows_of_a_structure_is_told_with_it(user):
    (said,) = annotated(user.context.registry.structure_sources, "had")
    assert said.value == NUMBER
    with_it, without = line_services([ROOM]), line_services()
    plan = with_it.orientation.orienter(
        {"demandeur": "soignant", "age": "adulte", "besoin": ["soins"], "lieu": "domicile"}
    )
    assert f"Rappel : {NUMBER} (mes rappels, au 28 novembre 2026)" in plan_text(with_it, plan)
    assert NUMBER not in plan_text(without, plan)
