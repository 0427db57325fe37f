"""What a person sees when her data are sick, older than their backups, or not to be erased: a word, a choice, never a hang."""

from __future__ import annotations

import shutil

import pytest
from data_owner import Owner
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QPushButton

from desktop.store import CaseState, Store, sqlite
from desktop.store.schema import FILE_NAME
from desktop.ui.user_data.transfer import Transfer


def boxes():
    return [w for w in QApplication.topLevelWidgets() if isinstance(w, QMessageBox) and w.isVisible()]


def box():
    (found,) = boxes()
    return found


def press(dialog, words):
    next(b for b in dialog.buttons() if b.text() == words).click()


def execute(services, *statements):
    connection = sqlite.connect(services.data_dir / FILE_NAME)
    connection.execute("PRAGMA writable_schema=ON")
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


@pytest.fixture
def filled(services):
    with Store(services.data_dir) as store:
        for number in range(60):
            store.cases.keep("orientation", CaseState({"n": number}), f"cas {number}")
        for number in range(3):
            store.notes.add("had-motifs", f"note {number}")
    return services


def start(qtbot, opener, services, *, asked):
    owner = Owner(qtbot, opener(services))
    owner.data.open()
    qtbot.waitUntil(lambda: bool(boxes()) if asked else owner.data.store is not None, timeout=10_000)
    if not asked:
        owner.settle()
    return owner


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE sqlite_schema SET sql = CAST(x'ff' || sql AS TEXT) WHERE name = 'readings'",
        "UPDATE meta SET value = 'beaucoup' WHERE key = 'sequence'",
        "DROP TABLE readings",
    ],
    ids=["no UTF-8", "a word", "no table"],
)
def test_a_sick_database_is_offered_for_repair_and_opens_with_all_that_can_be_read(filled, opener, qtbot, statement):
    execute(filled, statement)
    owner = start(qtbot, opener, filled, asked=True)
    dialog = box()
    assert "endommagée" in dialog.text()
    assert "Ce qui se lit dans la base abîmée\u00a0: 60 situations et 3 notes." in dialog.informativeText()
    assert "Sauvegarde du " in dialog.informativeText()
    assert dialog.defaultButton().text() == "Réparer la base"  # it holds as much as the backup, and the last changes
    press(dialog, "Réparer la base")
    qtbot.waitUntil(lambda: len(owner.data.snapshot.notes) == 3, timeout=10_000)
    owner.settle()
    assert owner.data.store.counts()["cases"] == 60
    assert boxes() == []


def test_an_older_log_is_said_and_the_newest_state_is_the_first_choice(filled, opener, qtbot):
    log = filled.data_dir / f"{FILE_NAME}-wal"
    with Store(filled.data_dir) as store:
        store.notes.add("had-motifs", "hier")
        yesterday = log.read_bytes()
    with Store(filled.data_dir) as store:
        store.notes.add("had-motifs", "aujourd'hui")
    log.write_bytes(yesterday)
    owner = start(qtbot, opener, filled, asked=True)
    dialog = box()
    assert "plus ancienne que vos sauvegardes" in dialog.text()
    assert dialog.defaultButton().text() == "Reprendre la base sans ce journal"
    dialog.defaultButton().click()
    qtbot.waitUntil(lambda: len(owner.data.snapshot.notes) == 5, timeout=10_000)
    assert owner.data.snapshot.notes[-1].text == "aujourd'hui"


def test_an_older_database_may_be_kept(filled, opener, qtbot):
    before = (filled.data_dir / FILE_NAME).read_bytes()
    with Store(filled.data_dir) as store:
        store.notes.add("had-motifs", "aujourd'hui")
    (filled.data_dir / FILE_NAME).write_bytes(before)
    owner = start(qtbot, opener, filled, asked=True)
    press(box(), "Garder l’état présent")
    qtbot.waitUntil(lambda: len(owner.data.snapshot.notes) == 3, timeout=10_000)
    assert owner.data.store.persistent


def page_words(owner):
    owner.context.run("donnees.page")
    owner.settle()
    return " | ".join(label.text() for label in owner.window.navigator.page.findChildren(QLabel))


