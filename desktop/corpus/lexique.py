"""`lexique.yaml`: acronyms, synonyms and the everyday words that lead to them."""

from __future__ import annotations

from typing import Any

from desktop.corpus.frontmatter import lire_yaml
from desktop.corpus.model import EntreeLexique, Expansion, Lexique
from desktop.corpus.typographie import typographier
from desktop.errors import ContentError

LISTES = ("synonymes", "mots_courants", "anciens_noms", "variantes_fautives")
CHAMPS = {
    "id",
    "sigle",
    "developpe",
    "developpe_par",
    "definition",
    "structure",
    "document",
    "sources",
    *LISTES,
}
CHAMPS_EXPANSION = {"id", "termes", "vers", "sens"}


def lire_lexique(texte: str, fichier: str) -> Lexique:
    """Read the lexique. Raises ContentError with the entry at fault."""
    brut = lire_yaml(texte, fichier)
    if not isinstance(brut, dict) or not isinstance(brut.get("entrees"), list):
        raise ContentError("le lexique n’a pas de liste « entrees »", fichier=fichier, ligne=1, attendu="entrees: …")
    return Lexique(
        tuple(_entree(e, fichier) for e in brut["entrees"]),
        tuple(_expansion(e, fichier) for e in brut.get("expansions") or ()),
    )


def _entree(brut: Any, fichier: str) -> EntreeLexique:  # noqa: ANN401
    identifiant = _verifier(brut, CHAMPS, ("id", "developpe"), fichier)
    return EntreeLexique(
        id=identifiant,
        sigle=None if brut.get("sigle") is None else str(brut["sigle"]),
        developpe=typographier(str(brut["developpe"])),
        definition=typographier(str(brut.get("definition") or "")),
        structure=brut.get("structure"),
        document=brut.get("document"),
        developpe_par=str(brut.get("developpe_par") or "source"),
        **{nom: _mots(brut.get(nom), fichier, identifiant) for nom in LISTES},
    )


def _expansion(brut: Any, fichier: str) -> Expansion:  # noqa: ANN401
    identifiant = _verifier(brut, CHAMPS_EXPANSION, ("id", "termes"), fichier)
    return Expansion(
        identifiant,
        _mots(brut["termes"], fichier, identifiant),
        _mots(brut.get("vers"), fichier, identifiant),
    )


def _verifier(brut: Any, permis: set[str], requis: tuple[str, ...], fichier: str) -> str:  # noqa: ANN401
    if not isinstance(brut, dict):
        raise ContentError("une entrée du lexique n’est pas une suite de champs", fichier=fichier, attendu="id: …")
    identifiant = str(brut.get("id") or "sans identifiant")
    for nom in requis:
        if not brut.get(nom):
            raise ContentError(f"le champ « {nom} » manque", fichier=fichier, identifiant=identifiant, attendu=nom)
    if inconnus := set(brut) - permis:
        raise ContentError(
            f"champ inconnu « {min(inconnus)} »",
            fichier=fichier,
            identifiant=identifiant,
            attendu=", ".join(sorted(permis)),
        )
    return identifiant


def _mots(brut: Any, fichier: str, identifiant: str) -> tuple[str, ...]:  # noqa: ANN401
    if brut is None:
        return ()
    if not isinstance(brut, list):
        raise ContentError("une liste de mots est attendue", fichier=fichier, identifiant=identifiant, attendu="- mot")
    return tuple(str(mot) for mot in brut)
