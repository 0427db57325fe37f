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
from desktop.cli import main
from desktop.cli.help import EXEMPLES
from desktop.cli.services import Contexte


@pytest.fixture(scope="module")
def contexte():
    return Contexte()


@pytest.mark.parametrize("exemple", EXEMPLES, ids=[e.ligne for e in EXEMPLES])
def test_each_example_runs(contexte, capsys, monkeypatch, racine, tmp_path, exemple):
    programme, *arguments = shlex.split(exemple.ligne)
    assert programme == "cap-palliatif"
    if exemple.ligne.endswith(".pdf"):  # by a process of its own: the application that it makes is no one else's
        commande = [sys.executable, "-m", "desktop", *arguments]
        env = {**os.environ, "PYTHONPATH": str(racine)}
        subprocess.run(commande, check=True, cwd=tmp_path, env=env, input=exemple.entree, encoding="utf-8")
        assert (tmp_path / arguments[-1]).read_bytes().startswith(b"%PDF")
        return
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(exemple.entree.encode()), encoding="utf-8"))
    assert main(arguments, contexte) == 0
    sortie = capsys.readouterr().out
    if arguments[0] == "exporter":
        assert sortie.startswith(("{", "<?xml"))
    elif {"--json", "--lot"} & set(arguments):
        objets = [json.loads(ligne) for ligne in sortie.splitlines()]
        assert objets
        assert not any("erreur" in objet for objet in objets)
    elif arguments[0] == "orienter":
        assert "calendrier\u00a0: Bas-Rhin." in sortie
    else:
        assert "↳" in sortie


@pytest.mark.parametrize("ligne", [["aide"], ["--aide"], ["--help"], ["chercher", "--aide"], []])
def test_help_shows_every_command_and_every_example(capsys, ligne):
    assert main(ligne) == 0
    sortie = capsys.readouterr().out
    assert all(nom in sortie for nom in ("chercher", "orienter", "errspp", "profil", "exporter", "--lot", "--json"))
    assert all(e.ligne in sortie for e in EXEMPLES)


def test_version(capsys):
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.strip() == f"Cap palliatif {__version__}"
