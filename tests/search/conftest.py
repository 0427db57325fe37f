"""A small content of its own for the tests of the search, and the real one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from desktop.corpus import Corpus
from desktop.corpus.model import (
    Borne,
    Document,
    Expansion,
    Force,
    Fragment,
    Lexique,
    LexiqueEntry,
    Provenance,
    Regle,
    Rubrique,
)
from desktop.search import SearchEngine

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

LEXIQUE = Lexique(
    entrees=(
        LexiqueEntry(
            "usp",
            "USP",
            "unité de soins palliatifs",
            structure="usp",
            document="usp",
            synonymes=("unités de soins palliatifs",),
            mots_courants=("service de soins palliatifs",),
        ),
        LexiqueEntry(
            "emsp",
            "EMSP",
            "équipe mobile de soins palliatifs",
            structure="emsp",
            document="emsp",
            mots_courants=("équipe mobile",),
        ),
        LexiqueEntry("sad", "SAD", "service autonomie à domicile", anciens_noms=("SSIAD",)),
        LexiqueEntry("du", "DU", "diplôme d’université"),
    ),
    expansions=(
        Expansion("joindre", ("joindre", "appeler"), ("solliciter",)),
        Expansion("kine", ("masseur-kinésithérapeute", "kiné")),
        Expansion("week-end", ("samedi", "dimanche"), ("jours fériés",)),
    ),
)

TEXTES = {
    "usp": (
        "Unité de soins palliatifs",
        "USP",
        2,
        {
            "Nombre de lits": [("lits", "Chaque unité compte au minimum 10 lits.", Force.REQUIS, Borne.MINIMUM)],
            "Accessibilité": [
                ("acces", "L’USP est accessible 24 h/24 et 7 j/7.", Force.DESCRIPTION, None),
                ("feries", "Un médecin est présent les samedis et jours fériés.", Force.OBLIGATION, None),
            ],
            "Équipe": [
                ("medecins", "Médecins : 2,5 ETP", Force.INDICATIF, None),
                ("kine", "Un masseur-kinésithérapeute est présent.", Force.INDICATIF, None),
                ("projet", "L’équipe tient un projet de soins.", Force.DESCRIPTION, None),
            ],
            "Décès": [("deces", "Après un décès, la famille est accompagnée.", Force.RECOMMANDATION, None)],
        },
    ),
    "emsp": (
        "Équipe mobile de soins palliatifs",
        "EMSP",
        6,
        {
            "Qui peut solliciter l’EMSP ?": [
                ("pro", "Les professionnels de santé peuvent solliciter l’équipe.", Force.POSSIBILITE, None),
                ("proches", "Les proches peuvent aussi le faire.", Force.POSSIBILITE, None),
            ],
            "Fonctionnement": [
                ("delai", "L’équipe répond en 24 h au maximum, les jours ouvrés.", Force.REQUIS, Borne.MAXIMUM),
                ("materiel", "Le matériel et l’équipement sont fournis.", Force.DESCRIPTION, None),
                ("sad", "Elle travaille avec le SAD, service autonomie à domicile.", Force.DESCRIPTION, None),
                ("rapport", "Un rapport annuel est transmis à l’ARS.", Force.DESCRIPTION, None),
            ],
        },
    ),
    "profil": (
        "Médecin en soins palliatifs",
        None,
        None,
        {
            "Diplômes": [
                ("du", "Un DU de soins palliatifs est demandé.", Force.OBLIGATION, None),
                ("complexite", "Il évalue la complexité des situations.", Force.DESCRIPTION, None),
                ("rapport", "Il rédige le rapport annuel.", Force.DESCRIPTION, None),
            ]
        },
    ),
}


def make(lexique: Lexique = LEXIQUE, documents: Iterable[str] = TEXTES, fingerprint: str = "petit") -> Corpus:
    """The small content: rule ids are `document-nom`."""
    docs: dict[str, Document] = {}
    rubriques: dict[str, Rubrique] = {}
    regles: dict[str, Regle] = {}
    for identifier in documents:
        title, acronym, annexe, content = TEXTES[identifier]
        its_own = []
        for rank, (rubrique_title, items) in enumerate(content.items()):
            rid = f"{identifier}-r{rank}"
            its_own.append(rid)
            rubriques[rid] = Rubrique(rid, identifier, rubrique_title, 2, (rubrique_title,), ("000",), None, ())
            for name, text, force, borne in items:
                regles[f"{identifier}-{name}"] = Regle(
                    f"{identifier}-{name}", identifier, rid, force, text, (Fragment(text),), borne
                )
        docs[identifier] = Document(
            identifier,
            title,
            title,
            "referentiel",
            "",
            Provenance("004", "Synthèse", annexe, None, ""),
            tuple(its_own),
            acronym,
            identifier if acronym else None,
        )
    return Corpus(docs, rubriques, regles, {}, {}, {}, lexique, fingerprint, "2026.1")


@pytest.fixture(scope="session")
def small() -> Corpus:
    return make()


@pytest.fixture(scope="session")
def backend(small: Corpus, tmp_path_factory: pytest.TempPathFactory) -> SearchEngine:
    """The search on the small content."""
    backend = SearchEngine(small, tmp_path_factory.mktemp("petit"))
    backend.prepare()
    return backend


@pytest.fixture(scope="session")
def real_backend(corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> SearchEngine:
    """The search on the content of the program."""
    backend = SearchEngine(corpus, tmp_path_factory.mktemp("vrai"))
    backend.prepare()
    return backend


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """A folder for indexes, with a space and an accent in its path."""
    return tmp_path / "mes index é"
