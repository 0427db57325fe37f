"""Printing without a print dialog: a PDF in a place of our own, for the system’s viewer; and how one is asked for a file."""

from __future__ import annotations

import ast
import os
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from paper_proof import pdftotext
from PySide6.QtCore import QFileInfo, QStandardPaths
from PySide6.QtWidgets import QFileDialog, QFileIconProvider

from desktop.ui.kit import ask_file, bus
from desktop.ui.paper import commands, viewer
from desktop.ui.paper.printouts import FOLDER, sweep

UI = Path(commands.__file__).parent.parent


@pytest.fixture
def window(opener, services, tmp_path):
    made = opener(services._replace(data_dir=tmp_path / "data")).window
    made.context.open_content("usp")
    return made


@pytest.fixture
def told(monkeypatch):
    """What is said in a message that stays."""
    said: list[tuple[str, ...]] = []
    monkeypatch.setattr(commands, "notice", lambda *words: said.append(words))
    return said


def starter(folder: Path, monkeypatch, lines: str) -> Path:
    """A program of the system that opens files; it writes what it was given."""
    given = folder / "given"
    folder.mkdir()
    script = folder / "xdg-open"
    script.write_text(f"#!/bin/sh\nprintf '%s' \"$1\" > '{given}.tmp' && mv '{given}.tmp' '{given}'\n{lines}\n")
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    return given


linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the desktop's own starter is Linux's")


@linux
def test_what_is_printed_is_a_whole_pdf_in_a_private_place(window, qtbot, tmp_path, monkeypatch, told):
    given = starter(tmp_path / "bin", monkeypatch, "")
    window.context.run("fichier.imprimer")
    qtbot.waitUntil(given.exists, timeout=10_000)
    path = Path(given.read_text())
    assert path.parent == tmp_path / "data" / FOLDER
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "Chaque unité compte au minimum 10 lits." in " ".join(" ".join(pdftotext(path)).split())
    assert re.fullmatch(r"cap-palliatif-[0-9a-f]{8}\.pdf", path.name)
    assert "lecteur de l’ordinateur" in window.toast.label.text()
    assert told == []


@linux
def test_a_desktop_that_opens_no_pdf_is_said(window, qtbot, tmp_path, monkeypatch, told):
    starter(tmp_path / "bin", monkeypatch, "exit 3")
    window.context.run("fichier.imprimer")
    qtbot.waitUntil(lambda: bool(told), timeout=10_000)
    assert told[0][:2] == ("Imprimer", commands.NO_VIEWER)


@linux
def test_a_machine_without_a_desktop_is_said(window, tmp_path, monkeypatch, told):
    monkeypatch.setattr(viewer.shutil, "which", lambda _name: None)
    window.context.run("fichier.imprimer")
    assert told[0][:2] == ("Imprimer", commands.NO_VIEWER)
    assert list((tmp_path / "data" / FOLDER).iterdir()) == []


def test_a_place_that_cannot_be_made_is_said(window, tmp_path, told):
    (tmp_path / "data").mkdir(exist_ok=True)
    (tmp_path / "data" / FOLDER).write_text("not a folder")
    window.context.run("fichier.imprimer")
    assert "ne peut pas être préparée" in told[0][1]


@linux
def test_printouts_are_gone_at_the_next_opening(opener, services, window, qtbot, tmp_path, monkeypatch, told):
    given = starter(tmp_path / "bin", monkeypatch, "")
    window.context.run("fichier.imprimer")
    qtbot.waitUntil(given.exists, timeout=10_000)
    assert Path(given.read_text()).exists()
    opener(services._replace(data_dir=tmp_path / "data"))
    assert not (tmp_path / "data" / FOLDER).exists()


@linux
def test_erasing_everything_takes_printouts_too(window, qtbot, tmp_path, monkeypatch, told):

    given = starter(tmp_path / "bin", monkeypatch, "")
    window.context.run("fichier.imprimer")
    qtbot.waitUntil(given.exists, timeout=10_000)
    window.context.data.erased.emit()
    assert not (tmp_path / "data" / FOLDER).exists()


