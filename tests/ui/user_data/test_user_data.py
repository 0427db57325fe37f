"""The user's own data in the window: opened late, written in order, saved, taken back, erased, recovered."""

from __future__ import annotations

import pytest
from data_owner import Owner
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QPushButton

from desktop.store import CaseState, Counts, Draft, Kind, Mode, Store, StoreAccessError, Taken, sqlite
from desktop.store.schema import FILE_NAME
from desktop.ui.user_data import words
from desktop.ui.user_data.transfer import Transfer


def box():
    found = [w for w in QApplication.topLevelWidgets() if isinstance(w, QMessageBox) and w.isVisible()]
    assert len(found) == 1
    return found[0]


def press(dialog, words_):
    next(b for b in dialog.buttons() if b.text().replace("&", "") == words_).click()
    QApplication.processEvents()


def fill(owner):
    owner.data.write(lambda store: store.cases.keep("orientation", CaseState({"besoin": ["avis"]}), "visite"))
    owner.data.write(lambda store: store.bookmarks.add("had-motifs", Kind.RUBRIQUE, "Motifs"))
    owner.data.write(lambda store: store.notes.add("had-motifs", "ma note"))
    owner.data.write(lambda store: store.drafts.save(Draft("orientation", {"besoin": ["soins"]})))
    owner.settle()


def test_writes_come_one_after_the_other_and_the_snapshot_follows(owner):
    order = []
    for number in range(20):
        owner.data.write(lambda _store, n=number: order.append(n))
    owner.settle()
    assert order == list(range(20))
    fill(owner)
    snapshot = owner.data.snapshot
    assert [case.label for case in snapshot.cases] == ["visite"]
    assert [mark.target for mark in snapshot.bookmarks] == ["had-motifs"]
    assert [note.text for note in snapshot.notes] == ["ma note"]
    assert [draft.facts for draft in snapshot.drafts] == [{"besoin": ["soins"]}]


def test_what_waits_when_the_window_closes_is_written(owner, services):
    owner.context.worker.stop()
    owner.data.write(lambda store: store.notes.add("had-motifs", "au dernier moment"))
    owner.window.close()
    with Store(services.data_dir) as store:
        assert [note.text for note in store.notes.all()] == ["au dernier moment"]


def test_writes_before_the_store_is_open_are_kept(qtbot, session):
    owner = Owner(qtbot, session)
    owner.data.write(lambda store: store.notes.add("had-motifs", "tôt"))
    qtbot.waitUntil(lambda: bool(owner.data.snapshot.notes), timeout=10_000)
    assert owner.data.snapshot.notes[0].text == "tôt"


def test_undo_and_redo_say_what_they_did(owner):
    fill(owner)
    case = owner.data.snapshot.cases[0].id
    owner.data.write(lambda store: store.cases.erase(case))
    owner.settle()
    owner.context.run("donnees.annuler")
    owner.settle()
    assert len(owner.data.snapshot.cases) == 1
    assert any("Annulé\u00a0: effacer la situation" in said for said in owner.said)
    owner.context.run("donnees.retablir")
    owner.settle()
    assert owner.data.snapshot.cases == ()


def test_nothing_to_undo_is_said(owner):
    owner.context.run("donnees.annuler")
    owner.settle()
    assert "Il n’y a rien à annuler." in owner.said


def test_a_refusal_of_the_store_is_shown_with_what_to_do(owner, tmp_path):
    def full(_store):
        raise StoreAccessError(tmp_path, "le disque est débranché")

    owner.data.write(full)
    owner.settle()
    dialog = box()
    assert "débranché" in dialog.text()
    assert dialog.informativeText()
    dialog.close()


def test_a_failure_can_be_taken_by_who_asked(owner, tmp_path):
    taken = []

    def full(_store):
        raise StoreAccessError(tmp_path, "occupé")

    owner.data.write(full, failed=taken.append)
    owner.settle()
    assert len(taken) == 1


def test_to_a_file_and_back(owner, tmp_path):
    fill(owner)
    transfer = Transfer(owner.context)
    transfer.save_to(tmp_path / "clef")
    owner.settle()
    assert (tmp_path / "clef.zip").exists()
    assert any("1 situation, 1 signet, 1 note et 1 questionnaire en cours" in said for said in owner.said)
    case = owner.data.snapshot.cases[0].id
    owner.data.write(lambda store: store.cases.erase(case))
    owner.settle()
    transfer.read(tmp_path / "clef.zip")
    owner.settle()
    dialog = box()
    assert "1 situation" in dialog.text()
    press(dialog, "Ajouter")
    owner.settle()
    assert [one.label for one in owner.data.snapshot.cases] == ["visite"]
    assert any(said.startswith("Repris") for said in owner.said)


