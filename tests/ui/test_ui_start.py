"""How the program starts: which door, which screen, how many windows, what it imports."""

from __future__ import annotations

import ctypes
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QFileSystemWatcher
from PySide6.QtWidgets import QApplication

from desktop import __main__ as entry
from desktop import bootstrap
from desktop.ui.life import bench as bench_module
from desktop.ui.life.app import WindowSession
from desktop.ui.life.bench import VARIABLE
from desktop.ui.life.instance import Instance


def run(arguments: list[str], folder: Path, root: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    env = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}
    env |= {"CAP_PALLIATIF_DOSSIER": str(folder), **environment}
    return subprocess.run(
        [sys.executable, "-m", "desktop", *arguments],
        env=env,
        cwd=root,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("arguments", [["chercher", "lits"], ["--aide"], ["--version"], ["inconnu"]])
def test_a_word_goes_to_the_command_line(arguments, monkeypatch):
    seen = []
    monkeypatch.setattr("desktop.cli.main", lambda argv, _write_pdf: seen.append(argv) or 7)
    assert entry.main(arguments) == 7
    assert seen == [arguments]


@pytest.mark.parametrize("arguments", [[], ["-platform", "offscreen"]])
def test_without_a_word_the_window_opens(arguments, monkeypatch):
    seen = []
    monkeypatch.setattr("desktop.bootstrap.open_window", lambda argv: seen.append(argv[1:]) or 0)
    assert entry.main(arguments) == 0
    assert seen == [arguments]


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="there is always a screen")
def test_without_a_screen_it_says_so_and_offers_the_command_line(tmp_path, root):
    done = run([], tmp_path, root)
    assert done.returncode == bootstrap.NO_SCREEN_CODE == 2
    assert "ne trouve pas d’écran" in done.stderr
    assert 'cap-palliatif chercher "lits usp"' in done.stderr


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="X only")
@pytest.mark.parametrize(
    ("display", "screen"),
    [("", False), (":987", False), ("unix:987.0", False), ("autre:0", True), ("n’importe quoi", False)],
)
def test_a_display_that_is_gone_is_no_screen(display, screen, monkeypatch):
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("DISPLAY", display)
    assert bootstrap.has_screen() is (screen or not Path("/tmp/.X11-unix").is_dir())  # noqa: S108


def test_the_command_line_never_imports_qt(root):
    code = "import sys; from desktop.__main__ import main; main(['--aide']); sys.exit('PySide6' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr


def test_before_the_first_paint_nothing_slow_is_imported(root):
    """The namespace `Qt` (its enumerations), the content and the search wait: see desktop/ui/kit/widgets.py."""
    code = (
        "import sys\n"
        "from desktop import bootstrap\n"
        "from desktop.ui.life.app import WindowSession, make_application\n"
        "app = make_application(['x'])\n"
        "session = WindowSession(bootstrap.window_services())\n"
        "import PySide6.QtCore as core\n"
        "late = [m for m in ('desktop.corpus', 'desktop.search', 'whoosh', 'yaml', 'markdown_it', 'sqlite3', 'pysqlite3',"
        " 'logging.handlers',"
        " 'PySide6.QtPrintSupport', 'PySide6.QtNetwork') if m in sys.modules]\n"
        "print(late, 'Qt' in vars(core))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=root,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env=os.environ,
    )
    assert done.stdout.strip() == "[] False", done.stdout + done.stderr


def test_no_network_module_is_ever_imported(root):
    found = [
        f"{path.name}: {line}"
        for path in (root / "desktop").rglob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip().startswith(("import ", "from "))
        and any(name in line for name in ("QtNetwork", "QtWebEngine", "urllib.request", "http.client", "import socket"))
    ]
    assert found == []


def test_the_benchmark_line_is_printed_and_the_window_closes(tmp_path, root):
    done = run([], tmp_path, root, QT_QPA_PLATFORM="offscreen", **{VARIABLE: repr(time.monotonic())})
    line = json.loads(done.stderr.strip().splitlines()[-1])
    assert done.returncode == 0
    assert 0 < line["premiere_peinture"] < line["recherche_prete"]


