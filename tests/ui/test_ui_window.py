"""The window as people use it: type, read, go back, close, come back."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QSizeF, Qt, QTimer, QUrl
from PySide6.QtGui import QGuiApplication, QKeyEvent, QMouseEvent, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QLabel, QLineEdit, QWidget

from desktop.errors import ContentError
from desktop.telling.document import Annotation
from desktop.text.typography import french
from desktop.ui.door.place import Place
from desktop.ui.door.registry import DocumentAction, HomeCard, PageSpec, ResumeEntry
from desktop.ui.kit.theme import Mode
from desktop.ui.kit.widgets import text
from desktop.ui.reader.view import ReaderView
from desktop.ui.shell import deeds
from desktop.ui.shell.footer import PLAN, SHORT_PLAN, SHORT_URGENCY, URGENCY

LEFT, RIGHT = Qt.MouseButton.BackButton, Qt.MouseButton.ForwardButton


def type_words(window, qtbot, words: str) -> None:
    """Type, and wait until the list answers these words."""
    window.topbar.field.selectAll()
    for letter in words:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter)
            QApplication.sendEvent(window.topbar.field, event)
    qtbot.waitUntil(lambda: (r := window.reading.results.results) is not None and r.query == words)


def settle(window, qtbot) -> None:
    """Wait until nothing that was put off is left to be done: what follows a selection, what fits lines to a new width."""
    put_off = [t for t in window.findChildren(QTimer) if t.isSingleShot() and t.interval() <= 300]
    QApplication.processEvents()
    qtbot.waitUntil(lambda: not any(t.isActive() for t in put_off))
    QApplication.processEvents()


def key(window, qt_key, modifiers=Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(window.topbar.field, qt_key, modifiers)


def place(window) -> Place:
    return window.navigator.history.current


def labels_of(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


# -- opening


def test_it_opens_at_home_with_the_structures_and_the_profiles(window):
    home = window.navigator.page
    names = [b.accessibleName() for b in home.findChildren(QAbstractButton)]
    assert "USP, Unité de soins palliatifs, 3ᵉ recours" in names
    assert "Médecin coordonnateur" in [b.text() for b in home.findChildren(QAbstractButton)]
    assert window.focusWidget() is window.topbar.field


def test_the_foot_always_says_what_holds(window):
    words = labels_of(window.footer)
    assert "Urgence vitale non prévue\u00a0: appeler le 15." in words
    assert "Si un plan anticipé existe" in words
    assert "Contenu 2023.9" in words
    assert "hors ligne" in words


def test_the_first_paint_comes_before_the_content(opener, services, qtbot):
    from desktop.ui.life.app import Session

    painted_first = []

    def load():
        painted_first.append(session.window._painted)
        return services.load_corpus()

    session = Session(services._replace(load_corpus=load))
    opener.sessions.append(session)
    session.start()
    qtbot.waitUntil(lambda: session._completed and session.window.searching.control.engine is not None)
    assert painted_first == [True]


def test_rooms_that_are_not_built_are_absent(window):
    assert list(window.navigation.buttons)[:3] == ["accueil", "referentiels", "profils"]
    assert "À venir" not in labels_of(window)


# -- searching


def test_typing_shows_results_and_the_reader_follows(window, qtbot):
    type_words(window, qtbot, "lits unité")
    page = window.reading
    assert page.results.isVisible()
    assert page.results.current().regle == "usp-lits-unite"
    qtbot.waitUntil(lambda: page.document is not None)
    assert page.document.id == "usp"
    assert page.view.current_rule == "usp-lits-unite"
    assert window.focusWidget() is window.topbar.field


def test_arrows_and_enter_open_the_rule_while_the_list_stays(window, qtbot):
    type_words(window, qtbot, "lits")
    first = window.reading.results.current().regle
    key(window, Qt.Key.Key_Down)
    second = window.reading.results.current().regle
    assert second != first
    key(window, Qt.Key.Key_Return)
    assert place(window).cible == second
    assert window.reading.view.current_rule == second
    assert window.reading.results.isVisible()
    assert window.focusWidget() is window.reading.view


def test_typing_is_one_step_in_the_history(window, qtbot):
    type_words(window, qtbot, "lits")
    window.navigator.back()
    assert place(window) == Place("accueil")
    assert window.topbar.field.text() == ""
    window.navigator.forward()
    assert window.topbar.field.text() == "lits"
    qtbot.waitUntil(lambda: window.reading.results.results is not None)


def test_a_search_after_something_was_opened_is_a_step_of_its_own(window, qtbot):
    type_words(window, qtbot, "lits")
    key(window, Qt.Key.Key_Return)
    opened = place(window)
    type_words(window, qtbot, "tutorat")
    window.navigator.back()
    assert place(window)[:3] == opened[:3]
    assert window.topbar.field.text() == "lits"


def test_back_to_what_was_opened_from_a_list_stays_on_it(window, qtbot):
    type_words(window, qtbot, "lits")
    key(window, Qt.Key.Key_Down)
    key(window, Qt.Key.Key_Return)
    second = window.reading.view.current_rule
    type_words(window, qtbot, "tutorat")
    window.navigator.back()
    qtbot.waitUntil(lambda: window.reading.results.results.query == "lits")
    settle(window, qtbot)
    assert window.reading.view.current_rule == second
    assert window.reading.results.current().regle == second


def test_the_list_points_at_what_is_read_or_at_nothing(window, qtbot):
    type_words(window, qtbot, "lits")
    key(window, Qt.Key.Key_Return)
    assert window.reading.results.current().regle == window.reading.view.current_rule
    window.reading.view.link_activated.emit("usp-tutorat")
    assert window.reading.results.current() is None
    window.topbar.field.setFocus()
    key(window, Qt.Key.Key_Return)
    assert window.reading.view.current_rule == window.reading.results.model.hit(0).regle


def test_a_restart_comes_back_to_the_rule_that_was_opened_not_to_the_first_hit(opener, services, qtbot):
    first = opener(services).window
    type_words(first, qtbot, "lits")
    key(first, Qt.Key.Key_Down)
    key(first, Qt.Key.Key_Return)
    opened = first.reading.view.current_rule
    first.close()
    second = opener(services).window
    qtbot.waitUntil(lambda: second.reading.results.results is not None)
    settle(second, qtbot)
    assert second.reading.view.current_rule == opened


def test_escape_empties_the_field_and_goes_home_if_nothing_was_read(window, qtbot):
    QTest.keyClicks(window.topbar.field, "l")
    key(window, Qt.Key.Key_Escape)
    assert window.topbar.field.text() == ""
    assert place(window).page == "accueil"


def test_emptying_the_field_keeps_what_is_read(window, qtbot):
    type_words(window, qtbot, "lits")
    key(window, Qt.Key.Key_Return)
    window.topbar.field.setFocus()
    key(window, Qt.Key.Key_Escape)
    assert not window.reading.results.isVisible()
    assert window.reading.document is not None
    assert place(window).requete == ""


def test_nothing_found_is_never_a_white_page(window, qtbot):
    type_words(window, qtbot, "zzzzqqq")
    qtbot.waitUntil(lambda: "Rien ne répond à «\u00a0zzzzqqq\u00a0»." in labels_of(window.reading.results))
    words = labels_of(window.reading.results)
    assert "Ce qui aide\u00a0:" in words


def test_words_that_no_text_holds_are_said_above_the_list(window, qtbot):
    type_words(window, qtbot, "lits euthanasie ")
    panel = window.reading.results
    assert panel.results.hits
    assert panel.notice.isVisible()
    assert panel.notice.text() == "Absent des textes\u00a0: «\u00a0euthanasie\u00a0»."
    type_words(window, qtbot, "lits <b>qqq</b> xylophone ")
    assert panel.notice.text().startswith("Absents des textes\u00a0: «\u00a0")
    assert "xylophone" in panel.notice.text()
    assert panel.notice.textFormat() is Qt.TextFormat.PlainText or "<" not in panel.notice.text()
    type_words(window, qtbot, "lits")
    assert not panel.notice.isVisible()


def test_every_example_of_a_query_finds_something(corpus, tmp_path):
    from desktop.search import SearchEngine
    from desktop.ui.results.panel import TIPS

    engine = SearchEngine(corpus, tmp_path / "cache")
    examples = [query for tip in TIPS for query in re.findall("« (.+?) »", tip)]
    assert len(examples) >= 6
    assert [query for query in examples if not engine.search(query, 3).hits] == []
    engine.close()


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080)])
def test_the_list_never_scrolls_sideways_and_its_lines_end_before_the_bar(opener, services, corpus, qtbot, size):
    window = opener(services._replace(load_corpus=lambda: corpus)).window
    window.resize(*size)
    type_words(window, qtbot, "charte benevoles")
    key(window, Qt.Key.Key_Return)
    panel = window.reading.results
    view, model = panel.view, panel.model

    def laid_out() -> None:
        assert view.verticalScrollBar().isVisible()
        assert not view.horizontalScrollBar().isVisible()
        for row in range(model.rowCount()):
            rect = view.visualRect(model.index(row))
            assert rect.width() == view.viewport().width()
            assert rect.height() == panel.delegate._drawn(model.hit(row), rect.width()).height

    qtbot.waitUntil(laid_out)


def test_a_correction_is_offered_and_searched(window, qtbot):
    type_words(window, qtbot, "tutorot")
    panel = window.reading.results
    if panel.results.hits:
        assert panel.results.correction == "tutorat"
    qtbot.waitUntil(
        lambda: "tutorat" in [b.text() for b in panel.findChildren(QAbstractButton) if b.isVisibleTo(panel)]
    )


@pytest.mark.parametrize("words", ["?!;«»…", "x" * 10_000, "'" * 50, "force: had:", '"', "-", "\u202f", "😀"])
def test_any_words_can_be_typed(window, qtbot, words):
    window.topbar.field.setText(words)
    window.searching._on_words(window.topbar.field.text())
    if words.strip():
        qtbot.waitUntil(lambda: window.reading.results.results is not None)
        assert window.reading.results.results.query == words


def test_a_longer_text_than_the_field_takes_is_cut(window):
    window.topbar.field.setText("x" * 20_000)
    assert len(window.topbar.field.text()) == 10_000


def test_the_filter_of_the_results_shows_only_its_forces(window, qtbot):
    type_words(window, qtbot, "lits")
    panel = window.reading.results
    panel.filter.set_families(frozenset({"recommandation"}))
    panel.filter.changed.emit()
    shown = {panel.model.hit(row).regle for row in range(panel.model.rowCount())}
    assert "lisp-lits-minimum" in shown
    assert "usp-lits-unite" not in shown


def test_words_typed_before_the_engine_is_ready_are_searched_when_it_is(opener, services, qtbot):
    import threading

    gate = threading.Event()

    def slow(corpus):
        gate.wait(10)
        return services.make_engine(corpus)

    from desktop.ui.life.app import Session

    session = Session(services._replace(make_engine=slow))
    opener.sessions.append(session)
    session.start()
    qtbot.waitUntil(lambda: session._completed)
    QTest.keyClicks(session.window.topbar.field, "lits")
    qtbot.waitUntil(lambda: "se prépare" in labels_of(session.window.reading.results))
    gate.set()
    qtbot.waitUntil(lambda: session.window.reading.results.results is not None)
    assert session.window.reading.results.results.hits


# -- reading


def test_links_backlinks_and_the_way_back(window, qtbot):
    window.context.open_content("usp-articulation-lisp")
    window.reading.view.link_activated.emit("lisp")
    assert window.reading.document.id == "lisp"
    window.reading.view.link_activated.emit("usp-lits-unite")
    assert window.reading.view.current_rule == "usp-lits-unite"
    window.navigator.back()
    assert window.reading.document.id == "lisp"
    window.navigator.back()
    assert window.reading.view.current_rule == "usp-articulation-lisp"


@pytest.mark.parametrize(("there", "back"), [(None, None), (LEFT, RIGHT)])
def test_back_and_forward_by_keys_and_by_the_mouse(window, qtbot, there, back):
    window.context.open_content("usp")
    window.context.open_content("lisp")

    def press(button, command):
        if button is None:
            window.context.run(command)
            return
        event = QMouseEvent(
            QEvent.Type.MouseButtonPress, QPointF(5, 5), QPointF(5, 5), button, button, Qt.KeyboardModifier.NoModifier
        )
        QApplication.sendEvent(window.reading.view.viewport(), event)

    press(there, "aller.retour")
    assert window.reading.document.id == "usp"
    press(back, "aller.avant")
    assert window.reading.document.id == "lisp"


def test_the_side_buttons_of_the_mouse_work_over_the_lists_and_choose_nothing(window, qtbot):
    type_words(window, qtbot, "lits")
    key(window, Qt.Key.Key_Return)
    opened, rule = place(window), window.reading.view.current_rule
    page = window.reading
    surfaces = (page.results.view.viewport(), page.rubriques.list.viewport(), page.view.viewport())
    for surface in surfaces:
        window.context.open_content("usp-tutorat")
        window.reading.view.set_current_rule("usp-tutorat")
        middle = QPointF(surface.rect().center())
        event = QMouseEvent(
            QEvent.Type.MouseButtonPress,
            middle,
            surface.mapToGlobal(middle),
            LEFT,
            LEFT,
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(surface, event)
        assert place(window)[:3] == opened[:3]
        assert page.view.current_rule == rule


def test_back_after_walking_the_list_stands_at_the_rule_again(opener, services, corpus, qtbot):
    window = opener(services._replace(load_corpus=lambda: corpus), (1280, 720)).window
    type_words(window, qtbot, "had urgence convention")
    key(window, Qt.Key.Key_Return)
    view, opened = window.reading.view, window.reading.view.current_rule
    window.topbar.field.setFocus()
    key(window, Qt.Key.Key_Down)
    key(window, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: view.current_rule == window.reading.results.current().regle != opened)
    key(window, Qt.Key.Key_Return)
    window.navigator.back()
    assert view.current_rule == opened
    qtbot.waitUntil(lambda: view.viewport().rect().contains(view.rule_rect(opened)))


@pytest.mark.parametrize("opened_first", [True, False], ids=["after Enter", "while typing"])
def test_an_answer_to_the_same_words_that_comes_late_leaves_the_walk_alone(
    opener, services, corpus, qtbot, opened_first
):
    """Notes are read after the first words were typed: the words are then asked again behind the person's back."""
    window = opener(services._replace(load_corpus=lambda: corpus), (1280, 720)).window
    type_words(window, qtbot, "had urgence convention")
    panel, view = window.reading.results, window.reading.view
    if opened_first:
        key(window, Qt.Key.Key_Return)
        window.topbar.field.setFocus()
    key(window, Qt.Key.Key_Down)
    key(window, Qt.Key.Key_Down)
    walked, former = panel.current().regle, panel.results
    window.context.annotations_changed.emit()
    qtbot.waitUntil(lambda: panel.results is not former)
    assert panel.current().regle == walked
    qtbot.waitUntil(lambda: view.current_rule == walked)
    assert panel.current().regle == walked


