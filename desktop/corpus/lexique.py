"""`lexique.yaml`: acronyms, synonyms and the everyday words that lead to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from desktop.corpus.bounded_yaml import Table
from desktop.corpus.frontmatter import read_yaml
from desktop.corpus.model import Expansion, Lexique, LexiqueEntry
from desktop.errors import ContentError
from desktop.text.typography import french

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

T = TypeVar("T")
LISTS = ("synonymes", "mots_courants", "anciens_noms", "variantes_fautives")
FIELDS = {
    "id",
    "sigle",
    "developpe",
    "developpe_par",
    "definition",
    "structure",
    "document",
    "sources",
    *LISTS,
}
EXPANSION_FIELDS = {"id", "termes", "vers", "sens"}


def read_lexique(texte: str, fichier: str) -> tuple[Lexique, list[ContentError]]:
    """Read the lexique: what can be read, and a fault for each entry that can't. Raises ContentError when it is none at all."""
    raw = read_yaml(texte, fichier)
    if not isinstance(raw, Table) or not isinstance(raw.get("entrees"), list):
        raise ContentError("le lexique n’a pas de liste « entrees »", fichier=fichier, ligne=1, attendu="entrees: …")
    faults: list[ContentError] = []
    expansions = raw.get("expansions") or ()
    if not isinstance(expansions, list | tuple):
        ligne = raw.lines["expansions"]
        faults.append(
            ContentError("« expansions » n’est pas une liste", fichier=fichier, ligne=ligne, attendu="- id: …")
        )
        expansions = ()
    return (
        Lexique(
            tuple(_readable(raw["entrees"], raw.lines["entrees"], _entry, fichier, faults)),
            tuple(_readable(expansions, raw.lines.get("expansions", 1), _expansion, fichier, faults)),
        ),
        faults,
    )


def _readable(
    raws: Iterable[Any], ligne: int, read: Callable[[Table, str], T], fichier: str, faults: list[ContentError]
) -> Iterator[T]:
    """Each entry that can be read; a fault costs the entry alone."""
    for raw in raws:
        try:
            yield read(_table(raw, fichier, ligne), fichier)
        except ContentError as fault:
            faults.append(fault)


def _table(raw: Any, fichier: str, ligne: int) -> Table:  # noqa: ANN401
    if isinstance(raw, Table):
        return raw
    where = getattr(raw, "line", ligne)
    raise ContentError(
        "une entrée du lexique n’est pas une suite de champs", fichier=fichier, ligne=where, attendu="id: …"
    )


def _entry(raw: Table, fichier: str) -> LexiqueEntry:
    identifier = _check(raw, FIELDS, ("id", "developpe"), fichier)
    return LexiqueEntry(
        id=identifier,
        sigle=_text(raw, "sigle", fichier),
        developpe=french(_text(raw, "developpe", fichier) or ""),
        definition=french(_text(raw, "definition", fichier) or ""),
        structure=_text(raw, "structure", fichier),
        document=_text(raw, "document", fichier),
        developpe_par=_text(raw, "developpe_par", fichier) or "source",
        **{name: _words(raw, name, fichier) for name in LISTS},
    )


def _expansion(raw: Table, fichier: str) -> Expansion:
    identifier = _check(raw, EXPANSION_FIELDS, ("id", "termes"), fichier)
    return Expansion(identifier, _words(raw, "termes", fichier), _words(raw, "vers", fichier))


def _check(raw: Table, allowed: set[str], required: tuple[str, ...], fichier: str) -> str:
    for name in required:
        if not raw.get(name):
            raise _fault(raw, name, f"le champ « {name} » manque", name, fichier)
    if unknown := set(raw) - allowed:
        name = min(unknown)
        raise _fault(raw, name, f"champ inconnu « {name[:40]} »", ", ".join(sorted(allowed)), fichier)
    return _text(raw, "id", fichier) or ""


def _text(raw: Table, name: str, fichier: str) -> str | None:
    valeur = raw.get(name)
    if valeur is None:
        return None
    if not isinstance(valeur, str | int | float) or isinstance(valeur, bool):
        raise _fault(raw, name, f"le champ « {name} » n’est pas un texte", "un texte", fichier)
    return str(valeur)


def _words(raw: Table, name: str, fichier: str) -> tuple[str, ...]:
    values = raw.get(name)
    if values is None:
        return ()
    if not isinstance(values, list) or not all(isinstance(word, str | int | float) for word in values):
        raise _fault(raw, name, f"« {name} » : une liste de mots est attendue", "- mot", fichier)
    return tuple(str(word) for word in values)


def _fault(raw: Table, name: str, message: str, expected: str, fichier: str) -> ContentError:
    identifier = str(raw.get("id") or "sans identifiant")[:60]
    ligne = raw.lines.get(name, raw.line)
    return ContentError(message, fichier=fichier, ligne=ligne, identifiant=identifier, attendu=expected)
