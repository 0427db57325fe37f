"""`lexique.yaml`: acronyms, synonyms and the everyday words that lead to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from desktop.corpus.bounded_yaml import Table
from desktop.corpus.frontmatter import lire_yaml
from desktop.corpus.model import EntreeLexique, Expansion, Lexique
from desktop.errors import ContentError
from desktop.text.typography import french

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

T = TypeVar("T")
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


def lire_lexique(texte: str, fichier: str) -> tuple[Lexique, list[ContentError]]:
    """Read the lexique: what can be read, and a fault for each entry that can't. Raises ContentError when it is none at all."""
    brut = lire_yaml(texte, fichier)
    if not isinstance(brut, Table) or not isinstance(brut.get("entrees"), list):
        raise ContentError("le lexique n’a pas de liste « entrees »", fichier=fichier, ligne=1, attendu="entrees: …")
    fautes: list[ContentError] = []
    expansions = brut.get("expansions") or ()
    if not isinstance(expansions, list | tuple):
        ligne = brut.lines["expansions"]
        fautes.append(
            ContentError("« expansions » n’est pas une liste", fichier=fichier, ligne=ligne, attendu="- id: …")
        )
        expansions = ()
    return (
        Lexique(
            tuple(_lues(brut["entrees"], brut.lines["entrees"], _entree, fichier, fautes)),
            tuple(_lues(expansions, brut.lines.get("expansions", 1), _expansion, fichier, fautes)),
        ),
        fautes,
    )


def _lues(
    bruts: Iterable[Any], ligne: int, lire: Callable[[Table, str], T], fichier: str, fautes: list[ContentError]
) -> Iterator[T]:
    """Each entry that can be read; a fault costs the entry alone."""
    for brut in bruts:
        try:
            yield lire(_table(brut, fichier, ligne), fichier)
        except ContentError as faute:
            fautes.append(faute)


def _table(brut: Any, fichier: str, ligne: int) -> Table:  # noqa: ANN401
    if isinstance(brut, Table):
        return brut
    ou = getattr(brut, "line", ligne)
    raise ContentError(
        "une entrée du lexique n’est pas une suite de champs", fichier=fichier, ligne=ou, attendu="id: …"
    )


def _entree(brut: Table, fichier: str) -> EntreeLexique:
    identifiant = _verifier(brut, CHAMPS, ("id", "developpe"), fichier)
    return EntreeLexique(
        id=identifiant,
        sigle=_texte(brut, "sigle", fichier),
        developpe=french(_texte(brut, "developpe", fichier) or ""),
        definition=french(_texte(brut, "definition", fichier) or ""),
        structure=_texte(brut, "structure", fichier),
        document=_texte(brut, "document", fichier),
        developpe_par=_texte(brut, "developpe_par", fichier) or "source",
        **{nom: _mots(brut, nom, fichier) for nom in LISTES},
    )


def _expansion(brut: Table, fichier: str) -> Expansion:
    identifiant = _verifier(brut, CHAMPS_EXPANSION, ("id", "termes"), fichier)
    return Expansion(identifiant, _mots(brut, "termes", fichier), _mots(brut, "vers", fichier))


def _verifier(brut: Table, permis: set[str], requis: tuple[str, ...], fichier: str) -> str:
    for nom in requis:
        if not brut.get(nom):
            raise _faute(brut, nom, f"le champ « {nom} » manque", nom, fichier)
    if inconnus := set(brut) - permis:
        nom = min(inconnus)
        raise _faute(brut, nom, f"champ inconnu « {nom[:40]} »", ", ".join(sorted(permis)), fichier)
    return _texte(brut, "id", fichier) or ""


def _texte(brut: Table, nom: str, fichier: str) -> str | None:
    valeur = brut.get(nom)
    if valeur is None:
        return None
    if not isinstance(valeur, str | int | float) or isinstance(valeur, bool):
        raise _faute(brut, nom, f"le champ « {nom} » n’est pas un texte", "un texte", fichier)
    return str(valeur)


def _mots(brut: Table, nom: str, fichier: str) -> tuple[str, ...]:
    valeurs = brut.get(nom)
    if valeurs is None:
        return ()
    if not isinstance(valeurs, list) or not all(isinstance(mot, str | int | float) for mot in valeurs):
        raise _faute(brut, nom, f"« {nom} » : une liste de mots est attendue", "- mot", fichier)
    return tuple(str(mot) for mot in valeurs)


def _faute(brut: Table, nom: str, message: str, attendu: str, fichier: str) -> ContentError:
    identifiant = str(brut.get("id") or "sans identifiant")[:60]
    ligne = brut.lines.get(nom, brut.line)
    return ContentError(message, fichier=fichier, ligne=ligne, identifiant=identifiant, attendu=attendu)
