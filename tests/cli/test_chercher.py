"""`cap-palliatif chercher`, as another program and as a person use it."""

from __future__ import annotations

import io
import json

import pytest

from desktop.cli import main
from desktop.cli.services import Contexte


@pytest.fixture(scope="module")
def contexte(tmp_path_factory):
    contexte = Contexte()
    with pytest.MonkeyPatch.context() as m:
        m.setenv("CAP_PALLIATIF_DOSSIER", str(tmp_path_factory.mktemp("moteur")))
        assert contexte.moteur.search("lits").hits
    return contexte


def _entree(monkeypatch, texte: bytes):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(texte), encoding="utf-8"))


def test_json_has_the_shape_that_other_programs_read(contexte, capsys, corpus):
    assert main(["chercher", "lits usp", "--json"], contexte) == 0
    objet = json.loads(capsys.readouterr().out)
    assert list(objet) == ["q", "hits"]
    assert objet["q"] == "lits usp"
    for hit in objet["hits"]:
        assert list(hit) == ["document", "source", "annexe", "rubrique", "regle", "force", "text", "excerpt", "score"]
        regle = corpus.regles[hit["regle"]]
        assert (hit["document"], hit["force"]) == (regle.document, regle.force)
        assert "\u00a0" not in hit["text"]
    premier = objet["hits"][0]
    assert (premier["document"], premier["source"], premier["annexe"]) == ("usp", "004", 2)
    assert premier["text"].startswith(premier["rubrique"])


def test_a_profile_has_no_annexe(contexte, capsys):
    assert main(["chercher", "document:medecin-soins-palliatifs publications", "--json"], contexte) == 0
    hit = json.loads(capsys.readouterr().out)["hits"][0]
    assert (hit["source"], hit["annexe"]) == ("001", None)


def test_a_person_reads_the_rule_its_force_and_its_reference(contexte, capsys):
    assert main(["chercher", "nombre", "de", "lits", "usp"], contexte) == 0
    sortie = " ".join(capsys.readouterr().out.split())
    assert "Requis · Minimum" in sortie
    assert "annexe 2, « Nombre de lits »" in sortie.replace("\u00a0", " ")


def test_lot_answers_each_line_even_a_poor_one(contexte, capsys, monkeypatch):
    _entree(monkeypatch, "lits usp\n\n???\nau secours é\n".encode())
    assert main(["chercher", "--lot"], contexte) == 0
    lignes = [json.loads(ligne) for ligne in capsys.readouterr().out.splitlines()]
    assert [ligne["q"] for ligne in lignes[:3]] == ["lits usp", "", "???"]
    assert len(lignes) == 4
    assert all(len(ligne["hits"]) <= 10 for ligne in lignes)


@pytest.mark.parametrize("requete", ["zzzzqqqq", "!!!", '"', "-", "force:", "had:", "a" * 10_000])
def test_whatever_is_typed_gets_an_answer_in_words(contexte, capsys, requete):
    assert main(["chercher", "--", requete] if requete == "-" else ["chercher", requete], contexte) in (0, 1)
    assert capsys.readouterr().out.strip()


@pytest.mark.parametrize(
    ("ligne", "message"),
    [
        (["chercher"], "que faut-il chercher"),
        (["chercher", "lits", "--nombre", "zéro"], "n’est pas un nombre entier"),
        (["chercher", "lits", "--nombre", "0"], "à partir de 1"),
        (["chercher", "lits", "--nombre"], "attend une valeur"),
        (["chercher", "lits", "--inconnu"], "argument inconnu"),
        (["chercher", "lits", "--lot"], "entrée standard"),
        (["cherche", "lits"], "n’est pas une commande"),
    ],
)
def test_a_line_that_is_not_understood_is_said_in_french(contexte, capsys, ligne, message):
    assert main(ligne, contexte) == 2
    erreur = capsys.readouterr().err
    assert message in erreur
    assert "cap-palliatif aide" in erreur


def test_what_is_not_read_of_a_query_is_said(contexte, capsys):
    many = " ".join(["had:lits"] * 200)
    main(["chercher", many], contexte)
    assert "12 premiers filtres" in capsys.readouterr().out
    main(["chercher", many, "--json"], contexte)
    assert "12 premiers filtres" in json.loads(capsys.readouterr().out)["remarques"][0]