def test_one_bad_row_is_said_and_hides_nothing_and_is_repaired(filled, opener, qtbot):
    execute(filled, "UPDATE notes SET created = 'hier' WHERE rowid = 2")
    owner = start(qtbot, opener, filled, asked=False)
    assert len(owner.data.snapshot.notes) == 2
    assert any("Mis à part" in said and "sa date ne se lit pas" in said for said in owner.said)
    said = page_words(owner)
    assert "Gardé ici\u00a0: 60 situations" in said
    assert "une note du " in said
    owner.context.run("donnees.verifier")
    owner.settle()
    dialog = box()
    assert "Tout n’est pas en bon état." in dialog.text()
    assert "60 situations et 2 notes" in dialog.informativeText()
    press(dialog, "Réparer")
    qtbot.waitUntil(lambda: bool(boxes()), timeout=10_000)
    assert "réparées" in box().text()
    assert "sa date ne se lit pas" in box().informativeText()
    box().close()
    owner.settle()
    assert owner.data.store.check().good
    assert "Mis à part" not in page_words(owner)


def test_checking_what_is_good_says_so(filled, opener, qtbot):
    owner = start(qtbot, opener, filled, asked=False)
    page_words(owner)
    button = next(
        b for b in owner.window.navigator.page.findChildren(QPushButton) if b.text() == "Vérifier mes données"
    )
    button.click()
    owner.settle()
    dialog = box()
    assert dialog.text() == "Tout est en bon état."
    assert "60 situations et 3 notes" in dialog.informativeText()
    assert "Sauvegardes automatiques\u00a0: 1, en bon état." in dialog.informativeText()
    dialog.close()


@pytest.mark.parametrize("state", ["newer", "damaged"])
def test_everything_is_erased_from_a_store_that_lives_in_memory_and_keeping_begins_again(filled, opener, qtbot, state):
    if state == "newer":
        execute(filled, "PRAGMA user_version=99")
    else:
        (filled.data_dir / FILE_NAME).write_bytes(b"SQLite format 3\x00" + b"\xff" * 5000)
    owner = start(qtbot, opener, filled, asked=True)
    if state == "newer":
        box().close()
    else:
        press(box(), "Continuer sans rien garder")
        qtbot.waitUntil(lambda: owner.data.store is not None, timeout=10_000)
    owner.settle()
    assert not owner.data.store.persistent
    Transfer(owner.context).erase_all()
    press(box(), "Tout effacer")
    qtbot.waitUntil(lambda: owner.data.store is not None and owner.data.store.persistent, timeout=10_000)
    owner.settle()
    assert "Tout est effacé." in owner.said
    left = [path for path in filled.data_dir.rglob("*") if path.is_file()]
    assert not [path for path in left if b"cas 1" in path.read_bytes()]
    assert owner.data.warning == ""


def test_what_remains_is_said_and_nothing_else_is_called_erased(filled, opener, qtbot):
    (filled.data_dir / "liste.ods").write_bytes(b"a moi")
    shutil.copy(filled.data_dir / FILE_NAME, filled.data_dir / "copie.sqlite3")
    owner = start(qtbot, opener, filled, asked=False)
    Transfer(owner.context).erase_all()
    press(box(), "Tout effacer")
    owner.settle()
    assert box().text() == "Vos données sont effacées."
    assert "liste.ods\u00a0: le programme ne l’a pas fait" in box().informativeText()
    assert "copie.sqlite3" not in box().informativeText()
    assert "Tout est effacé." not in owner.said
    box().close()


def test_what_could_not_be_erased_is_said(filled, opener, qtbot, monkeypatch):
    from desktop import files

    real = files.shred

    def refuse(path):
        if path.parent.name == "sauvegardes":
            raise PermissionError(13, "denied")
        real(path)

    owner = start(qtbot, opener, filled, asked=False)
    monkeypatch.setattr(files, "shred", refuse)
    Transfer(owner.context).erase_all()
    press(box(), "Tout effacer")
    owner.settle()
    assert box().text() == "Tout n’a pas pu être effacé."
    assert "cap-palliatif-000001.sqlite3\u00a0: l’accès est refusé" in box().informativeText()
    assert "Tout est effacé." not in owner.said
    box().close()


def test_a_restoration_that_is_refused_is_said_and_what_was_there_opens(filled, opener, qtbot):
    from desktop.store import DiskFullError

    owner = start(qtbot, opener, filled, asked=False)

    def full():
        raise DiskFullError(filled.data_dir)

    owner.data.reopen(full)
    qtbot.waitUntil(lambda: bool(boxes()), timeout=10_000)
    assert "disque est plein" in box().text()
    box().close()
    owner.settle()
    assert owner.data.store.counts()["cases"] == 60
