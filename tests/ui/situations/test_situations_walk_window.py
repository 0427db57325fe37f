"""The same kind of walk in a real window: what stands on the screen and on paper, after each step."""

from __future__ import annotations

import random

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from situations_data import NIGHT
from situations_person import Person

from desktop.ui.situations.situation import split

LABELS = ("visite du matin", "Mme Zyxw", "suivi de nuit")
STEPS = 14


class Walker:
    """A person who does anything, and remembers whose answers and which names she gave."""

    def __init__(self, person: Person, dice: random.Random) -> None:
        self.person, self.dice = person, dice
        self.needs: dict[str, list[str]] = {}
        """What each open situation or kept case is about, by its place without the question."""
        self.labels: dict[str, str] = {}
        self.gone: set[str] = set()
        """Names that were taken away."""

    @property
    def situation(self):
        return self.person.situation

    @property
    def where(self) -> str:
        kind, key, _ = split(self.situation.place().cible)
        return f"{kind}{key}"

    def begin(self) -> None:
        self.situation.begin()
        need = self.dice.choice(["soins", "avis", "repit", "deuil"])
        self.situation.advance(self.situation.session.answer("besoin", [need]))
        self.needs[self.where] = [need]

    def finish(self) -> None:
        session = self.situation.session
        if session is None:
            return
        while session.current is not None:
            fait = session.current
            question = session.question(fait)
            value = NIGHT.get(fait, [] if question.fait.plusieurs else question.permises[0])
            session = session.answer(
                fait, value if question.fait.plusieurs or value in question.permises else question.permises[0]
            )
        self.situation.advance(session)

    def keep(self) -> None:
        session = self.situation.session
        if session is None or session.cas is not None:
            return
        before = self.where
        self.finish()
        free = [label for label in LABELS if label not in self.labels.values()]
        self.situation.keep(label := self.dice.choice(free or ["autre"]))
        self.person.settle()
        self.needs[self.where] = self.needs.pop(before)
        self.labels[self.where] = label
        self.gone.discard(label)

    def rename(self) -> None:
        if not self.labels:
            return
        place = self.dice.choice(sorted(self.labels))
        self.gone.add(self.labels[place])
        self.labels[place] = label = f"nom {self.dice.randrange(1000)}"
        self.situation.rename(split(place)[1], label)

    def visit(self) -> None:
        place = self.dice.choice(sorted(self.needs))
        self.person.context.go("orienter", place)

    def change(self) -> None:
        session = self.situation.session
        if session is not None and session.flow.reponses.get("urgence") is None:
            self.situation.put(session.answer("urgence", "oui"))

    def home(self) -> None:
        self.person.context.go("accueil")

    def look(self) -> None:
        """Everything that is on the screen is of what is in hand, and no name that was taken away is left anywhere."""
        person = self.person
        person.settle()
        QApplication.processEvents()
        page = person.page
        words = " ".join(
            w.text() for kind in (QLabel, QPushButton) for w in page.findChildren(kind) if w.isVisibleTo(page)
        )
        for name in self.gone:
            assert name not in words
        session = self.situation.session
        if session is None or not hasattr(page, "question"):
            return
        place = self.where
        assert session.flow.reponses["besoin"] == self.needs[place]
        label = self.labels.get(place, "")
        assert session.libelle == label
        assert (label or "Sans nom") in words.replace("\u00a0", " ")
        others = [name for where, name in self.labels.items() if where != place]
        if person.on_plan:
            assert not any(name in words for name in others)
            printed = page.print_source()
            assert printed is not None
            assert (label in printed.titre) if label else ("nom " not in printed.titre)
            assert not any(name in printed.titre for name in (*others, *self.gone))


@pytest.mark.parametrize("seed", range(4))
def test_a_walk_in_the_window(person, qtbot, opener, services, seed):
    dice = random.Random(seed)  # noqa: S311
    walker = Walker(person.role("soignant"), dice)
    walker.begin()
    walker.look()
    for step in range(STEPS):
        deed = dice.choice(["begin", "finish", "keep", "keep", "rename", "rename", "visit", "visit", "change", "home"])
        getattr(walker, deed)()
        walker.look()
        if step == STEPS // 2:
            opener.close()
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            walker.person = Person(qtbot, opener(services)).ready()
            walker.look()
