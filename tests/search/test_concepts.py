"""Names of the lexique: which stand in a text, and which one is meant."""

import json

import pytest

from desktop.corpus.model import Lexique, LexiqueEntry
from desktop.search.concepts import Concepts, compile_lexique, full_tokens
from desktop.search.tokens import Token
from desktop.search.vocabulary import stem

LEXIQUE = Lexique(
    (
        LexiqueEntry("sad", "SAD", "service autonomie à domicile", anciens_noms=("SSIAD",)),
        LexiqueEntry("ssiad", "SSIAD", "service de soins infirmiers à domicile"),
        LexiqueEntry("sp", None, "soins palliatifs"),
        LexiqueEntry("usp", "USP", "unité de soins palliatifs", mots_courants=("lits palliatifs",)),
        LexiqueEntry("du", "DU", "diplôme d’université"),
        LexiqueEntry("equipement", None, "équipement"),
    )
)


@pytest.fixture(scope="module")
def concepts() -> Concepts:
    def canon(token: Token) -> str:
        return stem(token.surface)

    compiles = compile_lexique(LEXIQUE, canon)
    return Concepts.from_json(json.loads(json.dumps(compiles.to_json())))


def find(concepts: Concepts, text: str, *, everyday: bool = False) -> list[str]:
    tokens_read = full_tokens(text, concepts.empty_words)
    found = concepts.within([stem(j.surface) for j in tokens_read], [j.form for j in tokens_read], everyday=everyday)
    return [t.name.concept for t in found]


@pytest.mark.parametrize(
    ("text", "found"),
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
def test_names_in_a_text(concepts: Concepts, text: str, found: list[str]) -> None:
    assert find(concepts, text) == found


def test_everyday_names_count_in_a_query_only(concepts: Concepts) -> None:
    assert find(concepts, "lits palliatifs", everyday=True) == ["usp"]


def test_an_old_name_that_is_an_entry_of_its_own_also_leads_to_the_new_one(concepts: Concepts) -> None:
    (found,) = concepts.within([stem("ssiad")], ["ssiad"])
    assert (found.name.concept, found.name.also) == ("ssiad", ("sad",))