def test_taking_back_in_the_place_of_what_is_there(owner, tmp_path):
    transfer = Transfer(owner.context)
    transfer.save_to(tmp_path / "vide.zip")
    owner.settle()
    fill(owner)
    transfer.read(tmp_path / "vide.zip")
    owner.settle()
    press(box(), "Remplacer")
    owner.settle()
    assert owner.data.snapshot.cases == ()
    owner.context.run("donnees.annuler")
    owner.settle()
    assert len(owner.data.snapshot.cases) == 1


def test_the_focus_stays_on_the_page_when_its_numbers_come(owner):
    owner.context.go("donnees")
    page = owner.window.navigator.page
    owner.settle()
    focused = owner.window.focusWidget()
    assert focused is page.first
    assert focused.text() == "Sauvegarder mes données…"


@pytest.mark.parametrize("where", ["search", "filter"])
def test_undo_reaches_the_program_from_a_line_with_nothing_to_undo(owner, where):
    fill(owner)
    owner.context.go("situations")
    owner.settle()
    field = owner.window.topbar.field if where == "search" else owner.window.navigator.page.filter
    field.setFocus()

    def undone() -> int:
        owner.settle()
        return sum(words_.startswith("Annulé") for words_ in owner.said)

    QTest.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert undone() == 1
    QTest.keyClicks(field, "lits")
    QTest.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert undone() == 1
    assert field.text() == ""


def test_a_file_that_is_none_of_ours_changes_nothing(owner, tmp_path):
    fill(owner)
    (tmp_path / "photo.zip").write_bytes(b"PK rien")
    Transfer(owner.context).read(tmp_path / "photo.zip")
    owner.settle()
    dialog = box()
    assert "n’a pas été repris" in dialog.text()
    dialog.close()
    assert len(owner.data.snapshot.cases) == 1


def test_erase_all_asks_and_erases_everything(owner, services):
    fill(owner)
    owner.context.settings.put(lus=[["had", 1.0]], role="soignant")
    owner.data.write(lambda store: store.backup("essai"))
    owner.settle()
    Transfer(owner.context).erase_all()
    press(box(), "Annuler")
    assert len(owner.data.snapshot.cases) == 1
    Transfer(owner.context).erase_all()
    press(box(), "Tout effacer")
    owner.settle()
    assert owner.data.snapshot.cases == ()
    assert owner.data.snapshot.notes == ()
    assert owner.data.snapshot.drafts == ()
    assert owner.context.settings.text("role") == ""
    assert owner.context.settings.value("lus") == []
    kept = [path for path in services.data_dir.rglob("*") if path.is_file()]
    assert not any(b"ma note" in path.read_bytes() for path in kept)
    assert [path.name for path in kept if "sauvegarde" in str(path)] == []
    assert "Tout est effacé." in owner.said


def test_after_erasing_all_no_file_of_ours_holds_a_word(owner, services, tmp_path):
    typed = ("libellé-unique", "note-unique", "fait-unique", "brouillon-unique", "recherche-unique", "dossier-unique")
    settings, data = owner.context.settings, owner.data
    data.write(lambda store: store.cases.keep("orientation", CaseState({"x": typed[2]}), typed[0]))
    data.write(lambda store: store.notes.add("had-motifs", typed[1]))
    data.write(lambda store: store.drafts.save(Draft("niveau", {"x": typed[3]}, label=typed[3])))
    data.write(lambda store: store.readings.record("had-motifs", "Motifs"))
    data.write(lambda store: store.backup("essai"))
    owner.settle()
    settings.put(zoom=110)
    settings.path.with_suffix(".illisible.json").write_text(typed[4], encoding="utf-8")
    owner.context.go("lecture", "had-motifs", requete=typed[4])
    owner.window.keep_place()
    dialogs = QSettings(QSettings.Scope.UserScope, "QtProject")
    dialogs.setValue("FileDialog/lastVisited", typed[5])
    dialogs.sync()
    held = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert [word for word in typed if word.encode() not in held] == []
    Transfer(owner.context).erase_all()
    press(box(), "Tout effacer")
    owner.settle()
    owner.window.close()
    left = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert [(word, path.name) for word in typed for path, held in left.items() if word.encode() in held] == []
    assert not list(services.data_dir.rglob("*-wal"))


