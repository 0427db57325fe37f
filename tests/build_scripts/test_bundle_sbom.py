"""The list of components says what is true, and what it can't say stops the build."""

from __future__ import annotations

import json
from importlib.util import find_spec

import pytest

from build_scripts import sbom
from build_scripts.installers.common import EchecError

COMPOSANTS = [
    sbom.Composant("qt", "6.9.3", "LGPL-3.0-only OR GPL-3.0-only", "Qt", "pkg:generic/qt@6.9.3"),
    sbom.Composant("libz1", "", "Zlib", "système"),
]
avec_cyclonedx = pytest.mark.skipif(
    find_spec("cyclonedx") is None, reason="comes with what builds the bundle; the build validates too"
)


@avec_cyclonedx
def test_the_list_holds_to_its_schema_and_is_the_same_each_time(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    texte = sbom.cyclonedx(COMPOSANTS)
    assert texte == sbom.cyclonedx(COMPOSANTS)
    liste = json.loads(texte)
    assert liste["bomFormat"] == "CycloneDX"
    assert {c["name"] for c in liste["components"]} == {"qt", "libz1"}
    assert liste["metadata"]["component"]["licenses"][0]["license"]["id"] == "EUPL-1.2"


@avec_cyclonedx
def test_a_list_that_does_not_hold_is_refused(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    fausse = json.loads(sbom.cyclonedx(COMPOSANTS))
    fausse["components"][0]["type"] = "chose"
    with pytest.raises(EchecError, match="CycloneDX"):
        sbom.valider(json.dumps(fausse))


def test_a_part_without_a_licence_stops_the_build(monkeypatch, tmp_path):
    monkeypatch.setattr(sbom, "recenser", lambda _: [sbom.Composant("inconnu", "1", "", "PyPI")])
    with pytest.raises(EchecError, match="inconnu"):
        sbom.ecrire(tmp_path, tmp_path / "licences")


def test_a_licence_whose_text_does_not_travel_stops_the_build():
    sbom._exiger_licences([sbom.Composant("qt", "6", "LGPL-3.0-only OR GPL-3.0-only", "Qt")])
    with pytest.raises(EchecError, match="perdu"):
        sbom._exiger_licences([sbom.Composant("perdu", "1", "Zlib", "PyPI")])


@avec_cyclonedx
def test_what_the_installer_lends_is_listed_with_its_licence(monkeypatch, tmp_path):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    monkeypatch.setattr(sbom, "recenser", lambda _: [COMPOSANTS[0]])
    texte = tmp_path / "copyright"
    texte.write_text("MIT…", encoding="utf-8")
    monkeypatch.setattr(sbom, "_paquet_debian", lambda nom: (f"paquet-de-{nom.split('.')[0]}", "1.6", texte))
    liste = sbom.ecrire_avec_pretees(tmp_path, ["libEGL.so.1", "libstdc++.so.6"], tmp_path / "licences")
    vues = {c["name"]: c for c in json.loads(liste.read_text(encoding="utf-8"))["components"]}
    assert vues.keys() == {"qt", "paquet-de-libEGL", "paquet-de-libstdc++"}
    assert vues["paquet-de-libEGL"]["licenses"] == [{"license": {"id": "MIT"}}]
    assert "GCC-exception" in vues["paquet-de-libstdc++"]["licenses"][0]["expression"]
    assert (tmp_path / "licences" / "paquet-de-libEGL" / "copyright").read_text(encoding="utf-8") == "MIT…"


@pytest.mark.parametrize(
    ("dit", "lu"), [("MIT", "MIT"), ("BSD-3-Clause", "BSD-3-Clause"), ("Dual License", ""), (None, "")]
)
def test_a_licence_word_is_taken_only_if_it_is_a_name(dit, lu):
    assert sbom._simple(dit) == lu


def test_every_locked_part_of_the_program_has_a_licence(root):
    """Each distribution that runs the program is known by an SPDX name."""
    from importlib import metadata

    noms = [
        ligne.split("==")[0]
        for ligne in (root / "requirements" / "run.txt").read_text(encoding="utf-8").splitlines()
        if "==" in ligne
    ]
    ne_voyagent_pas = {"pip", "hatchling", "editables", "pathspec", "trove-classifiers", "tomlkit"}
    for nom in set(noms) - ne_voyagent_pas:
        meta = metadata.metadata(nom)
        assert sbom.SPDX.get(nom) or meta.get_all("License-Expression") or sbom._simple(meta["License"]), nom
