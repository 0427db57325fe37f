"""The commands that the README shows are run; its links lead somewhere."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys

import pytest

from build_scripts import dev

COMMANDE = re.compile(r"^python3 build_scripts/dev\.py (.+)$", re.MULTILINE)


def _commandes(racine):
    return [shlex.split(c) for c in COMMANDE.findall((racine / "README.md").read_text(encoding="utf-8"))]


def test_the_readme_shows_the_two_commands(racine):
    assert [c for c in _commandes(racine) if len(c) == 1] == [["run"], ["test"]]


def test_the_commands_of_the_readme_are_handed_on(racine, monkeypatch):
    lancees = []
    monkeypatch.setattr(dev, "installer_systeme", lambda **_: True)
    monkeypatch.setattr(dev, "installer_python", lambda _: True)
    monkeypatch.setattr(dev, "demarrer", lambda suite: lancees.append(suite) or 0)
    monkeypatch.setattr(dev, "verifier", lambda suite: lancees.append(["tests", *suite]) or 0)
    for commande in _commandes(racine):
        assert dev.main(commande) == 0
    assert ["tests"] in lancees
    assert [] in lancees


def test_the_command_lines_of_the_readme_answer(racine, tmp_path):
    essais = [c[1:] for c in _commandes(racine) if c[0] == "run" and len(c) > 1]
    assert essais
    for arguments in essais:
        commande = [sys.executable, "-m", "desktop", *arguments]
        env = {**os.environ, "PYTHONPATH": str(racine)}
        assert subprocess.run(commande, check=True, cwd=tmp_path, env=env, capture_output=True).stdout.strip()


@pytest.mark.parametrize("document", ["README.md", "ARCHITECTURE.md", "docs/guide.md", "docs/format-du-contenu.md"])
def test_links_between_documents_lead_somewhere(racine, document):
    chemin = racine / document
    for cible in re.findall(r"\]\(([^)#:]+)\)", chemin.read_text(encoding="utf-8")):
        assert (chemin.parent / cible).exists(), cible
