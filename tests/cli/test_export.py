"""`exporter`: to standard output or into a folder, and a clear word when it can't."""

from __future__ import annotations

import io
import json
import xml.etree.ElementTree as ET

import pytest

from desktop.bootstrap import line_services
from desktop.cli import main
from desktop.cli.help import SITUATION
from desktop.export import dmn, fhir, fhir_response


@pytest.fixture(scope="module")
def context():
    return line_services()


@pytest.fixture
def feed(monkeypatch):
    def put(text: str) -> None:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8"))

    return put


def test_one_questionnaire_goes_to_standard_output(context, capsys):
    assert main(["exporter", "fhir", "niveau"], context) == 0
    resource = json.loads(capsys.readouterr().out)
    assert (resource["resourceType"], resource["url"]) == ("Questionnaire", "urn:cap-palliatif:questionnaire:niveau")
    assert resource["version"] == context.corpus.version


def test_one_table_goes_to_standard_output_with_its_citations(context, capsys):
    assert main(["exporter", "dmn", "errspp_niveau"], context) == 0
    out = capsys.readouterr().out
    assert ET.fromstring(out).get("name") == "errspp_niveau"  # noqa: S314 - our own text
    assert "annexe\u00a07" in out


@pytest.mark.parametrize("format_", ["fhir", "dmn"])
def test_all_of_them_go_into_a_folder(context, capsys, tmp_path, format_):
    folder = tmp_path / "nouveau dossier é"
    assert main(["exporter", format_, "--vers", str(folder)], context) == 0
    said = capsys.readouterr().out.splitlines()
    assert sorted(said) == sorted(str(file) for file in folder.iterdir())
    names = (fhir.questionnaire_names if format_ == "fhir" else dmn.table_names)(context.questionnaires)
    assert len(said) == len(names)
    for file in folder.iterdir():
        text = file.read_text(encoding="utf-8")
        assert json.loads(text) if format_ == "fhir" else ET.fromstring(text) is not None  # noqa: S314 - our own text


def test_a_case_reads_back(context, capsys, feed):
    feed(SITUATION)
    assert main(["exporter", "fhir", "--faits", "-"], context) == 0
    resource = json.loads(capsys.readouterr().out)
    assert fhir_response.facts_of(context.questionnaires, resource) == ("orientation", json.loads(SITUATION))


def test_the_path_of_a_situation_and_of_one_need(context, capsys, tmp_path):
    file = tmp_path / "faits.json"
    file.write_text(SITUATION, encoding="utf-8")
    assert main(["exporter", "chemin", "soins", "--faits", str(file), "--vers", str(tmp_path)], context) == 0
    assert capsys.readouterr().out.strip() == str(tmp_path / "chemin.svg")
    root = ET.fromstring((tmp_path / "chemin.svg").read_text(encoding="utf-8"))  # noqa: S314 - our own text
    assert root.tag == "{http://www.w3.org/2000/svg}svg"


@pytest.mark.parametrize(
    ("line", "code", "said"),
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
def test_what_can_t_be_done_is_said(context, capsys, feed, line, code, said):
    feed(SITUATION)
    assert main(["exporter", *line], context) == code
    capture = capsys.readouterr()
    assert capture.out == ""
    assert said in capture.err


def test_a_folder_that_can_t_be_made_is_named(context, capsys, tmp_path):
    file = tmp_path / "fichier"
    file.write_text("", encoding="utf-8")
    assert main(["exporter", "dmn", "niveau", "--vers", str(file / "dedans")], context) == 1
    assert "rien ne peut y être écrit" in capsys.readouterr().err
