"""The list of components says what is true, and what it can't say stops the build."""

from __future__ import annotations

import json
from importlib.util import find_spec

import pytest

from build_scripts import sbom
from build_scripts.installers.common import FailedError

COMPONENTS = [
    sbom.LibraryComponent("qt", "6.9.3", "LGPL-3.0-only OR GPL-3.0-only", "Qt", "pkg:generic/qt@6.9.3"),
    sbom.LibraryComponent("libz1", "", "Zlib", "système"),
]
with_cyclonedx = pytest.mark.skipif(
    find_spec("cyclonedx") is None, reason="comes with what builds the bundle; the build validates too"
)


@with_cyclonedx
def test_the_list_holds_to_its_schema_and_is_the_same_each_time(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    text = sbom.cyclonedx(COMPONENTS)
    assert text == sbom.cyclonedx(COMPONENTS)
    listed = json.loads(text)
    assert listed["bomFormat"] == "CycloneDX"
    assert {c["name"] for c in listed["components"]} == {"qt", "libz1"}
    assert listed["metadata"]["component"]["licenses"][0]["license"]["id"] == "EUPL-1.2"


@with_cyclonedx
def test_a_list_that_does_not_hold_is_refused(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    wrong = json.loads(sbom.cyclonedx(COMPONENTS))
    wrong["components"][0]["type"] = "chose"
    with pytest.raises(FailedError, match="CycloneDX"):
        sbom.validate(json.dumps(wrong))


def test_a_part_without_a_licence_stops_the_build(monkeypatch, tmp_path):
    monkeypatch.setattr(sbom, "census", lambda _: [sbom.LibraryComponent("inconnu", "1", "", "PyPI")])
    with pytest.raises(FailedError, match="inconnu"):
        sbom.write(tmp_path, tmp_path / "licences")


def test_a_licence_whose_text_does_not_travel_stops_the_build():
    sbom._require_licences([sbom.LibraryComponent("qt", "6", "LGPL-3.0-only OR GPL-3.0-only", "Qt")])
    with pytest.raises(FailedError, match="perdu"):
        sbom._require_licences([sbom.LibraryComponent("perdu", "1", "Zlib", "PyPI")])


@with_cyclonedx
def test_what_the_installer_lends_is_listed_with_its_licence(monkeypatch, tmp_path):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    monkeypatch.setattr(sbom, "census", lambda _: [COMPONENTS[0]])
    text = tmp_path / "copyright"
    text.write_text("MIT…", encoding="utf-8")
    monkeypatch.setattr(sbom, "_debian_package", lambda name: (f"paquet-de-{name.split('.')[0]}", "1.6", text))
    listed = sbom.write_with_lent(tmp_path, ["libEGL.so.1", "libstdc++.so.6"], tmp_path / "licences")
    seen = {c["name"]: c for c in json.loads(listed.read_text(encoding="utf-8"))["components"]}
    assert seen.keys() == {"qt", "paquet-de-libEGL", "paquet-de-libstdc++"}
    assert seen["paquet-de-libEGL"]["licenses"] == [{"license": {"id": "MIT"}}]
    assert "GCC-exception" in seen["paquet-de-libstdc++"]["licenses"][0]["expression"]
    assert (tmp_path / "licences" / "paquet-de-libEGL" / "copyright").read_text(encoding="utf-8") == "MIT…"


@pytest.mark.parametrize(
    ("said", "read_one"), [("MIT", "MIT"), ("BSD-3-Clause", "BSD-3-Clause"), ("Dual License", ""), (None, "")]
)
def test_a_licence_word_is_taken_only_if_it_is_a_name(said, read_one):
    assert sbom._simple(said) == read_one


def test_every_locked_part_of_the_program_has_a_licence(root):
    """Each distribution that runs the program is known by an SPDX name."""
    from importlib import metadata

    names = [
        line.split("==")[0]
        for line in (root / "requirements" / "run.txt").read_text(encoding="utf-8").splitlines()
        if "==" in line
    ]
    left_behind = {"pip", "hatchling", "editables", "pathspec", "trove-classifiers", "tomlkit"}
    for name in set(names) - left_behind:
        meta = metadata.metadata(name)
        assert sbom.SPDX.get(name) or meta.get_all("License-Expression") or sbom._simple(meta["License"]), name
