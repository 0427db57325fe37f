"""Other rooms come in by the door."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractButton
from window_steps import labels_of

from desktop.telling.document import Annotation
from desktop.ui.door.place import Place
from desktop.ui.door.registry import DocumentAction, HomeCard, PageSpec, ResumeEntry
from desktop.ui.kit.widgets import text


def test_rooms_register_without_touching_the_window(opener, services, qtbot, monkeypatch):
    from desktop.ui.door.page import Page

    class Room(Page):
        def show_place(self, place):
            self.shown = place

        def state(self):
            return "question 3"

    asked = []

    def register(registry, context):
        registry.add_page(PageSpec("orienter", "Orienter une situation", Room, section="Situations"))
        registry.add_home_card(HomeCard("orienter", lambda: text("Quelques questions"), primary=True))
        registry.add_document_action(DocumentAction("ok", lambda _d: "Est-ce la bonne structure ?", asked.append))
        registry.annotation_sources.append(lambda r: [Annotation("note", "vu")] if r == "usp-niveau" else [])
        registry.resume_sources.append(lambda _c: [ResumeEntry("Cas 1", "modifié", Place("orienter", "1"), 1e12)])

    monkeypatch.setattr("desktop.ui.life.extensions.extensions", lambda: (register,))
    window = opener(services).window
    assert "orienter" in window.navigation.buttons
    assert "Situations" in labels_of(window.navigation)
    assert "Quelques questions" in labels_of(window.navigator.page)
    assert "Cas 1\u00a0: modifié" in [b.accessibleName() for b in window.navigator.page.findChildren(QAbstractButton)]
    window.context.open_content("usp")
    assert "Ma note : vu" in window.reading.view.toPlainText()
    window.reading.view.link_activated.emit("action:ok/usp")
    assert asked == ["usp"]
    window.context.go("orienter", "7")
    assert window.navigator.page.shown == Place("orienter", "7")
    window.context.go("accueil")
    window.navigator.back()
    assert window.navigator.page.shown.etat == "question 3"
