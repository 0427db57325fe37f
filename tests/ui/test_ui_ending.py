"""However the program ends, by hand, by the session or by a signal: what waits is written, the files are released."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.store import DiskFullError, Store
from desktop.store.schema import FILE_NAME
from desktop.ui.kit import notice
from desktop.ui.life.ending import Ending

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals of POSIX; elsewhere Qt closes the window itself")

PROGRAM = """
import sys
from PySide6.QtWidgets import QMessageBox
from desktop import bootstrap
from desktop.ui.life import app
from desktop.ui.access.user_data import UserData
complete = app.WindowSession.complete
def completed(session):
    first = not session._completed
    complete(session)
    if first:
        data = session.context.data
        def say(_note):
            sys.stdout.write('gardée\\n')
            sys.stdout.flush()
            if 'dialogue' in sys.argv:
                QMessageBox(QMessageBox.Icon.Question, 'Une question', 'Oui ou non ?', parent=session.window).exec()
        data.write(lambda store: store.notes.add('had-motifs', 'écrite avant la fin'), say)
app.WindowSession.complete = completed
sys.exit(bootstrap.open_window(['x']))
"""


def start(folder: Path, root: Path, *arguments: str) -> subprocess.Popen[str]:
    env = {
        **os.environ,
        "CAP_PALLIATIF_DOSSIER": str(folder),
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPATH": str(root),
    }
    program = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *arguments],
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    assert program.stdout is not None
    assert program.stdout.readline() == "gardée\n"
    return program


@pytest.mark.parametrize(
    ("number", "arguments"),
    [(signal.SIGTERM, ()), (signal.SIGTERM, ("dialogue",)), (signal.SIGINT, ()), (signal.SIGHUP, ())],
)
def test_a_signal_closes_the_window_as_by_hand(number, arguments, tmp_path, root):
    program = start(tmp_path, root, *arguments)
    log = tmp_path / "data" / f"{FILE_NAME}-wal"
    assert log.exists()
    program.send_signal(number)
    _, faults = program.communicate(timeout=30)
    assert program.returncode == 0
    assert "Traceback" not in faults
    left = sorted(path.name for path in (tmp_path / "data").iterdir())
    assert left == [FILE_NAME, "sauvegardes"]  # the log was taken in, a backup made
    assert [path for path in tmp_path.rglob("*") if ".tmp" in path.name] == []
    with Store(tmp_path / "data") as again:
        assert [note.text for note in again.notes.all()] == ["écrite avant la fin"]
        assert [backup.good for backup in again.backups()] == [True]


def test_the_signals_are_given_back(session):
    before = [signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)]
    ending = Ending(session.window)
    assert signal.getsignal(signal.SIGTERM) is not before[0]
    ending.release()
    ending.release()
    assert [signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)] == before


@pytest.fixture
def kept(services, tmp_path):
    return services._replace(data_dir=tmp_path / "data")


def test_what_was_asked_before_the_store_was_open_is_written_at_the_end(opener, kept):
    session = opener(kept)
    session.context.worker.stop()  # nothing is opened any more
    session.context.data.write(lambda store: store.notes.add("had-motifs", "à temps"))
    session.window.close()
    with Store(kept.data_dir) as again:
        assert [note.text for note in again.notes.all()] == ["à temps"]


def test_a_task_that_fails_at_the_end_does_not_stop_the_others(opener, kept, qtbot, monkeypatch):
    session = opener(kept)
    data = session.context.data
    data.open()
    qtbot.waitUntil(lambda: data.store is not None, timeout=10_000)
    session.context.worker.stop()
    caught, said = [], []
    monkeypatch.setattr(sys, "excepthook", lambda kind, _error, _trace: caught.append(kind))
    monkeypatch.setattr(notice, "say_and_wait", lambda *words: said.append(words))

    def unexpected(_store):
        raise ZeroDivisionError

    def refused(_store):
        raise DiskFullError(kept.data_dir)

    data.write(unexpected)
    data.write(refused)
    data.write(lambda store: store.notes.add("had-motifs", "la dernière"))
    session.window.close()
    assert caught == [ZeroDivisionError]
    ((title, message, more),) = said
    assert title == "Vos données"
    assert "disque est plein" in message
    assert "Libérez de la place" in more
    assert more.endswith("Ce qui était déjà gardé l’est toujours.")
    with Store(kept.data_dir) as again:
        assert [note.text for note in again.notes.all()] == ["la dernière"]


def test_the_same_refusal_is_said_once_while_it_is_read(opener, kept, qtbot):
    session = opener(kept)
    data = session.context.data
    error = DiskFullError(kept.data_dir)
    data.show_error(error)
    first = data._notice
    data.show_error(DiskFullError(kept.data_dir))
    assert data._notice is first
    first.accept()
    qtbot.waitUntil(lambda: data._notice is None)
    data.show_error(error)
    assert data._notice is not None
    data._notice.accept()


def test_a_kill_then_a_start_finds_everything(tmp_path, root):
    program = start(tmp_path, root)
    program.kill()
    program.communicate(timeout=30)
    assert (tmp_path / "data" / f"{FILE_NAME}-wal").exists()
    again = start(tmp_path, root)
    again.send_signal(signal.SIGTERM)
    _, faults = again.communicate(timeout=30)
    assert again.returncode == 0
    assert "Traceback" not in faults
    with Store(tmp_path / "data") as store:
        assert len(store.notes.all()) == 2