def test_what_is_not_ours_is_not_swept(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    kept = tmp_path / "elsewhere" / "kept.pdf"
    kept.write_text("kept")
    (tmp_path / FOLDER).symlink_to(tmp_path / "elsewhere")
    sweep(tmp_path)
    sweep(None)
    sweep(tmp_path / "absent")
    assert kept.read_text() == "kept"


def test_another_program_is_not_told_that_there_is_no_bus():
    assert viewer.environment({"A": "b", "DBUS_SESSION_BUS_ADDRESS": bus.NO_BUS}) == {"A": "b"}
    assert viewer.environment({"DBUS_SESSION_BUS_ADDRESS": "unix:path=/own"}) != {}


def test_no_bus_is_looked_for_where_there_is_none(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    (tmp_path / "bus").touch()
    bus.quiet_bus()
    assert "DBUS_SESSION_BUS_ADDRESS" not in os.environ
    (tmp_path / "bus").unlink()
    bus.quiet_bus()
    assert os.environ["DBUS_SESSION_BUS_ADDRESS"] == bus.NO_BUS
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/own")
    bus.quiet_bus()
    assert os.environ["DBUS_SESSION_BUS_ADDRESS"] == "unix:path=/own"


_PRINTS = """
import sys
from pathlib import Path
from desktop.bootstrap import window_services
from desktop.ui.life.app import WindowSession, make_application
application = make_application(["cap-palliatif"])
session = WindowSession(window_services())
session.start()
while session.context.corpus is None or not session._completed:
    application.processEvents()
session.context.open_content("usp")
session.context.run("fichier.imprimer")
while not Path(sys.argv[1]).exists():
    application.processEvents()
session.window.close()
session.end()
"""


@linux
@pytest.mark.skipif(shutil.which("strace") is None, reason="strace sees the calls")
def test_printing_opens_no_socket_and_starts_nothing_but_the_viewer(root, tmp_path, monkeypatch):
    given = starter(tmp_path / "bin", monkeypatch, "")
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("PYTHONPATH", str(root))
    trace = tmp_path / "trace.txt"
    line = ["strace", "-f", "-qq", "-e", "trace=socket,connect,execve", "-o", str(trace), sys.executable, "-c", _PRINTS]
    subprocess.run([*line, str(given)], check=True, timeout=300, capture_output=True)
    calls = trace.read_text(encoding="utf-8", errors="replace")
    started = [Path(name).name for name in re.findall(r'execve\("([^"]*)".*\) = 0', calls)]
    assert [name for name in started if name not in ("mv", "xdg-open")] == [Path(sys.executable).name], started
    assert "dbus-launch" not in calls
    assert re.findall(r"(?:socket|connect)\(.*", calls) == []


def test_qts_print_dialog_is_nowhere(root):
    """It asks CUPS on port 631, and what CUPS knows over the network."""
    assert [f.name for f in (root / "desktop").rglob("*.py") if "PySide6.QtPrintSupport" in f.read_text("utf-8")] == []


# -- files


def test_every_file_dialog_is_asked_for_in_one_place():
    uses = {f.name for f in UI.rglob("*.py") for node in ast.walk(ast.parse(f.read_text("utf-8")))
            if isinstance(node, ast.ImportFrom) and any(name.name == "QFileDialog" for name in node.names)}  # fmt: skip
    assert uses == {"ask_file.py"}


@pytest.fixture
def home(tmp_path, monkeypatch):
    """« Documents » of a person who has none yet."""
    folder = tmp_path / "home" / "Documents"
    monkeypatch.setattr(QStandardPaths, "writableLocation", lambda _kind: str(folder))
    return folder


def test_dialogs_open_in_documents_which_is_made(home, monkeypatch):
    asked = []
    for name in ("getSaveFileName", "getOpenFileName"):
        monkeypatch.setattr(QFileDialog, name, lambda *a: (asked.append(a), ("", ""))[1])
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *a: (asked.append(a), "")[1])
    assert ask_file.ask_save(None, "Exporter", "plan.pdf", "Document PDF (*.pdf)") is None
    assert ask_file.ask_open(None, "Reprendre", "FHIR (*.json)") is None
    assert ask_file.ask_folder(None, "Exporter") is None
    assert home.is_dir()
    assert [a[2] for a in asked] == [str(home / "plan.pdf"), str(home), str(home)]


def test_documents_that_cannot_be_made_leave_the_home(home):
    home.parent.mkdir()
    home.write_text("a file")
    assert ask_file.documents() == Path.home()


@pytest.mark.parametrize(("typed", "written"), [("plan", "plan.pdf"), ("plan.v2", "plan.v2"), ("plan.PDF", "plan.PDF")])
def test_a_name_without_an_ending_gets_it(home, monkeypatch, typed, written):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a: (str(home / typed), ""))
    assert ask_file.ask_save(None, "Exporter", "x.pdf", "Document PDF (*.pdf)") == home / written


def test_a_long_title_is_still_the_name_of_a_file():
    assert len(f"{ask_file.file_name('é' * 500)}.pdf".encode()) <= 255
    assert ask_file.file_name("…/?") == "Cap palliatif"


def test_the_kinds_of_files_are_said_in_french(window, tmp_path):
    provider = QFileIconProvider()

    assert provider.type(QFileInfo(str(tmp_path))) == "Dossier"