def test_the_table_of_contents_leads_and_follows(window, qtbot):
    window.context.open_content("usp")
    page = window.reading
    titles = [page.rubriques.list.item(row).text() for row in range(page.rubriques.list.count())]
    assert titles == ["Présentation", "Nombre de lits", "Articulation", "Équipe"]
    page.rubriques.list.itemClicked.emit(page.rubriques.list.item(2))
    assert place(window).cible == "usp-articulation"


def test_the_filter_of_the_reader_hides_and_an_asked_rule_wins_over_it(window):
    window.context.open_content("usp")
    page = window.reading
    page.toolbar.filter.set_families(frozenset({"obligation"}))
    page.toolbar.filter.changed.emit()
    assert "Un tutorat est possible" not in page.view.toPlainText()
    banner = page.reader.banner
    assert banner.isVisible()
    assert banner.words.text() == "Obligation, requis\u00a0: 3 règles sur 10"
    window.context.open_content("usp-tutorat")
    assert "Un tutorat est possible" in page.view.toPlainText()
    assert page.toolbar.filter.families() == frozenset()
    assert not banner.isVisible()
    page.toolbar.filter.set_families(frozenset({"obligation"}))
    page.toolbar.filter.changed.emit()
    key(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    find = page.findbar
    find.field.setText("tutorat")
    assert find.count.text() == "Aucune occurrence"
    assert find.only_shown.isVisible()
    QTest.mouseClick(find.everything, Qt.MouseButton.LeftButton)
    assert find.count.text() == "1 sur 1"
    assert not find.only_shown.isVisible()
    page.toolbar.filter.set_families(frozenset({"obligation"}))
    page.toolbar.filter.changed.emit()
    QTest.mouseClick(banner.lift, Qt.MouseButton.LeftButton)
    assert page.toolbar.filter.families() == frozenset()
    assert page.built.layout.masquees == 0
    assert not banner.isVisible()


def test_footnotes_and_references_open_in_a_bubble_and_esc_closes_it(window, qtbot):
    window.context.open_content("usp")
    page = window.reading
    page.view.link_activated.emit("note:usp/1")
    assert "Elle avait posé le premier cadre." in labels_of(page.popup)
    QTest.keyClick(page.popup, Qt.Key.Key_Escape)
    assert not page.popup.isVisible()
    page.view.link_activated.emit("ref:circulaire-essai")
    words = labels_of(page.popup)
    assert "Statut\u00a0: abrogée selon la source" in words
    assert "https://exemple.invalid/circulaire" in words
    copy = next(b for b in page.popup.findChildren(QAbstractButton) if b.text() == "Copier l’adresse")
    copy.click()
    assert QGuiApplication.clipboard().text() == "https://exemple.invalid/circulaire"
    assert page.popup.isVisible()


def test_a_bubble_opened_by_keyboard_has_the_focus_though_a_bar_stands_on_the_rule(window, qtbot):
    window.context.open_content("usp-abrogation")
    page = window.reading
    page.view.rule_hovered.emit("usp-abrogation")
    assert page.rule_bar.isVisible()
    page.view.setFocus()
    QTest.keyClick(page.view, Qt.Key.Key_Tab)
    QTest.keyClick(page.view, Qt.Key.Key_Return)
    assert page.popup.isVisible()
    assert page.popup.isAncestorOf(window.focusWidget())
    assert window.focusWidget().text() == "Copier la citation"


def test_an_address_goes_to_the_browser_only_on_request(window, monkeypatch):
    asked = []
    monkeypatch.setattr("desktop.ui.reader.popup.QDesktopServices.openUrl", asked.append)
    window.context.open_content("usp")
    window.reading.view.link_activated.emit("ref:circulaire-essai")
    assert asked == []
    browse = next(
        b for b in window.reading.popup.findChildren(QAbstractButton) if b.text() == "Ouvrir dans le navigateur"
    )
    browse.click()
    assert asked == [QUrl("https://exemple.invalid/circulaire")]


def test_hovering_a_note_shows_it_after_a_moment(window, qtbot):
    window.context.open_content("usp")
    page = window.reading
    page.popup.hover("note:usp/1", QPoint(50, 50))
    assert not page.popup.isVisible()
    qtbot.waitUntil(page.popup.isVisible)
    page.popup.hover("", QPoint())
    qtbot.waitUntil(lambda: not page.popup.isVisible())


def test_a_rule_is_copied_with_its_reference(window):
    window.context.open_content("usp-lits-unite")
    window.context.run("lecture.copier")
    words = QGuiApplication.clipboard().text().replace("\u00a0", " ")
    assert "Chaque unité compte au minimum 10 lits. [requis, minimum]" in words
    assert "annexe 2, « Nombre de lits »" in words
    assert window.toast.isVisible()


def test_rules_are_walked_by_keyboard(window):
    window.context.open_content("usp")
    window.context.run("lecture.regle-suivante")
    assert window.reading.view.current_rule == "usp-niveau"
    window.context.run("lecture.regle-suivante")
    assert window.reading.view.current_rule == "usp-abrogation"
    window.context.run("lecture.regle-precedente")
    assert window.reading.view.current_rule == "usp-niveau"
    assert window.reading.rule_bar.isVisible()


def test_find_in_page(window, qtbot):
    window.context.open_content("usp")
    window.context.run("lecture.chercher")
    bar = window.reading.findbar
    bar.field.setText("equipe")
    assert bar.count.text() == "1 sur 1"
    bar.field.setText("lits")
    before = bar.count.text()
    QTest.keyClick(bar.field, Qt.Key.Key_Return)
    assert bar.count.text() != before
    bar.field.setText("absent")
    assert bar.count.text() == "Aucune occurrence"
    QTest.keyClick(bar.field, Qt.Key.Key_Escape)
    assert not bar.isVisible()
    assert window.reading.view.extraSelections() == []


def test_find_begins_where_one_reads(window, qtbot):
    window.resize(1100, 420)
    window.context.open_content("usp-equipe-psychologue")
    view = window.reading.view
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    seen = view.cursorForPosition(QPoint(0, 0)).position()
    window.context.run("lecture.chercher")
    bar = window.reading.findbar
    bar.field.setText("de")
    assert bar.ranges[0][0] < seen
    assert bar.ranges[bar.index][0] >= seen


def test_tab_walks_the_links_from_the_rule_that_was_opened(window, qtbot):
    window.context.open_content("usp-articulation-transferts")
    view = window.reading.view
    view.setFocus()
    here = view.textCursor().position()
    QTest.keyClick(view, Qt.Key.Key_Tab)
    assert view.textCursor().hasSelection()
    assert view.textCursor().selectionStart() > here
    window.context.open_content("usp-articulation-transferts")
    QTest.keyClick(view, Qt.Key.Key_Backtab)
    assert view.textCursor().selectedText() == "lits identifiés"


def test_tab_follows_who_scrolled_away_from_the_rule(window, qtbot):
    window.resize(1100, 420)
    window.context.open_content("usp-articulation-anticipees")
    view = window.reading.view
    view.setFocus()
    view.verticalScrollBar().setValue(0)
    QTest.keyClick(view, Qt.Key.Key_Tab)
    assert view.verticalScrollBar().value() == 0
    assert view.textCursor().selectionEnd() < view.document().findBlockByNumber(6).position()


def test_both_ends_of_the_document_by_keyboard(window, qtbot):
    window.resize(1100, 420)
    window.context.open_content("usp-lits-unite")
    view = window.reading.view
    bar = view.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    QTest.keyClick(view, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    assert bar.value() == bar.maximum()
    QTest.keyClick(view, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    assert bar.value() == 0


def test_a_rule_under_a_chapeau_is_marked_as_wide_as_the_others(window):
    window.context.open_content("usp")
    view = window.reading.view
    outer, inner = view.rule_rect("usp-articulation-lisp"), view.rule_rect("usp-articulation-transferts")
    assert inner.right() == outer.right()


def test_a_row_of_a_table_that_was_opened_is_marked_as_one(window, qtbot):
    window.context.open_content("usp-equipe-psychologue")
    view, theme = window.reading.view, window.context.theme
    qtbot.waitUntil(lambda: view.rule_rect("usp-equipe-psychologue") is not None)
    row = view.row_rect("usp-equipe-psychologue").toRect()
    image = view.viewport().grab().toImage()
    ground, edge = theme.colour("rule_ground").name(), theme.colour("primary").name()
    colours = {x: image.pixelColor(x, row.center().y()).name() for x in range(row.left(), row.right())}
    assert colours[row.right() - 20] == ground
    assert [x - row.left() for x, colour in colours.items() if colour == edge] == [0, 1, 2]
    other = view.row_rect("usp-equipe-medecins").toRect()
    assert image.pixelColor(other.right() - 20, other.center().y()).name() != ground


@pytest.mark.parametrize(("size", "zoom"), [((1366, 768), 100), ((1920, 1080), 100), ((1280, 720), 200)])
@pytest.mark.parametrize("rule", ["usp-articulation-lisp", "usp-articulation-transferts", "usp-equipe-medecins"])
def test_the_bar_on_a_rule_hides_no_word(opener, services, qtbot, size, zoom, rule):
    window = opener(services, size).window
    window.looks.set_zoom(zoom)
    window.context.open_content(rule)
    settle(window, qtbot)
    view, bar = window.reading.view, window.reading.rule_bar
    view.rule_hovered.emit(rule)
    assert bar.isVisible()
    assert view.viewport().rect().contains(bar.geometry())
    text_ends = round(view.document().textWidth() - view.document().rootFrame().frameFormat().rightMargin())
    assert bar.geometry().left() >= text_ends
    assert bar.geometry().bottom() >= view.rule_rect(rule).top()


def test_the_name_of_the_document_stays_in_sight_and_takes_no_room(opener, services, qtbot):
    window = opener(services, (1366, 768)).window
    window.context.open_content("usp-equipe-psychologue")
    name = window.reading.toolbar.name
    qtbot.waitUntil(lambda: name.text() == "Annexe 2 · USP")
    assert name.isVisible()
    window.context.open_content("lisp")
    assert name.text() == "Annexe 3 · LISP"
    least = window.minimumSizeHint().width()
    name.say("Un nom bien trop long pour la place qui reste " * 8)
    assert name.text().endswith("…")
    assert window.minimumSizeHint().width() == least


def test_previous_and_next_document(window):
    window.context.open_content("usp")
    window.context.run("lecture.document-suivant")
    assert window.reading.document.id == "lisp"
    window.context.run("lecture.document-precedent")
    window.context.run("lecture.document-precedent")
    assert window.reading.document.id == "usp"


def test_nothing_outside_the_document_is_ever_loaded(window, tmp_path):
    picture = tmp_path / "image.png"
    picture.write_bytes(b"x")
    view: ReaderView = window.reading.view
    assert view.loadResource(QTextDocument.ResourceType.ImageResource, QUrl.fromLocalFile(str(picture))) is None
    assert not view.openLinks()
    assert not view.openExternalLinks()


def test_acronyms_are_explained(window):
    window.context.open_content("usp")
    assert window.reading.view.explain("USP") == "USP\u00a0: unité de soins palliatifs"
    assert window.reading.view.explain("lits") == ""


def test_an_id_that_is_gone_is_said(window):
    window.context.open_content("disparu-depuis")
    assert "n’existe plus dans ce contenu" in window.reading.reader.state_label.text()
    assert deeds.printable(window) is None


# -- what other rooms add


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


# -- looks


def test_text_size_and_theme_reach_everything_and_are_kept(window, session):
    window.context.open_content("usp")
    window.context.run("affichage.agrandir")
    assert window.context.theme.zoom == 110
    for _ in range(30):
        window.context.run("affichage.agrandir")
    assert window.context.theme.zoom == 200
    window.context.run("affichage.sombre")
    assert window.context.theme.dark
    assert window.looks.mode is Mode.DARK
    assert QApplication.palette().window().color().name().upper() == window.context.theme.hex("bg")
    assert session.context.settings.number("zoom") == 200
    assert session.context.settings.text("theme") == "sombre"
    window.context.run("affichage.normal")
    assert window.context.theme.zoom == 100


def test_the_column_of_text_has_at_most_75_characters(opener, services):
    window = opener(services, (1920, 1080)).window
    window.context.open_content("usp")
    document = window.reading.view.document()
    block, longest = document.begin(), 0
    while block.isValid():
        layout = block.layout()
        for number in range(layout.lineCount()):
            longest = max(longest, layout.lineAt(number).textLength())
        block = block.next()
    assert longest <= 85  # an average of 75: narrow letters may let a few more in


@pytest.mark.parametrize(
    ("size", "zoom"), [((1280, 720), 100), ((1280, 720), 200), ((1366, 768), 200), ((800, 600), 150)]
)
def test_small_windows_and_large_text_lose_nothing(opener, services, qtbot, size, zoom):
    services_ = services
    window = opener(services_, size).window
    window.looks.set_zoom(zoom)
    settle(window, qtbot)
    assert window.width() <= size[0]
    assert window.height() <= size[1]
    type_words(window, qtbot, "lits")
    assert window.reading.results.isVisible()
    key(window, Qt.Key.Key_Return)
    settle(window, qtbot)
    assert window.reading.view.isVisible()
    assert window.width() <= size[0]
    qtbot.waitUntil(lambda: window.reading.view.horizontalScrollBar().maximum() == 0)
    if not window.reading.results.isVisible():
        window.reading.toolbar.back_to_list.click()
        assert window.reading.results.isVisible()


def test_in_a_narrow_window_the_reader_opens_at_the_rule(opener, services, corpus, qtbot):
    window = opener(services._replace(load_corpus=lambda: corpus), (1280, 720)).window
    window.looks.set_zoom(200)
    settle(window, qtbot)
    type_words(window, qtbot, "bénévoles convention")
    assert not window.reading.view.isVisible()
    asked = window.reading.results.current().regle
    key(window, Qt.Key.Key_Return)
    settle(window, qtbot)
    view = window.reading.view
    assert view.current_rule == asked
    assert view.viewport().rect().contains(view.rule_rect(asked))
    assert view.verticalScrollBar().value() > view.height()


@pytest.mark.parametrize(
    "words", ["Copié.", "PDF écrit : le dossier Documents, sous un nom qui dit ce que c’est. " * 3]
)
@pytest.mark.parametrize("zoom", [100, 150, 200])
def test_a_message_covers_nothing_and_leaves_the_emergency_line(opener, services, qtbot, zoom, words):
    window = opener(services, (1024, 768)).window
    window.looks.set_zoom(zoom)
    window.context.say(words)
    QApplication.processEvents()
    foot, toast = window.footer, window.toast
    assert toast.isVisible()
    assert toast.parentWidget() is foot
    assert foot.rect().contains(toast.geometry())
    assert toast.label.height() >= toast.label.heightForWidth(toast.label.width())
    assert foot.urgency.isVisible()
    assert foot.rect().contains(foot.urgency.geometry())
    assert not toast.geometry().intersects(foot.urgency.geometry())
    assert not toast.geometry().intersects(foot.content.geometry())
    assert foot.geometry().top() >= window.navigator.stack.geometry().bottom()
    toast._timer.setInterval(0)
    qtbot.waitUntil(lambda: not toast.isVisible() and foot.plan.isVisible())
    QApplication.processEvents()
    assert window.width() == 1024


def test_the_foot_is_in_full_words_where_they_fit_and_short_below(opener, services):
    window = opener(services, (1366, 768)).window
    assert french(URGENCY) in labels_of(window.footer)
    assert french(PLAN) in labels_of(window.footer)
    window.resize(1024, 768)
    QApplication.processEvents()
    assert labels_of(window.footer).split("\n")[:2] == [french(SHORT_URGENCY), french(SHORT_PLAN)]
    assert "hors ligne" in labels_of(window.footer)


def test_in_a_narrow_window_the_navigation_is_one_button_away(opener, services, qtbot):
    window = opener(services, (800, 600)).window
    window.looks.set_zoom(150)
    settle(window, qtbot)
    assert not window.navigation.isVisible()
    window.topbar.navigation.click()
    assert window.navigation.isVisible()


# -- accessibility and French


def visit(window, qtbot) -> None:
    for page in ("accueil", "referentiels", "profils"):
        window.context.go(page)
    window.context.open_content("usp")
    type_words(window, qtbot, "lits")
    window.context.run("lecture.regle-suivante")
    window.context.run("lecture.chercher")


def test_every_control_has_a_name(window, qtbot):
    visit(window, qtbot)
    nameless = [
        f"{type(w).__name__} {w.objectName()}"
        for w in window.findChildren(QWidget)
        if w.focusPolicy() != Qt.FocusPolicy.NoFocus
        and isinstance(w, QAbstractButton | QLineEdit | ReaderView)
        and not (w.accessibleName() or (isinstance(w, QAbstractButton) and w.text().strip()))
    ]
    assert nameless == []


def test_what_is_selected_and_done_is_said_to_a_screen_reader(window, qtbot, monkeypatch):
    said = []
    monkeypatch.setattr("desktop.ui.results.panel.announce", lambda _w, words: said.append(words))
    monkeypatch.setattr("desktop.ui.shell.toast.announce", lambda _w, words: said.append(words))
    type_words(window, qtbot, "lits")
    qtbot.waitUntil(lambda: bool(said))
    assert said[0] == window.reading.results.summary.text()
    key(window, Qt.Key.Key_Down)
    hit = window.reading.results.current()
    assert hit.excerpt in said[-1]
    window.context.say("Copié.")
    assert said[-1] == "Copié."


def test_a_silent_screen_reader_is_not_spoken_to(window):
    from PySide6.QtGui import QAccessible

    from desktop.ui.kit.announce import announce

    assert announce(window, "mots") is QAccessible.isActive()
    assert announce(window, "") is False


def test_targets_are_forty_pixels_high(window, qtbot):
    visit(window, qtbot)
    small = [
        f"{b.text() or b.accessibleName()} {b.height()}"
        for b in window.findChildren(QAbstractButton)
        if b.isVisible() and b.height() < 40 and type(b).__name__ != "QScrollBar"
    ]
    assert small == []


def test_the_spaces_of_french_do_not_break(window, qtbot):
    visit(window, qtbot)
    words = [w.text() for w in window.findChildren(QLabel)]
    words += [w.text() for w in window.findChildren(QAbstractButton)]
    words += [w.toolTip() for w in window.findChildren(QWidget)]
    words += [w.accessibleName() for w in window.findChildren(QWidget)]
    words += [a.text() for a in window.command_actions._made.values()]
    assert [w for w in words if re.search(r" [:;?!»%]|« ", w)] == []


def test_dialogs_open_and_say_what_they_must(window, qtbot):
    from desktop.ui.shell.dialogs import About, Journal, Shortcuts
    from desktop.ui.shell.palette import Palette

    for command, kind in (
        ("aide.raccourcis", Shortcuts),
        ("aide.a-propos", About),
        ("aide.journal", Journal),
        ("aide.palette", Palette),
    ):
        window.context.run(command)
        dialog = window.findChild(kind)
        words = labels_of(dialog)
        if kind is Shortcuts:
            assert "Ctrl+Maj+P" in words
        if kind is About:
            assert "n’est pas un dispositif médical" in words
            assert "2023.9" in words
            assert "21\u00a0juin 2023" in words
            assert "non datée" in words
        dialog.close()
        dialog.deleteLater()


def test_the_palette_runs_a_command_by_keyboard(window, qtbot):
    from desktop.ui.shell.palette import Palette

    window.context.run("aide.palette")
    palette = window.findChild(Palette)
    palette.field.setText("agrandir")
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert window.context.theme.zoom == 110
    palette.deleteLater()


# -- closing and coming back


def test_place_and_size_survive_a_restart_and_the_filter_does_not(opener, services, qtbot):
    first = opener(services).window
    first.context.open_content("usp-articulation-anticipees")
    first.reading.toolbar.filter.set_families(frozenset({"obligation"}))
    first.reading.toolbar.filter.changed.emit()
    first.context.run("affichage.agrandir")
    first.close()
    second = opener(services).window
    assert second.navigator.history.current.cible == "usp-articulation-anticipees"
    assert second.reading.toolbar.filter.families() == frozenset()
    assert second.reading.built.layout.masquees == 0
    assert second.context.theme.zoom == 110
    second.context.go("accueil")
    names = [b.accessibleName() for b in second.navigator.page.findChildren(QAbstractButton)]
    assert any(name.startswith("USP › Articulation") for name in names)


def test_a_restored_query_is_replaced_by_what_is_typed(opener, services, qtbot):
    first = opener(services).window
    type_words(first, qtbot, "lits")
    first.close()
    second = opener(services).window
    assert second.topbar.field.selectedText() == "lits"
    qtbot.waitUntil(lambda: second.reading.results.results is not None)


def test_the_place_is_kept_even_if_the_window_is_killed(opener, services, qtbot):
    from desktop.settings import Settings

    window = opener(services).window
    window.context.open_content("usp-tutorat")
    qtbot.waitUntil(lambda: (Settings(services.config_dir).value("lieu") or {}).get("cible") == "usp-tutorat")


def test_the_title_says_what_is_shown(window):
    assert window.windowTitle() == "Cap palliatif"
    window.context.open_content("usp")
    assert window.windowTitle() == "Unité de soins palliatifs — Cap palliatif"
    window.context.go("profils")
    assert window.windowTitle() == "Profils — Cap palliatif"


def test_a_place_of_another_version_leads_home(opener, services):
    from desktop.settings import Settings

    Settings(services.config_dir).put(lieu={"page": "salle-disparue", "cible": "x", "requete": "", "etat": ""})
    assert opener(services).window.navigator.history.current == Place("accueil")


# -- what can go wrong


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


# -- paper


def test_a_title_becomes_a_plain_name_of_a_file():
    from desktop.ui.kit.ask_file import file_name

    assert file_name("Situation\u00a0: « visite du samedi »\u202f!") == "Situation visite du samedi"
    assert file_name("Annexe 4 · HAD (l’offre) / 2023") == "Annexe 4 HAD (l’offre) 2023"


def test_the_document_is_written_as_pdf(window, tmp_path, monkeypatch):
    target = tmp_path / "été indien.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(target), ""))
    window.context.open_content("usp")
    window.context.run("fichier.pdf")
    assert target.read_bytes().startswith(b"%PDF")
    assert "PDF écrit" in window.toast.label.text()


def test_a_pdf_that_cannot_be_written_says_what_to_do(window, tmp_path):
    from desktop.ui.paper.printing import PrintError, write_pdf

    window.context.open_content("usp")
    with pytest.raises(PrintError, match="autre dossier"):
        write_pdf(deeds.printable(window), tmp_path / "absent" / "x.pdf")


def test_a_pdf_that_fails_half_way_leaves_what_stood_there(window, tmp_path, monkeypatch):
    from desktop.ui.paper import printing

    window.context.open_content("usp")
    target = tmp_path / "plan.pdf"
    target.write_bytes(b"avant")
    monkeypatch.setattr(printing, "paint", lambda *_: 0)
    with pytest.raises(printing.PrintError):
        printing.write_pdf(deeds.printable(window), target)
    assert target.read_bytes() == b"avant"
    assert [p.name for p in tmp_path.iterdir() if p.is_file()] == ["plan.pdf"]


def test_documents_that_were_shown_are_let_go(window, qtbot):
    for _ in range(5):
        window.context.open_content("usp")
        window.context.open_content("lisp")
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    kept = [d for d in window.reading.view.children() if isinstance(d, QTextDocument)]
    assert len(kept) == 1


def test_paper_has_every_rule_and_badges_with_their_ground(window, petit):
    from desktop.ui.paper.printing import PAPER

    window.context.open_content("usp")
    document = deeds.printable(window).document(PAPER, QSizeF())
    plain = document.toPlainText()
    assert "Chaque unité compte au minimum 10 lits." in plain
    assert "Requis" in plain
    assert "1. Elle avait posé le premier cadre." in plain


def test_no_mark_of_a_document_is_left_when_the_next_one_comes(opener, services, corpus, monkeypatch):
    """With the find line open Qt looked for the old marks in the lines of the new document, and the process died."""
    window = opener(services._replace(load_corpus=lambda: corpus), (1366, 768)).window
    bar, view = window.reading.findbar, window.reading.view
    window.context.open_content("had")
    bar.open_bar()
    bar.field.setText("soins")
    assert view.extraSelections()
    left = []

    def spy(document: QTextDocument) -> None:
        left.append(len(view.extraSelections()))
        ReaderView.setDocument(view, document)

    monkeypatch.setattr(view, "setDocument", spy)
    for document in ("usp", "benevoles", "had"):
        window.context.open_content(document)
        assert {mark.cursor.document() for mark in view.extraSelections()} == {view.document()}
    assert left == [0, 0, 0]
