"""Installed from its wheel, the program works as from its checkout: the content travels inside."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile

import pytest


@pytest.fixture(scope="module")
def installe(root, tmp_path_factory):
    dossier = tmp_path_factory.mktemp("roue à essayer")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(dossier)],
        check=True,
        cwd=root,
        capture_output=True,
    )
    (roue,) = dossier.glob("*.whl")
    site = dossier / "site"
    with zipfile.ZipFile(roue) as archive:
        archive.extractall(site)
    return site


def _lancer(site, *arguments, tmp_path):
    env = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    env |= {"PYTHONPATH": str(site), "CAP_PALLIATIF_DOSSIER": str(tmp_path)}
    return subprocess.run(
        [sys.executable, "-m", "desktop", *arguments],
        check=False,
        capture_output=True,
        text=True,
        env=env,
        cwd=tmp_path,
    )


def test_the_content_travels_in_the_package(installe):
    assert (installe / "desktop" / "_content" / "annexes" / "02-usp.md").is_file()
    assert (installe / "desktop" / "_content" / "lexique.yaml").is_file()
    noms = {p.name for p in installe.iterdir()}
    assert noms == {"desktop", next(n for n in noms if n.endswith(".dist-info"))}, "nothing else lands in site-packages"


def test_the_installed_program_finds_a_rule(installe, tmp_path):
    sortie = _lancer(installe, "chercher", "lits usp", "--json", tmp_path=tmp_path)
    assert sortie.returncode == 0, sortie.stderr
    premier = json.loads(sortie.stdout)["hits"][0]
    assert (premier["document"], premier["annexe"], premier["source"]) == ("usp", 2, "004")


def test_the_wheel_declares_the_command(installe):
    (infos,) = installe.glob("*.dist-info")
    assert "cap-palliatif = desktop.__main__:main" in (infos / "entry_points.txt").read_text(encoding="utf-8")
    assert (
        (infos / "licenses" / "LICENSE").read_text(encoding="utf-8").startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    )
