"""What a start shows first, and what it says of what it could not read."""

from __future__ import annotations

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from window_steps import labels_of

from desktop.errors import ContentError


def test_the_first_paint_comes_before_the_content(opener, services, qtbot):
    from desktop.ui.life.app import WindowSession

    painted_first = []

    def load():
        painted_first.append(session.window._painted)
        return services.load_corpus()

    session = WindowSession(services._replace(load_corpus=load))
    opener.sessions.append(session)
    session.start()
    qtbot.waitUntil(lambda: session._completed and session.window.searching.control.engine is not None)
    assert painted_first == [True]


def test_a_content_that_cannot_be_read_is_said_and_the_window_opens(opener, services, qtbot):
    def refuse():
        raise ContentError("aucun document du contenu ne se lit", fichier="content")

    window = opener(services._replace(load_corpus=refuse)).window
    words = labels_of(window.navigator.page)
    assert "Le contenu n’a pas pu être lu" in words
    assert "aucun document du contenu ne se lit" in words
    assert "réinstallez le contenu" in words
    QTest.keyClicks(window.topbar.field, "lits")
    qtbot.waitUntil(lambda: "La recherche n’a rien à lire." in labels_of(window.reading.results))
    assert "aucun document du contenu ne se lit" in window.reading.reader.state_label.text()


def test_a_part_that_cannot_be_read_is_said_and_the_rest_is_there(opener, services, petit, caplog):
    from dataclasses import replace

    from desktop.corpus.model import Problem

    broken = replace(petit, problemes=(Problem("annexes/04-had.md", 12, "une règle sans force"),))
    window = opener(services._replace(load_corpus=lambda: broken)).window
    words = labels_of(window.navigator.page)
    assert "une règle sans force" in caplog.text
    assert "annexes/04-had.md, ligne 12\u00a0: une règle sans force" in words
    assert "USP, Unité de soins palliatifs, 3ᵉ recours" in [
        b.accessibleName() for b in window.navigator.page.findChildren(QAbstractButton)
    ]


def test_an_engine_that_fails_is_said_and_reading_goes_on(opener, services, qtbot):
    def refuse(corpus):
        raise OSError("index perdu")

    window = opener(services._replace(make_engine=refuse)).window
    QTest.keyClicks(window.topbar.field, "lits")
    qtbot.waitUntil(lambda: "index perdu" in labels_of(window.reading.results))
    assert "La recherche n’a pas répondu" in labels_of(window.reading.results)
    window.context.open_content("usp")
    assert "10 lits" in window.reading.view.toPlainText()


def test_an_index_kept_in_memory_is_said(opener, services, qtbot):
    def warns(corpus):
        engine = services.make_engine(corpus)
        engine.warning = "L’index de recherche reste en mémoire."
        return engine

    window = opener(services._replace(make_engine=warns)).window
    qtbot.waitUntil(lambda: window.toast is not None and window.toast.isVisible())
    assert window.toast.label.text() == "L’index de recherche reste en mémoire."


def test_damaged_settings_are_said(opener, services, qtbot):
    services.config_dir.mkdir(parents=True)
    (services.config_dir / "reglages.json").write_text("{", encoding="utf-8")
    window = opener(services).window
    assert "n’ont pas pu être lus" in window.toast.label.text()
