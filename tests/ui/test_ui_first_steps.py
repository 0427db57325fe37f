"""« Premiers pas »: a line for each badge, reached from each badge by mouse and keyboard, and from the home page."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication

from desktop.corpus.model import Borne, Force
from desktop.decision.model import Nature
from desktop.telling import meanings
from desktop.telling.document import Line, layout
from desktop.ui.reader.places import mark_rects
from desktop.ui.results.model import HitsModel


@pytest.mark.parametrize("badge", [*Force, *Borne], ids=str)
def test_each_badge_has_its_line_which_wears_it(corpus, badge):
    rule = corpus.guide.regles[meanings.of(badge)]
    assert meanings.words(corpus, rule.id)
    if isinstance(badge, Force):
        assert rule.force is badge
        assert rule.rubrique == meanings.FORCES
    else:
        assert rule.borne is badge


def test_each_scale_has_its_line_which_wears_its_values(corpus):
    assert len(corpus.scales) == 4
    for scale in corpus.scales.values():
        rule = corpus.guide.regles[meanings.of(scale)]
        assert meanings.words(corpus, rule.id)
        assert {one.scale for one in rule.niveaux} == {scale}
        assert max(one.valeur for one in rule.niveaux) == scale.maximum
        assert rule.rubrique == meanings.LEVELS


@pytest.mark.parametrize("nature", Nature)
def test_each_nature_has_its_line_in_the_words_of_the_plan(corpus, orientation_words, nature):
    rule = corpus.guide.regles[meanings.of_nature(nature.value)]
    assert rule.texte.startswith(orientation_words[nature.value])


@pytest.fixture(scope="module")
def orientation_words(root):
    from desktop.decision import charger

    return charger(root / "content" / "questionnaires").orientation.textes.natures


def test_an_enonce_is_not_called_optional(corpus):
    words = meanings.words(corpus, meanings.of(Force.DESCRIPTION))
    assert "sans mot de force" in words
    assert "ne veut pas dire facultatif" in words


def test_no_badge_of_the_content_is_without_its_line(corpus):
    for document in (*corpus.documents.values(), *corpus.guide.documents.values()):
        for item in layout(corpus.home_of(document), document).items:
            rows = [item.runs] if isinstance(item, Line) else [cell for _, cells in item.lignes for cell in cells]
            for run in (run for runs in rows for run in runs if run.genre in ("badge", "force")):
                assert meanings.words(corpus, run.sens), (document.id, run)


def test_a_hit_explains_itself(corpus):
    model = HitsModel()
    model.corpus = corpus
    assert meanings.words(corpus, meanings.GUIDE).startswith("Guide")
    assert meanings.words(None, meanings.GUIDE) == ""
    assert meanings.words(corpus, "premiers-pas-absent") == ""


@pytest.fixture
def real_window(opener, services, corpus):
    window = opener(services._replace(load_corpus=lambda: corpus), (1280, 720)).window
    window.activateWindow()
    return window


def place(window):
    return window.navigator.history.current.cible


def test_a_click_on_a_badge_opens_its_line_and_a_selection_does_not(real_window):
    real_window.context.open_content("usp-nombre-lits-unite")
    view = real_window.reading.view
    assert [word for word, _ in view.badges_of("usp-nombre-lits-unite")] == ["Requis", "Minimum"]
    block = view._block_of("usp-nombre-lits-unite")
    spots = {
        mark.sens: next(mark_rects(block, view._rect(block), mark, view.theme)).center().toPoint()
        for mark in view.built.marks[block.blockNumber()]
    }
    away = spots[meanings.of(Force.REQUIS)] + QPoint(300, 0)
    assert view.badge_at(away) == ""
    QTest.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=spots[meanings.of(Force.REQUIS)])
    QTest.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=away)
    assert place(real_window) == "usp-nombre-lits-unite"
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spots[meanings.of(Borne.MINIMUM)])
    assert place(real_window) == meanings.of(Borne.MINIMUM)
    assert real_window.reading.document.id == meanings.FIRST_STEPS
    assert not real_window.reading.toolbar.filter.isVisible()


def test_the_guide_is_whole_whatever_is_filtered_and_the_filter_waits(real_window):
    real_window.context.open_content("usp")
    pane = real_window.reading.reader
    pane.toolbar.filter.set_families(frozenset({"borne"}))
    pane.toolbar.filter.changed.emit()
    assert pane.built.layout.masquees > 0
    real_window.context.open_content(meanings.FIRST_STEPS)
    assert pane.built.layout.masquees == 0
    assert not pane.banner.isVisible()
    assert "reformulation" not in pane.print_source().pied
    real_window.context.open_content("had")
    assert pane.banner.isVisible()
    assert pane.toolbar.filter.isVisible()


@pytest.mark.parametrize(
    ("rule", "line"),
    [
        ("usp-nombre-lits-unite", meanings.of(Force.REQUIS)),
        ("filiere-gradation-niveau-2", "premiers-pas-complexite"),
        ("lisp-indicateurs-rapport", meanings.of(Force.DESCRIPTION)),
        ("usp", meanings.FORCES),
    ],
)
def test_the_keyboard_asks_what_the_badge_of_the_rule_means(real_window, rule, line):
    real_window.context.open_content(rule)
    real_window.reading.view.setFocus()
    QTest.keyClick(real_window.reading.view, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    assert place(real_window) == line


def test_the_menu_of_a_rule_asks_for_each_of_its_badges(real_window):
    from desktop.ui.reader.menu import reader_menu

    real_window.context.open_content("usp-nombre-lits-unite")
    reading = real_window.reading
    menu = reader_menu(real_window.context, reading.view, "usp-nombre-lits-unite", reading.links.explain_badge)
    asked = [action for action in menu.actions() if action.text().startswith("Que veut dire")]
    assert [action.text() for action in asked] == [meanings.question("Requis"), meanings.question("Minimum")]
    asked[1].trigger()
    assert place(real_window) == meanings.of(Borne.MINIMUM)
    menu.deleteLater()


def test_a_selected_hit_is_asked_about_too(real_window, qtbot):
    QTest.keyClicks(real_window.topbar.field, "rapport annuel ars")
    results = real_window.reading.results
    qtbot.waitUntil(lambda: results.results is not None and results.results.query == "rapport annuel ars")
    qtbot.waitUntil(lambda: real_window.reading.document is not None)
    results.view.setFocus()
    hit = results.current()
    assert results.view.currentIndex().data(Qt.ItemDataRole.ToolTipRole)
    QTest.keyClick(results.view, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    assert place(real_window) == meanings.of(hit.force)


def test_the_home_page_leads_there_and_says_what_each_part_is_for(real_window):
    real_window.context.run("aller.accueil")
    QApplication.processEvents()
    page = real_window.navigator.page
    link = next(button for button in page.findChildren(QAbstractButton) if button.text() == "Premiers pas")
    QTest.mouseClick(link, Qt.MouseButton.LeftButton)
    assert place(real_window) == meanings.FIRST_STEPS
    assert "À quoi sert chaque partie" in real_window.reading.view.toPlainText()


def test_without_the_guide_the_window_says_so(window):
    window.context.open_content("usp")
    window.reading.links.explain_badge(meanings.GUIDE)
    assert place(window) == "usp"
