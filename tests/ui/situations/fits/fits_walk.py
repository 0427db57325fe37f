"""Every page of the window, each as a place that a person reaches."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QScrollArea
from situations_data import NIGHT

from desktop.ui.kit.theme import ThemeMode

if TYPE_CHECKING:
    from collections.abc import Callable

    from situations_person import Person

SEVERAL = {**NIGHT, "besoin": ["soins", "repit", "proches"], "priorite": "soins"}
"""A plan of several needs."""


BY_OTHER_NAMES = ("lecture", "orienter")
"""Pages that stand above under the names of their places."""


class Walk:
    """Goes through the pages of one window."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.window = person.window
        self.context = person.context

    def look(self, size: tuple[int, int], zoom: int, *, dark: bool) -> None:
        """Take a size of the window, of the text, and a theme."""
        for key in list(self.person.situation.drafts):
            self.person.situation.discard(key)
        self.context.go("accueil")
        self.window.resize(*size)
        self.window.looks.set_zoom(zoom)
        self.window.looks.set_mode(ThemeMode.DARK if dark else ThemeMode.LIGHT)
        self.settle()
        assert (self.window.width(), self.window.height()) == size

    def places(self) -> dict[str, Callable[[], object]]:
        """Name of each place → how to get there."""
        go = self.context.go
        named = {
            "accueil": lambda: go("accueil"),
            "referentiels": lambda: go("referentiels"),
            "profils": lambda: go("profils"),
            "signets": lambda: go("signets"),
            "document": lambda: self.context.open_content("had-type-patients-complexite"),
            "recherche": lambda: self.search("lits identifies"),
            "recherche-vide": lambda: self.search("zzzzqqq"),
            "question-besoins": self.first_question,
            "question-seule": lambda: self.question("lieu"),
            "question-plusieurs": lambda: self.question("en_place"),
            "question-milieu": lambda: self.question("symptomes"),
            "plan": lambda: self.plan(NIGHT),
            "plan-plusieurs": lambda: self.plan(SEVERAL),
            "raisonnement": lambda: go("orienter", "raisonnement"),
            "situations": self.cases,
            "niveau": lambda: go("niveau"),
            "errspp": lambda: go("errspp"),
            "bilan": lambda: go("bilan", "coordinateur_parcours"),
            "preuves": lambda: go("preuves"),
            "donnees": lambda: go("donnees"),
            "guide": lambda: self.context.run("aide.guide"),
        }
        others = {key: partial(go, key) for key in self.context.registry.pages if key not in (*named, *BY_OTHER_NAMES)}
        return {**named, **others}

    def search(self, words: str) -> None:
        self.context.search(words)
        self.person.qtbot.waitUntil(
            lambda: (r := self.window.reading.results.results) is not None and r.query == words, timeout=10_000
        )

    def first_question(self) -> None:
        self.person.situation.begin()
        self.person.settle()

    def question(self, fait: str) -> None:
        self.person.situation.begin()
        session = self.person.situation.session
        while session.current is not None and session.current != fait:
            session = session.answer(session.current, NIGHT[session.current])
        self.person.situation.advance(session)

    def plan(self, answers: dict[str, object]) -> None:
        self.person.situation.begin()
        self.person.answered(answers)

    def cases(self) -> None:
        if not self.person.situation.data.snapshot.cases:
            self.plan(NIGHT)
            self.person.situation.keep("Visite du samedi soir, avant le relais de la semaine prochaine")
            self.person.settle()
        self.context.go("situations")

    def settle(self) -> None:
        """Until what the worker computes has come and the layouts are at rest."""
        self.person.settle()
        before = None
        while before != (before := self._sizes()):
            for _ in range(3):
                QApplication.sendPostedEvents(None, 0)
                QApplication.processEvents()
        # What was drawn before goes now: no event loop runs here that would, and each new look would dress it again.
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def _sizes(self) -> list[tuple[int, ...]]:
        return [area.widget().geometry().getRect() for area in self.window.findChildren(QScrollArea) if area.widget()]
