"""What nobody caught: one dialog, the work saved, a journal without a word of the user's, and the window stays."""

from __future__ import annotations

import logging
import sqlite3
import sys
import threading

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox

from desktop.discreet import DiscreetFormatter, described, place_of
from desktop.store import CaseState, Draft, Store
from desktop.ui.kit.held import LOG_NAME, HeldRecords
from desktop.ui.life import app as start
from desktop.ui.life import fault_box
from desktop.ui.life.faults import FULL_LINES, Faults
from desktop.ui.life.log import open_log

LABEL = "visite de Mme Secret 1949"


@pytest.fixture
def faulty(opener, services, tmp_path, clean_root):
    """A window that keeps its data, with the hooks and the journal of a real start."""
    services = services._replace(data_dir=tmp_path / "data")
    held = HeldRecords()
    clean_root.addHandler(held)
    faults = Faults(services.log_dir, held)
    faults.install()
    opened = opener(services)
    faults.follow(opened.window)
    open_log(services.log_dir, held)
    opened.faults = faults
    yield opened
    faults.release()


def boxes():
    return [w for w in QApplication.topLevelWidgets() if isinstance(w, fault_box.FaultBox) and w.isVisible()]


def journal(session) -> str:
    return (session.services.log_dir / LOG_NAME).read_text(encoding="utf-8")


def fails() -> None:
    try:
        int(LABEL)
    except ValueError as error:
        raise KeyError(LABEL) from error


def test_an_error_in_a_slot_is_said_the_work_is_saved_and_the_window_stays(faulty, qtbot):
    data = faulty.context.data
    data.write(lambda store: store.cases.keep("orientation", CaseState({"mot": LABEL}), LABEL))
    data.write(lambda store: store.drafts.save(Draft("niveau", {"mot": LABEL})))
    QTimer.singleShot(0, fails)
    qtbot.waitUntil(lambda: bool(boxes()), timeout=10_000)
    (box,) = boxes()
    qtbot.waitUntil(lambda: fault_box.SAVED in box.informativeText(), timeout=10_000)
    # What the dialog says is so: another program would find it.
    with Store.temporary(faulty.services.data_dir) as there:
        assert [case.label for case in there.cases.all()] == [LABEL]
        assert there.drafts.get("niveau") == Draft("niveau", {"mot": LABEL})
    assert faulty.window.isVisible()
    assert "test_ui_faults.py, ligne" in box.informativeText()
    assert str(faulty.services.log_dir / LOG_NAME) in box.informativeText()
    assert LABEL not in box.informativeText() + box.detailedText()
    written = journal(faulty)
    assert "builtins.ValueError" in written
    assert "builtins.KeyError" in written
    assert "in fails" in written
    assert "Secret" not in written
    box.accept()
    qtbot.waitUntil(lambda: not boxes())


def test_errors_of_threads_and_of_the_worker_are_said_too(faulty, qtbot):
    thread = threading.Thread(target=fails, name="à part")
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: bool(boxes()), timeout=10_000)
    boxes()[0].accept()
    qtbot.waitUntil(lambda: not boxes())

    def bad(_store: Store) -> None:
        raise LookupError(LABEL)

    faulty.context.data.write(bad)
    qtbot.waitUntil(lambda: bool(boxes()), timeout=10_000)
    (box,) = boxes()
    # The worker lives on: what is asked of it now is done.
    qtbot.waitUntil(lambda: fault_box.SAVED in box.informativeText(), timeout=10_000)
    written = journal(faulty)
    assert "in thread à part: KeyError" in written
    assert "LookupError, user_data.py" in written
    assert "Secret" not in written
    box.accept()


def test_a_storm_is_one_dialog_and_a_few_lines(faulty, qtbot):
    timer = QTimer()
    timer.timeout.connect(fails)
    timer.start(0)
    qtbot.waitUntil(lambda: bool(boxes()), timeout=10_000)
    seen = faulty.faults._seen
    qtbot.waitUntil(lambda: sum(seen.values()) > 300, timeout=20_000)
    assert len(boxes()) == 1
    boxes()[0].accept()
    before = sum(seen.values())
    qtbot.waitUntil(lambda: sum(seen.values()) > before + 50, timeout=20_000)
    timer.stop()
    assert boxes() == []
    lines = [line for line in journal(faulty).splitlines() if "CRITICAL" in line]
    assert FULL_LINES < len(lines) < FULL_LINES + 12


def test_another_error_joins_the_dialog_that_is_read(faulty, qtbot):
    QTimer.singleShot(0, fails)
    qtbot.waitUntil(lambda: bool(boxes()), timeout=10_000)
    (box,) = boxes()
    QTimer.singleShot(0, [].pop)
    qtbot.waitUntil(lambda: "IndexError" in box.detailedText(), timeout=10_000)
    assert boxes() == [box]
    assert "(2 erreurs)" in box.informativeText()
    box.accept()


