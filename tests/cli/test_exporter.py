"""`exporter`: to standard output or into a folder, and a clear word when it can't."""

from __future__ import annotations

import io
import json
import xml.etree.ElementTree as ET

import pytest

from desktop.cli import main
from desktop.cli.help import SITUATION
from desktop.cli.services import Contexte
from desktop.export import dmn, fhir, fhir_response


@pytest.fixture(scope="module")
def contexte():
    return Contexte()


@pytest.fixture
def entree(monkeypatch):
    def poser(texte: str) -> None:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(texte.encode()), encoding="utf-8"))

    return poser


def test_one_questionnaire_goes_to_standard_output(contexte, capsys):
    assert main(["exporter", "fhir", "niveau"], contexte) == 0
    ressource = json.loads(capsys.readouterr().out)
    assert (ressource["resourceType"], ressource["url"]) == ("Questionnaire", "urn:cap-palliatif:questionnaire:niveau")
    assert ressource["version"] == contexte.corpus.version


def test_one_table_goes_to_standard_output_with_its_citations(contexte, capsys):
    assert main(["exporter", "dmn", "errspp_niveau"], contexte) == 0
    sortie = capsys.readouterr().out
    assert ET.fromstring(sortie).get("name") == "errspp_niveau"  # noqa: S314 - our own text
    assert "annexe\u00a07" in sortie


@pytest.mark.parametrize("format_", ["fhir", "dmn"])
def test_all_of_them_go_into_a_folder(contexte, capsys, tmp_path, format_):
    dossier = tmp_path / "nouveau dossier é"
    assert main(["exporter", format_, "--vers", str(dossier)], contexte) == 0
    dits = capsys.readouterr().out.splitlines()
    assert sorted(dits) == sorted(str(fichier) for fichier in dossier.iterdir())
    noms = (fhir if format_ == "fhir" else dmn).noms(contexte.questionnaires)
    assert len(dits) == len(noms)
    for fichier in dossier.iterdir():
        texte = fichier.read_text(encoding="utf-8")
        assert json.loads(texte) if format_ == "fhir" else ET.fromstring(texte) is not None  # noqa: S314 - our own text


def test_a_case_reads_back(contexte, capsys, entree):
    entree(SITUATION)
    assert main(["exporter", "fhir", "--faits", "-"], contexte) == 0
    ressource = json.loads(capsys.readouterr().out)
    assert fhir_response.faits_de(contexte.questionnaires, ressource) == ("orientation", json.loads(SITUATION))


def test_the_path_of_a_situation_and_of_one_need(contexte, capsys, tmp_path):
    fichier = tmp_path / "faits.json"
    fichier.write_text(SITUATION, encoding="utf-8")
    assert main(["exporter", "chemin", "soins", "--faits", str(fichier), "--vers", str(tmp_path)], contexte) == 0
    assert capsys.readouterr().out.strip() == str(tmp_path / "chemin.svg")
    racine = ET.fromstring((tmp_path / "chemin.svg").read_text(encoding="utf-8"))  # noqa: S314 - our own text
    assert racine.tag == "{http://www.w3.org/2000/svg}svg"


@pytest.mark.parametrize(
    ("ligne", "code", "dit"),
    [
        (["fhir"], 2, "errspp, coordinateur_parcours"),
        (["dmn"], 2, "soins, "),
        (["pdf", "niveau"], 2, "« pdf » n’existe pas"),
        (["fhir", "humeur"], 1, "humeur"),
        (["dmn", "humeur"], 1, "humeur"),
        (["dmn", "soins", "--faits", "-"], 2, "--faits"),
        (["chemin"], 2, "--faits"),
        (["chemin", "deuil", "--faits", "-"], 2, "n’est pas un besoin des faits (soins)"),
        (["fhir", "--faits", "absent.json"], 1, "absent.json"),
    ],
)
def test_what_can_t_be_done_is_said(contexte, capsys, entree, ligne, code, dit):
    entree(SITUATION)
    assert main(["exporter", *ligne], contexte) == code
    capture = capsys.readouterr()
    assert capture.out == ""
    assert dit in capture.err


def test_a_folder_that_can_t_be_made_is_named(contexte, capsys, tmp_path):
    fichier = tmp_path / "fichier"
    fichier.write_text("", encoding="utf-8")
    assert main(["exporter", "dmn", "niveau", "--vers", str(fichier / "dedans")], contexte) == 1
    assert "rien ne peut y être écrit" in capsys.readouterr().err