def test_erase_all_says_what_is_beyond_its_reach(owner):
    Transfer(owner.context).erase_all()
    said = box().informativeText()
    for word in ("SSD", "instantanés", "clé USB", "chiffré", "sauvegarde de l’ordinateur"):
        assert word in said
    press(box(), "Annuler")


def test_the_page_says_what_is_kept_and_offers_the_backups(owner):
    fill(owner)
    owner.data.write(lambda store: store.backup("essai"))
    owner.settle()
    owner.data.write(lambda store: store.notes.add("had-motifs", "après la sauvegarde"))
    owner.settle()
    owner.context.run("donnees.page")
    owner.settle()
    page = owner.window.navigator.page
    said = " | ".join(label.text() for label in page.findChildren(QLabel))
    assert "Gardé ici\u00a0: 1 situation, 1 signet, 2 notes et 1 questionnaire en cours." in said
    assert "essai" in said
    again = next(b for b in page.findChildren(QPushButton) if b.text() == "Revenir à cette sauvegarde")
    again.click()
    press(box(), "Revenir à cette sauvegarde")
    owner.qtbot.waitUntil(lambda: owner.data.store is not None, timeout=10_000)
    owner.settle()
    assert [note.text for note in owner.data.snapshot.notes] == ["ma note"]


@pytest.fixture
def damaged(services):
    """A database that was good, has a backup, and can't be read any more."""
    with Store(services.data_dir) as store:
        store.notes.add("had-motifs", "à retrouver")
    (services.data_dir / FILE_NAME).write_bytes(b"SQLite format 3\x00" + b"\xff" * 5000)
    return services


def open_damaged(qtbot, opener, services):
    owner = Owner(qtbot, opener(services))
    owner.data.open()
    qtbot.waitUntil(
        lambda: any(isinstance(w, QMessageBox) and w.isVisible() for w in QApplication.topLevelWidgets()),
        timeout=10_000,
    )
    return owner


def test_a_damaged_database_offers_its_newest_good_backup(damaged, opener, qtbot):
    owner = open_damaged(qtbot, opener, damaged)
    dialog = box()
    assert "endommagée" in dialog.text()
    assert "1 note" in dialog.informativeText()
    assert "le fichier présent est gardé à part" in dialog.informativeText()
    press(dialog, "Reprendre cette sauvegarde")
    qtbot.waitUntil(lambda: bool(owner.data.snapshot.notes), timeout=10_000)
    assert owner.data.snapshot.notes[0].text == "à retrouver"


def test_a_damaged_database_can_be_begun_afresh(damaged, opener, qtbot):
    owner = open_damaged(qtbot, opener, damaged)
    press(box(), "Repartir d’une base vide")
    qtbot.waitUntil(lambda: owner.data.store is not None, timeout=10_000)
    owner.settle()
    assert owner.data.store.persistent
    assert owner.data.snapshot.notes == ()


def test_a_damaged_database_can_wait(damaged, opener, qtbot):
    owner = open_damaged(qtbot, opener, damaged)
    press(box(), "Continuer sans rien garder")
    qtbot.waitUntil(lambda: owner.data.store is not None, timeout=10_000)
    assert not owner.data.store.persistent
    assert "ne sera pas gardé" in owner.data.warning


def test_a_newer_database_is_left_alone_and_said(services, opener, qtbot):
    with Store(services.data_dir) as store:
        store.notes.add("had-motifs", "du futur")
    path = services.data_dir / FILE_NAME
    connection = sqlite.connect(path)
    connection.execute("PRAGMA user_version=99")
    connection.commit()
    connection.close()
    owner = Owner(qtbot, opener(services))
    owner.data.open()
    qtbot.waitUntil(lambda: owner.data.store is not None, timeout=10_000)
    assert not owner.data.store.persistent
    assert "plus récente" in owner.data.warning
    box().close()


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        (Counts(), "rien"),
        (Counts(cases=1), "1 situation"),
        (Counts(cases=2, notes=1), "2 situations et 1 note"),
        (Counts(drafts=2), "2 questionnaires en cours"),
    ],
)
def test_how_much_in_words(counts, said):
    assert words.counted(counts) == said


def test_what_was_taken_back_in_words():
    said = words.taken(Taken(Counts(cases=1), 2, 0, ("visite",)))
    assert "Repris\u00a0: 1 situation." in said
    assert "2 mis à jour" in said
    assert "gardés deux fois\u00a0: visite" in said
    assert Mode.MERGE.value == "ajouter"
