"""The two commands of a checkout, as far as they can be tried without changing this machine."""

from __future__ import annotations

import ast
import re
import subprocess
import sys

import pytest

from build_scripts import dev


def test_it_needs_the_standard_library_alone(root):
    tree = ast.parse((root / "build_scripts" / "dev.py").read_text(encoding="utf-8"))
    modules = {a.name.split(".")[0] for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
    modules |= {n.module.split(".")[0] for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) and n.module}
    assert modules - {"__future__"} <= set(sys.stdlib_module_names)


def test_an_unsuitable_python_is_refused_in_french(monkeypatch, capsys):
    monkeypatch.setattr(dev.sys, "version_info", (3, 9, 0))
    assert dev.main(["run"]) == 2
    assert "il faut Python 3.11" in capsys.readouterr().err


def test_an_ordinary_user_gets_the_line_to_type(monkeypatch, capsys):
    monkeypatch.setattr(dev.sys, "platform", "linux")
    monkeypatch.setattr(dev, "missing_packages", lambda **_: ["libegl1", "xvfb"])
    monkeypatch.setattr(dev.os, "geteuid", lambda: 1000, raising=False)
    monkeypatch.setattr(dev.shutil, "which", lambda _: "/usr/bin/apt-get")
    monkeypatch.setattr(dev, "_can_make_venv", lambda: True)
    assert dev.install_system(trial=True)
    assert "sudo apt-get install --no-install-recommends libegl1 xvfb" in capsys.readouterr().err


def test_root_installs_by_itself_and_stops_at_a_failure(monkeypatch, capsys):
    launched = []

    def launch(command, **_):
        launched.append(command)
        return subprocess.CompletedProcess(command, 100 if "install" in command else 0)

    monkeypatch.setattr(dev.sys, "platform", "linux")
    monkeypatch.setattr(dev, "missing_packages", lambda **_: ["libegl1"])
    monkeypatch.setattr(dev.os, "geteuid", lambda: 0, raising=False)
    monkeypatch.setattr(dev.shutil, "which", lambda _: "/usr/bin/apt-get")
    monkeypatch.setattr(dev.subprocess, "run", launch)
    assert not dev.install_system(trial=False)
    assert launched[-1] == ["apt-get", "install", "-q", "-y", "--no-install-recommends", "libegl1"]
    assert "a échoué" in capsys.readouterr().err


@pytest.mark.parametrize("listed", ["run", "test", "bundle"])
def test_the_locks_pin_every_package_with_hashes_and_name_no_host(root, listed):
    text = (root / "requirements" / f"{listed}.txt").read_text(encoding="utf-8")
    entries = re.split(r"\n(?=\S)", text.strip())
    assert entries
    for entry in entries:
        assert re.match(r"[a-z0-9._-]+(\[[a-z,]+\])?==\S+", entry), entry
        assert "--hash=sha256:" in entry
    assert "http" not in text
    assert "--index" not in text


def test_what_run_needs_is_what_test_locks(root):
    def versions(listed):
        text = (root / "requirements" / f"{listed}.txt").read_text(encoding="utf-8")
        return set(re.findall(r"^([a-z0-9._-]+==[^ ;\\]+)", text, re.MULTILINE))

    assert versions("run") <= versions("test") <= versions("bundle")


def test_run_hands_its_arguments_on(monkeypatch):
    launched = []
    monkeypatch.setattr(dev.subprocess, "run", lambda c, **_: launched.append(c) or subprocess.CompletedProcess(c, 7))
    assert dev.start_up(["chercher", "lits usp", "--json"]) == 7
    assert launched[0][1:] == ["-m", "desktop", "chercher", "lits usp", "--json"]


def say(words: str, code: int = 0) -> list[str]:
    return [sys.executable, "-c", f"import sys; print({words!r}); sys.exit({code})"]


def test_one_run_shows_every_failure_and_what_it_said(monkeypatch, capfd):
    checked = [("Style", say("une ligne", 1)), ("Types", say("rien à dire")), ("Contenu", say("la règle 12", 3))]
    monkeypatch.setattr(dev, "checks", lambda: checked)
    monkeypatch.setattr(dev, "tests", lambda following: say(" ".join(following), 2))
    assert dev.verify_it(["-k", "un"]) == 1
    said = capfd.readouterr().out
    assert {"une ligne", "la règle 12", "-k un"} <= set(said.splitlines())
    assert "rien à dire" not in said
    assert said.endswith("En échec : Style, Contenu, Tests\n")


def test_checks_and_tests_that_pass_are_told(monkeypatch, capfd):
    monkeypatch.setattr(dev, "checks", lambda: [("Style", say(""))])
    monkeypatch.setattr(dev, "tests", lambda _following: say(""))
    assert dev.verify_it([]) == 0
    said = capfd.readouterr().out
    assert [line.split(" : ")[0] for line in said.splitlines() if line.startswith("===")] == ["=== Style", "=== Tests"]
    assert said.endswith("Tout est vérifié.\n")


def test_the_checks_run_while_the_tests_do(monkeypatch, tmp_path, capfd):
    met = tmp_path / "met"
    wait = (
        f"import pathlib, time\np, end = pathlib.Path({str(met)!r}), time.monotonic() + 60\n"
        "while not p.exists() and time.monotonic() < end: pass\nassert p.exists()"
    )
    monkeypatch.setattr(dev, "checks", lambda: [("Style", [sys.executable, "-c", f"open({str(met)!r}, 'w').close()"])])
    monkeypatch.setattr(dev, "tests", lambda _following: [sys.executable, "-c", wait])
    assert dev.verify_it([]) == 0


def test_files_with_slow_tests_begin_first(root):
    listing = [sys.executable, "-m", "pytest", "--collect-only", "-q", "tests/corpus/test_forces.py", "tests/survival"]
    said = subprocess.run(listing, cwd=root, capture_output=True, text=True, encoding="utf-8", check=True).stdout
    files = [line.split("::")[0] for line in said.splitlines() if "::" in line]
    assert files[0].startswith("tests/survival/")
    assert files[-1] == "tests/corpus/test_forces.py"
