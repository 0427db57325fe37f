"""A process that dies of a native fault: written down, said at the next start, forgotten after a good end."""

from __future__ import annotations

import faulthandler
import os
import subprocess
import sys

import pytest

from desktop.text.typography import french
from desktop.ui.kit.held import LOG_NAME, HeldRecords
from desktop.ui.life.app import WindowSession
from desktop.ui.life.crash import FILE_NAME, SAID, CrashNotes

DIES = """
import sys
from pathlib import Path
from desktop.ui.life.crash import CrashNotes
notes = CrashNotes(Path(sys.argv[1]))
secret = 'visite de Mme Secret'
def inside(label):
    if sys.argv[2] == 'bien':
        notes.release()
    else:
        import faulthandler
        faulthandler._sigsegv()
inside(secret)
"""


@pytest.fixture
def handler_as_found():
    was = faulthandler.is_enabled()
    yield
    faulthandler.disable()
    if was:
        faulthandler.enable(sys.__stderr__)


def run(folder, root, how):
    env = {**os.environ, "PYTHONPATH": str(root)}
    return subprocess.run([sys.executable, "-c", DIES, folder, how], env=env, capture_output=True, check=False)


def test_what_killed_the_process_is_said_at_the_next_start_and_only_then(tmp_path, root, handler_as_found, caplog):
    assert run(tmp_path, root, "mal").returncode != 0
    written = (tmp_path / FILE_NAME).read_text(encoding="utf-8")
    assert "Segmentation fault" in written or "access violation" in written
    assert "in inside" in written
    assert "Secret" not in written
    notes = CrashNotes(tmp_path)
    assert "in inside" in notes.former
    assert "in inside" in caplog.text
    notes.release()
    notes.release()
    assert not (tmp_path / FILE_NAME).exists()
    again = CrashNotes(tmp_path)
    assert again.former == ""
    again.release()


def test_a_good_end_leaves_nothing(tmp_path, root):
    assert run(tmp_path, root, "bien").returncode == 0
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_refuses_stops_nothing(tmp_path, handler_as_found):
    (tmp_path / "fichier").write_text("", encoding="ascii")
    for folder in (None, tmp_path / "fichier"):
        notes = CrashNotes(folder)
        assert notes.former == ""
        notes.release()


def test_the_window_says_it(opener, services, clean_root, handler_as_found):
    services.log_dir.mkdir(parents=True)
    (services.log_dir / FILE_NAME).write_text("Fatal Python error: Segmentation fault\n", encoding="utf-8")
    session = WindowSession(services, HeldRecords())
    said = []
    session.context.message.connect(said.append)
    opener.sessions.append(session)
    session.start()
    opener.qtbot.waitUntil(lambda: session._completed, timeout=20_000)
    assert said.count(french(SAID)) == 1
    assert "Segmentation fault" in (services.log_dir / LOG_NAME).read_text(encoding="utf-8")