def test_the_program_can_be_closed_from_there(faulty, qtbot):
    faulty.context.data.write(lambda store: store.notes.add("had-motifs", "gardée"))
    QTimer.singleShot(0, fails)
    qtbot.waitUntil(lambda: bool(boxes()), timeout=10_000)
    next(b for b in boxes()[0].buttons() if "Fermer" in b.text()).click()
    qtbot.waitUntil(lambda: not faulty.window.isVisible(), timeout=10_000)
    with Store(faulty.services.data_dir) as again:
        assert [note.text for note in again.notes.all()] == ["gardée"]


def test_without_a_disk_the_dialog_does_not_promise(faulty, qtbot, monkeypatch):
    data = faulty.context.data
    data.open()
    qtbot.waitUntil(lambda: data.store is not None, timeout=10_000)
    data.store.close()
    data.store = Store.temporary()
    data.warning = "Rien ne sera gardé."
    QTimer.singleShot(0, fails)
    qtbot.waitUntil(lambda: bool(boxes()), timeout=10_000)
    (box,) = boxes()
    qtbot.waitUntil(lambda: "Rien ne sera gardé." in box.informativeText(), timeout=10_000)
    assert fault_box.SAVED not in box.informativeText()
    box.accept()


def test_a_window_that_cannot_be_made_is_said(services, tmp_path, clean_root, monkeypatch, qapp):
    said = []
    monkeypatch.setattr(fault_box, "say_no_start", lambda key, folder: said.append((key, folder)))
    monkeypatch.setattr(start, "make_application", lambda _arguments: qapp)

    def broken(*_parts):
        raise OSError(13, LABEL)

    monkeypatch.setattr(start, "WindowSession", broken)
    hooks = (sys.excepthook, threading.excepthook)
    assert start.run(services, ["x"]) == 1
    assert (sys.excepthook, threading.excepthook) == hooks
    ((key, folder),) = said
    assert key.startswith("PermissionError, app.py, ligne ")
    assert folder == services.log_dir
    written = (services.log_dir / LOG_NAME).read_text(encoding="utf-8")
    assert "[EACCES]" in written
    assert "Secret" not in written


def test_what_is_said_when_no_window_can_be_made(qapp, tmp_path, monkeypatch):
    seen = []
    (tmp_path / LOG_NAME).write_text("", encoding="utf-8")
    monkeypatch.setattr(QMessageBox, "exec", lambda box: seen.append((box.text(), box.informativeText())))
    fault_box.say_no_start("KeyError, app.py, ligne 3 (run)", tmp_path)
    ((text, more),) = seen
    assert "n’a pas pu s’ouvrir" in text
    assert "verifier" in more
    assert str(tmp_path / LOG_NAME) in more


def test_the_journal_never_holds_the_words_of_an_error(clean_root, tmp_path):
    open_log(tmp_path)
    try:
        fails()
    except KeyError:
        logging.getLogger("x").exception("une tâche a échoué")
    written = (tmp_path / LOG_NAME).read_text(encoding="utf-8")
    assert "une tâche a échoué" in written
    assert "builtins.KeyError" in written
    assert "Secret" not in written


def test_without_a_journal_nothing_of_it_is_said_or_promised(clean_root, tmp_path, capsys, monkeypatch):
    for handler in list(clean_root.handlers):
        monkeypatch.setattr(handler, "emit", lambda _record: None)  # pytest's own
    (tmp_path / "fichier").write_text("", encoding="ascii")
    assert open_log(tmp_path / "fichier" / "log") is None
    try:
        fails()
    except KeyError:
        logging.getLogger("x").exception("une tâche a échoué")
    said = capsys.readouterr().err
    assert "builtins.KeyError" in said
    assert "Secret" not in said
    assert fault_box._where(tmp_path) == fault_box._where(None) == fault_box.NO_LOG


def test_words_that_another_handler_kept_stay_out():
    record = logging.LogRecord("x", logging.ERROR, "f", 1, "échec", None, None)
    record.exc_text = LABEL
    assert "Secret" not in DiscreetFormatter().format(record)


def test_causes_come_first_and_a_circle_ends():
    first, second = ValueError(LABEL), KeyError(LABEL)
    first.__cause__, second.__cause__ = second, first
    assert described(first).splitlines() == ["builtins.KeyError", "builtins.ValueError"]
    assert place_of(None) == ""


def test_the_number_of_the_database_is_told():
    error = sqlite3.OperationalError(LABEL)
    error.sqlite_errorname = "SQLITE_FULL"
    assert described(error) == "sqlite3.OperationalError [SQLITE_FULL]"


def test_asking_to_end_is_no_fault(tmp_path):
    assert Faults(tmp_path).note(SystemExit, SystemExit(0), None) is None
