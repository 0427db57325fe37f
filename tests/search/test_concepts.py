"""Names of the lexique: which stand in a text, and which one is meant."""

import json

import pytest

from desktop.corpus.model import EntreeLexique, Lexique
from desktop.search.concepts import Concepts, compiler, pleins
from desktop.search.tokens import Jeton
from desktop.search.vocabulary import racine

LEXIQUE = Lexique(
    (
        EntreeLexique("sad", "SAD", "service autonomie à domicile", anciens_noms=("SSIAD",)),
        EntreeLexique("ssiad", "SSIAD", "service de soins infirmiers à domicile"),
        EntreeLexique("sp", None, "soins palliatifs"),
        EntreeLexique("usp", "USP", "unité de soins palliatifs", mots_courants=("lits palliatifs",)),
        EntreeLexique("du", "DU", "diplôme d’université"),
        EntreeLexique("equipement", None, "équipement"),
    )
)


@pytest.fixture(scope="module")
def concepts() -> Concepts:
    def canon(jeton: Jeton) -> str:
        return racine(jeton.surface)

    compiles = compiler(LEXIQUE, canon)
    return Concepts.depuis_json(json.loads(json.dumps(compiles.vers_json())))


def trouver(concepts: Concepts, texte: str, *, courants: bool = False) -> list[str]:
    lus = pleins(texte, concepts.vides)
    trouves = concepts.dans([racine(j.surface) for j in lus], [j.forme for j in lus], courants=courants)
    return [t.nom.concept for t in trouves]


@pytest.mark.parametrize(
    ("texte", "trouves"),
    [
        ("une USP", ["usp"]),
        ("des unités de soins palliatifs", ["usp"]),
        ("les soins palliatifs", ["sp"]),
        ("le SSIAD", ["ssiad"]),
        ("un DU est demandé", ["du"]),
        ("du patient", []),
        ("une équipe", []),
        ("des équipements", ["equipement"]),
        ("lits palliatifs", []),
    ],
)
def test_names_in_a_text(concepts: Concepts, texte: str, trouves: list[str]) -> None:
    assert trouver(concepts, texte) == trouves


def test_everyday_names_count_in_a_query_only(concepts: Concepts) -> None:
    assert trouver(concepts, "lits palliatifs", courants=True) == ["usp"]


def test_an_old_name_that_is_an_entry_of_its_own_also_leads_to_the_new_one(concepts: Concepts) -> None:
    (trouve,) = concepts.dans([racine("ssiad")], ["ssiad"])
    assert (trouve.nom.concept, trouve.nom.aussi) == ("ssiad", ("sad",))
