"""`cap-palliatif chercher`, as another program and as a person use it."""

from __future__ import annotations

import io
import json

import pytest

from desktop.bootstrap import line_services
from desktop.cli import main


@pytest.fixture(scope="module")
def context(tmp_path_factory):
    context = line_services()
    with pytest.MonkeyPatch.context() as m:
        m.setenv("CAP_PALLIATIF_DOSSIER", str(tmp_path_factory.mktemp("moteur")))
        assert context.engine.search("lits").hits
    return context


def _feed(monkeypatch, text: bytes):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text), encoding="utf-8"))


def test_json_has_the_shape_that_other_programs_read(context, capsys, corpus):
    assert main(["chercher", "lits usp", "--json"], context) == 0
    as_object = json.loads(capsys.readouterr().out)
    assert list(as_object) == ["q", "hits"]
    assert as_object["q"] == "lits usp"
    for hit in as_object["hits"]:
        assert list(hit) == ["document", "source", "annexe", "rubrique", "regle", "force", "text", "excerpt", "score"]
        regle = corpus.regles[hit["regle"]]
        assert (hit["document"], hit["force"]) == (regle.document, regle.force)
        assert "\u00a0" not in hit["text"]
    first = as_object["hits"][0]
    assert (first["document"], first["source"], first["annexe"]) == ("usp", "004", 2)
    assert first["text"].startswith(first["rubrique"])


def test_a_profile_has_no_annexe(context, capsys):
    assert main(["chercher", "document:medecin-soins-palliatifs publications", "--json"], context) == 0
    hit = json.loads(capsys.readouterr().out)["hits"][0]
    assert (hit["source"], hit["annexe"]) == ("001", None)


def test_a_person_reads_the_rule_its_force_and_its_reference(context, capsys):
    assert main(["chercher", "nombre", "de", "lits", "usp"], context) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "Requis · Minimum" in out
    assert "annexe 2, « Nombre de lits »" in out.replace("\u00a0", " ")


def test_lot_answers_each_line_even_a_poor_one(context, capsys, monkeypatch):
    _feed(monkeypatch, "lits usp\n\n???\nau secours é\n".encode())
    assert main(["chercher", "--lot"], context) == 0
    text_lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["q"] for line in text_lines[:3]] == ["lits usp", "", "???"]
    assert len(text_lines) == 4
    assert all(len(line["hits"]) <= 10 for line in text_lines)


@pytest.mark.parametrize("query", ["zzzzqqqq", "!!!", '"', "-", "force:", "had:", "a" * 10_000])
def test_whatever_is_typed_gets_an_answer_in_words(context, capsys, query):
    assert main(["chercher", "--", query] if query == "-" else ["chercher", query], context) in (0, 1)
    assert capsys.readouterr().out.strip()


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (["chercher"], "que faut-il chercher"),
        (["chercher", "lits", "--nombre", "zéro"], "n’est pas un nombre entier"),
        (["chercher", "lits", "--nombre", "0"], "à partir de 1"),
        (["chercher", "lits", "--nombre"], "une valeur est attendue"),
        (["chercher", "lits", "--inconnu"], "argument inconnu"),
        (["chercher", "lits", "--lot"], "entrée standard"),
        (["cherche", "lits"], "n’est pas une commande"),
    ],
)
def test_a_line_that_is_not_understood_is_said_in_french(context, capsys, line, message):
    assert main(line, context) == 2
    error = capsys.readouterr().err
    assert message in error
    assert "cap-palliatif aide" in error


def test_what_is_not_read_of_a_query_is_said(context, capsys):
    many = " ".join(["had:lits"] * 200)
    main(["chercher", many], context)
    assert "12 premiers filtres" in capsys.readouterr().out
    main(["chercher", many, "--json"], context)
    assert "12 premiers filtres" in json.loads(capsys.readouterr().out)["remarques"][0]
