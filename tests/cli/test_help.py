"""The help is tested: each example that it shows is run as it stands."""

from __future__ import annotations

import io
import json
import os
import shlex
import subprocess
import sys

import pytest

from desktop import __version__
from desktop.bootstrap import line_services
from desktop.cli import main
from desktop.cli.help import EXAMPLES


@pytest.fixture(scope="module")
def context():
    return line_services()


@pytest.mark.parametrize("example", EXAMPLES, ids=[e.line for e in EXAMPLES])
def test_each_example_runs(context, capsys, monkeypatch, root, tmp_path, example):
    program, *arguments = shlex.split(example.line)
    assert program == "cap-palliatif"
    if example.line.endswith(".pdf"):  # by a process of its own: the application that it makes is no one else's
        command = [sys.executable, "-m", "desktop", *arguments]
        env = {**os.environ, "PYTHONPATH": str(root)}
        subprocess.run(command, check=True, cwd=tmp_path, env=env, input=example.typed_in, encoding="utf-8")
        assert (tmp_path / arguments[-1]).read_bytes().startswith(b"%PDF")
        return
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(example.typed_in.encode()), encoding="utf-8"))
    assert main(arguments, context) == 0
    out = capsys.readouterr().out
    if arguments[0] == "exporter":
        assert out.startswith(("{", "<?xml"))
    elif {"--json", "--lot"} & set(arguments):
        objects = [json.loads(line) for line in out.splitlines()]
        assert objects
        assert not any("erreur" in as_object for as_object in objects)
    elif arguments[0] == "orienter":
        assert "calendrier\u00a0: Bas-Rhin." in out
    else:
        assert "↳" in out


@pytest.mark.parametrize("line", [["aide"], ["--aide"], ["--help"], ["chercher", "--aide"], []])
def test_help_shows_every_command_and_every_example(capsys, line):
    assert main(line, line_services()) == 0
    out = capsys.readouterr().out
    assert all(name in out for name in ("chercher", "orienter", "errspp", "profil", "exporter", "--lot", "--json"))
    assert all(e.line in out for e in EXAMPLES)


def test_version(capsys):
    assert main(["--version"], line_services()) == 0
    assert capsys.readouterr().out.strip() == f"Cap palliatif {__version__}"