def test_the_second_start_wakes_the_first(qtbot, tmp_path):
    first, second = Instance(tmp_path), Instance(tmp_path)
    assert first.acquire()
    assert not second.acquire()
    first.listen()
    with qtbot.waitSignal(first.woken):
        (tmp_path / "reveil").write_text("1", encoding="ascii")
    assert not (tmp_path / "reveil").exists()
    first.release()
    assert second.acquire()
    second.release()


def test_a_request_that_something_holds_for_a_moment_is_answered_after_it(qtbot, tmp_path, monkeypatch):
    first, held = Instance(tmp_path), [True, True]
    unlink = Path.unlink

    def sharing_violation(path: Path, *, missing_ok: bool = False) -> None:
        if path.name == "reveil" and held:
            held.pop()
            raise PermissionError(13, "held by another program")
        unlink(path, missing_ok=missing_ok)

    assert first.acquire()
    (tmp_path / "reveil").write_text("1", encoding="ascii")
    monkeypatch.setattr(Path, "unlink", sharing_violation)
    with qtbot.waitSignal(first.woken):
        first.listen()
    assert not held
    first.release()


def test_the_request_is_whole_and_closed_when_it_appears(qtbot, tmp_path):
    first, second, seen = Instance(tmp_path), Instance(tmp_path), []
    assert first.acquire()
    assert not second.acquire()
    real = Path.replace

    def watch(path: Path, target: Path) -> Path:
        seen.append((path.read_text(encoding="ascii"), target.name, target.exists()))
        return real(path, target)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "replace", watch)
        assert not second.wake_first(wait=0.05)
    assert seen == [(str(os.getpid()), "reveil", False)]
    assert not list(tmp_path.glob("reveil*"))
    first.release()


def test_a_start_asked_for_before_the_first_listens_is_answered(qtbot, tmp_path):
    first = Instance(tmp_path)
    assert first.acquire()
    (tmp_path / "reveil").write_text("1", encoding="ascii")
    with qtbot.waitSignal(first.woken):
        first.listen()
    first.release()


def test_a_first_that_does_not_answer_is_not_waited_for_ever(qtbot, tmp_path):
    first, second = Instance(tmp_path), Instance(tmp_path)
    assert first.acquire()
    assert not second.acquire()
    assert not second.wake_first(wait=0.05)
    assert second.unanswered
    assert not (tmp_path / "reveil").exists()
    first.release()


def test_a_first_that_ends_meanwhile_leaves_its_place(qtbot, tmp_path):
    first, second, third = Instance(tmp_path), Instance(tmp_path), Instance(tmp_path)
    assert first.acquire()
    assert not second.acquire()
    first.release()
    assert not second.wake_first(wait=5)
    assert not second.unanswered
    assert not (tmp_path / "reveil").exists()
    assert not third.acquire()  # the second one is now the first
    second.release()


def test_a_window_that_closes_answers_no_more(qtbot, tmp_path):
    first = Instance(tmp_path)
    assert first.acquire()
    first.listen()
    woken = []
    first.woken.connect(lambda: woken.append(1))
    first.stop_listening()
    witness = QFileSystemWatcher([str(tmp_path)])  # another one that watches: what it sees, the first would have seen
    with qtbot.waitSignal(witness.directoryChanged):
        (tmp_path / "reveil").write_text("1", encoding="ascii")
    assert woken == []
    assert (tmp_path / "reveil").exists()
    first.release()


def test_two_accounts_have_a_window_each(qtbot, tmp_path):
    zoe, leo = Instance(tmp_path / "zoé"), Instance(tmp_path / "léo")
    assert zoe.acquire()
    assert leo.acquire()
    zoe.release()
    leo.release()


def test_a_second_window_beside_one_that_hangs_says_why(opener, services, tmp_path):
    hangs, beside = Instance(tmp_path / "instance"), Instance(tmp_path / "instance")
    assert hangs.acquire()
    assert not beside.acquire()
    assert not beside.wake_first(wait=0.05)
    said = []
    session = WindowSession(services, instance=beside)
    session.context.message.connect(said.append)
    opener.sessions.append(session)
    session.start()
    opener.qtbot.waitUntil(lambda: session._completed, timeout=20_000)
    assert any("ne répond pas" in words for words in said)
    hangs.release()


