"""Bookmarks and notes: on a règle, in the search, in their list; none is lost when the content changes."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QPushButton

from desktop.store import Kind, Store
from desktop.telling import marks as words
from desktop.telling.meanings import NOTES
from desktop.ui.marks.list import MarksModel, items_of
from desktop.ui.marks.note_dialog import NoteDialog, write_on


def labels(widget):
    return " | ".join(label.text() for label in widget.findChildren(QLabel))


def test_words_of_targets(petit, rule):
    document = petit.regles[rule].document
    assert words.kind(petit, rule) is Kind.REGLE
    assert words.kind(petit, document) is Kind.DOCUMENT
    assert words.kind(petit, petit.regles[rule].rubrique) is Kind.RUBRIQUE
    assert " › " in words.title(petit, rule)
    assert words.about(petit, rule)
    assert words.title(petit, "disparue") == ""
    assert not words.resolves(petit, "disparue")


def test_a_bookmark_is_set_shown_and_taken_away(reader, rule):
    reader.open(rule)
    reader.context.registry.rule_actions["marquer"].handler(rule)
    reader.settle()
    assert "★ Marquée" in reader.text
    assert reader.context.registry.rule_actions["marquer"].label(rule) == "Retirer le signet"
    reader.context.registry.rule_actions["marquer"].handler(rule)
    reader.settle()
    assert "★ Marquée" not in reader.text
    reader.context.run("donnees.annuler")
    reader.settle()
    assert "★ Marquée" in reader.text


def test_a_document_can_be_marked(reader, petit):
    document = next(iter(petit.documents.values()))
    action = reader.context.registry.document_actions["signet"]
    assert action.label(document) == "Poser un signet"
    action.handler(document.id)
    reader.settle()
    assert action.label(document) == "Retirer le signet"


def test_a_note_is_written_with_the_keyboard_shown_and_found(reader, rule, qtbot):
    reader.open(rule)
    reader.window.activateWindow()
    reader.qtbot.waitUntil(lambda: QApplication.activeWindow() is reader.window)
    reader.context.registry.rule_actions["noter"].handler(rule)
    dialog = reader.window.findChild(NoteDialog)
    reader.qtbot.waitUntil(lambda: QApplication.activeWindow() is dialog)
    field = dialog.findChild(QPlainTextEdit)
    QTest.keyClicks(field, "Revoir ceci avec zygomatique")
    QTest.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    reader.settle()
    assert "Ma note\u00a0: Revoir ceci avec zygomatique" in reader.text.replace(" :", "\u00a0:")
    reader.context.search("zygomatique")
    qtbot.waitUntil(lambda: reader.window.reading.results.results is not None, timeout=10_000)
    hits = reader.window.reading.results.results.hits
    assert [(hit.kind, hit.regle) for hit in hits] == [(NOTES, rule)]


def test_a_note_is_changed_and_an_emptied_one_is_erased(reader, rule):
    reader.marks.save(rule, "…", [("", "première")])
    reader.settle()
    note = reader.marks.notes_on(rule)[0]
    reader.marks.save(rule, "…", [(note.id, "seconde")])
    reader.settle()
    assert [n.text for n in reader.marks.notes_on(rule)] == ["seconde"]
    reader.marks.save(rule, "…", [(note.id, "  ")])
    reader.settle()
    assert reader.marks.notes_on(rule) == ()


def test_an_empty_new_note_is_none(reader, rule):
    reader.marks.save(rule, "…", [("", "   ")])
    reader.settle()
    assert reader.marks.data.snapshot.notes == ()


def said(page) -> list[str]:
    return [str(page.model.index(row).data()) for row in range(page.model.rowCount())]


def test_what_no_longer_resolves_is_listed_and_can_be_hung_elsewhere(reader, rule):
    store = reader.marks.data.store
    note = store.notes.add("regle-disparue", "garder ceci", about="Ce que la règle disait")
    store.bookmarks.add("autre-disparue", Kind.REGLE, "HAD › Motifs")
    reader.settle()
    reader.context.go("signets")
    reader.settle()
    page = reader.window.navigator.page
    assert said(page) == [
        "Ne se retrouvent plus dans ce contenu (2)", "HAD › Motifs", "Ce que la règle disait. garder ceci",
    ]  # fmt: skip
    page.view.select(2)
    page.deeds["Rattacher à une autre règle"].click()
    assert reader.context.registry.rule_actions["noter"].label(rule) == "Rattacher ici ma note"
    reader.context.registry.rule_actions["noter"].handler(rule)
    reader.settle()
    assert [n.id for n in reader.marks.notes_on(rule)] == [note.id]
    assert reader.marks.moving is None


def test_the_list_opens_a_mark_in_the_reader(reader, rule):
    reader.marks.toggle(rule)
    reader.settle()
    reader.context.run("signets.liste")
    reader.settle()
    page = reader.window.navigator.page
    QTest.keyClick(page.view, Qt.Key.Key_Return)
    place = reader.window.navigator.history.current
    assert (place.page, place.cible) == ("lecture", rule)


def test_taking_a_mark_away_keeps_the_focus_in_the_list(reader, rule, petit):
    other = next(key for key in petit.regles if key != rule)
    for key in (rule, other):
        reader.marks.toggle(key)
        reader.settle()
    reader.context.run("signets.liste")
    reader.window.activateWindow()
    reader.settle()
    page = reader.window.navigator.page
    assert page.current.target == rule
    QTest.keyClick(page.view, Qt.Key.Key_Delete)
    reader.settle()
    assert reader.window.focusWidget() is page.view
    assert page.current.target == other
    page.deeds["Retirer"].click()
    reader.settle()
    assert page.model.rowCount() == 0
    assert "Ctrl+D" in page.hint.text()


def test_arrows_pass_over_the_headings(reader, rule):
    reader.marks.toggle(rule)
    reader.marks.save(rule, "…", [("", "ma note")])
    reader.settle()
    reader.context.run("signets.liste")
    reader.settle()
    page = reader.window.navigator.page
    assert said(page)[0] == "Signets (1)"
    assert page.view.currentIndex().row() == 1
    QTest.keyClick(page.view, Qt.Key.Key_Down)
    assert page.current.note.text == "ma note"
    assert list(page.deeds) == ["Ouvrir", "Changer", "Effacer"]


def test_the_model_keeps_qts_contract(reader, rule, petit):
    model = MarksModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    store = reader.marks.data.store
    notes = [store.notes.add(rule, f"note {number}") for number in range(4)]
    marks = [store.bookmarks.add("disparue", Kind.REGLE, "HAD")]
    for held in (notes, notes[1:], [], notes):
        for marked in (marks, []):
            model.show(petit, items_of(petit, marked, held))
            assert model.rowCount() == len(held) + bool(held) + 2 * len(marked)
    del tester


def test_only_the_notes_that_are_seen_are_read(reader, rule, monkeypatch):
    store = reader.marks.data.store
    for number in range(40):
        store.notes.add(rule, f"note {number}")
    reader.settle()
    seen: set[str] = set()
    body = MarksModel.body
    monkeypatch.setattr(MarksModel, "body", lambda self, item: seen.add(item.note.id) or body(self, item))
    reader.context.run("signets.liste")
    reader.settle()
    page = reader.window.navigator.page
    assert page.model.rowCount() == 41
    page.view.viewport().update()
    QApplication.processEvents()
    assert 0 < len(seen) < 20


def test_of_many_notes_one_that_changes_is_read_again_alone(reader, rule):
    notes = [reader.marks.data.store.notes.add(rule, f"note {number}") for number in range(5)]
    reader.settle()
    before = list(reader.marks.passages())
    reader.marks.save(rule, "…", [(notes[2].id, "autre texte")])
    reader.settle()
    after = list(reader.marks.passages())
    assert [one is other for one, other in zip(before, after, strict=True)] == [True, True, False, True, True]
    assert after[2].text == "autre texte"


def test_a_mark_is_among_what_home_offers_to_take_up_again(reader, rule, petit):
    reader.marks.toggle(rule)
    reader.settle()
    assert [entry.place.cible for entry in reader.marks.resume(petit)] == [rule]


def test_an_empty_list_says_how_to_begin(reader):
    reader.context.go("signets")
    reader.settle()
    assert "Ctrl+D" in labels(reader.window.navigator.page)


def test_a_long_note_is_refused_with_its_limit(reader, rule):
    reader.window.activateWindow()
    reader.qtbot.waitUntil(lambda: QApplication.activeWindow() is reader.window)
    write_on(reader.marks, rule)
    dialog = reader.window.findChild(NoteDialog)
    dialog.findChild(QPlainTextEdit).setPlainText("x" * 20_001)
    dialog.keep.click()
    assert "20000" in dialog.warning.text()
    dialog.reject()


def note_dialog(reader, rule) -> NoteDialog:
    reader.window.activateWindow()
    reader.qtbot.waitUntil(lambda: QApplication.activeWindow() is reader.window)
    write_on(reader.marks, rule)
    return reader.window.findChildren(NoteDialog)[-1]


def closed(reader) -> None:
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    reader.settle()


def test_a_note_that_was_being_typed_outlives_escape_and_the_program(reader, rule, petit, tmp_path):
    dialog = note_dialog(reader, rule)
    field = dialog.findChild(QPlainTextEdit)
    field.setPlainText("à demander lundi")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    closed(reader)
    with Store(tmp_path / "data") as store:  # what another process finds now, as after a kill
        assert [draft.words for draft in store.drafts.all("note")] == ["à demander lundi"]
    assert reader.marks.notes_on(rule) == ()
    (line,) = [entry for entry in reader.marks.resume(petit) if entry.first]
    assert (line.place.page, line.place.cible) == ("lecture", rule)
    dialog = note_dialog(reader, rule)
    assert dialog.findChild(QPlainTextEdit).toPlainText() == "à demander lundi"
    assert "retrouvé" in labels(dialog)
    dialog.keep.click()
    closed(reader)
    assert [note.text for note in reader.marks.notes_on(rule)] == ["à demander lundi"]
    assert reader.marks.data.store.drafts.all() == ()


def test_what_is_being_changed_of_a_note_is_not_the_note(reader, rule):
    reader.marks.save(rule, "…", [("", "première")])
    reader.settle()
    dialog = note_dialog(reader, rule)
    dialog.findChild(QPlainTextEdit).setPlainText("première, corrigée")
    dialog.reject()
    closed(reader)
    assert [note.text for note in reader.marks.notes_on(rule)] == ["première"]
    dialog = note_dialog(reader, rule)
    field = dialog.findChild(QPlainTextEdit)
    assert field.toPlainText() == "première, corrigée"
    field.setPlainText("première")  # as it is kept: nothing is being changed any more
    dialog.reject()
    closed(reader)
    assert reader.marks.data.store.drafts.all() == ()


def test_annuler_gives_the_text_up_and_undo_brings_it_back(reader, rule):
    dialog = note_dialog(reader, rule)
    dialog.findChild(QPlainTextEdit).setPlainText("à demander lundi")
    next(b for b in dialog.findChildren(QPushButton) if b.text() == "Annuler").click()
    closed(reader)
    assert reader.marks.data.store.drafts.all() == ()
    reader.context.run("donnees.annuler")
    reader.settle()
    dialog = note_dialog(reader, rule)
    assert dialog.findChild(QPlainTextEdit).toPlainText() == "à demander lundi"
    dialog.reject()