@pytest.mark.qt_log_ignore("does not support (raise|propagateSizeHints)", extend=True)
@pytest.mark.parametrize("minimised", [False, True])
def test_a_second_start_brings_a_hidden_window_back(session, minimised):
    window = session.window
    if minimised:
        window.showMinimized()
    else:
        window.hide()
    window.wake()
    assert window.isVisible()
    assert not window.isMinimized()


def test_where_no_lock_can_be_made_the_window_opens(qtbot, tmp_path):
    (tmp_path / "fichier").write_text("", encoding="ascii")
    blocked = Instance(tmp_path / "fichier" / "dossier")
    assert blocked.acquire()
    blocked.listen()
    blocked.release()


def test_two_processes_one_window(tmp_path, root):
    """For real: the second process ends at once, and the first one is still there."""
    env = {**os.environ, "CAP_PALLIATIF_DOSSIER": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "desktop"]
    first = subprocess.Popen(command, env=env, cwd=root, stderr=subprocess.PIPE, text=True)
    try:
        lock = tmp_path / "config" / "instance" / "verrou"
        end = time.monotonic() + 20
        while not lock.exists() and time.monotonic() < end:
            time.sleep(0.02)
        second = subprocess.run(command, env=env, cwd=root, capture_output=True, text=True, timeout=30, check=False)
        assert second.returncode == 0
        assert "déjà ouvert" in second.stderr
        assert first.poll() is None
    finally:
        first.terminate()
        first.communicate(timeout=20)


def test_a_lock_left_by_a_killed_window_does_not_bar_the_way(tmp_path, root):
    code = (
        "import sys, os; from pathlib import Path; from desktop.ui.life.instance import Instance\n"
        "assert Instance(Path(sys.argv[1])).acquire()\n"
        "i = Instance(Path(sys.argv[1])); os.kill(os.getpid(), 9)\n"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], cwd=root, capture_output=True, timeout=30, check=False)
    after = Instance(tmp_path)
    assert after.acquire()
    after.release()


def test_paths_with_spaces_and_accents(tmp_path, root):
    folder = tmp_path / "été à l’hôpital"
    done = run([], folder, root, QT_QPA_PLATFORM="offscreen", **{VARIABLE: "1"})
    assert done.returncode == 0
    assert json.loads(done.stderr.strip().splitlines()[-1])["recherche_prete"] > 0


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_still_opens_a_window(tmp_path, root):
    tmp_path.chmod(0o500)
    done = run([], tmp_path, root, QT_QPA_PLATFORM="offscreen", **{VARIABLE: "1"})
    tmp_path.chmod(0o700)
    assert done.returncode == 0


def test_a_folder_that_is_a_file_still_opens_a_window(tmp_path, root):
    (tmp_path / "fichier").write_text("", encoding="ascii")
    done = run([], tmp_path / "fichier", root, QT_QPA_PLATFORM="offscreen", **{VARIABLE: "1"})
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stderr.strip().splitlines()[-1])["recherche_prete"] > 0


def test_on_windows_the_first_is_allowed_to_come_forward(tmp_path, monkeypatch):
    allowed = []
    user32 = SimpleNamespace(AllowSetForegroundWindow=allowed.append)
    first, second = Instance(tmp_path), Instance(tmp_path)
    assert first.acquire()
    assert not second.acquire()
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(user32=user32), raising=False)
    monkeypatch.setattr(sys, "platform", "win32")
    second._let_first_come_forward()
    assert allowed == [os.getpid()]
    first.release()


def test_a_window_of_windows_has_nowhere_to_print_and_closes_all_the_same(qtbot, monkeypatch):
    codes = []
    monkeypatch.setenv(VARIABLE, "1")
    monkeypatch.setattr(bench_module, "_times", {})
    monkeypatch.setattr(QApplication, "exit", codes.append)
    monkeypatch.setattr(sys, "stderr", None)
    bench_module.bench(bench_module.LAST)
    assert codes == [0]
