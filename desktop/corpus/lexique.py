"""`lexique.yaml`: acronyms, synonyms and the everyday words that lead to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from desktop.corpus.bounded_yaml import YamlTable
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


def read_lexique(text: str, file: str) -> tuple[Lexique, list[ContentError]]:
    """Read the lexique: what can be read, and a fault for each entry that can't. Raises ContentError when it is none at all."""
    raw = read_yaml(text, file)
    if not isinstance(raw, YamlTable) or not isinstance(raw.get("entrees"), list):
        raise ContentError("le lexique n’a pas de liste « entrees »", fichier=file, ligne=1, attendu="entrees: …")
    faults: list[ContentError] = []
    expansions = raw.get("expansions") or ()
    if not isinstance(expansions, list | tuple):
        line = raw.lines["expansions"]
        faults.append(ContentError("« expansions » n’est pas une liste", fichier=file, ligne=line, attendu="- id: …"))
        expansions = ()
    return (
        Lexique(
            tuple(_readable(raw["entrees"], raw.lines["entrees"], _entry, file, faults)),
            tuple(_readable(expansions, raw.lines.get("expansions", 1), _expansion, file, faults)),
        ),
        faults,
    )


def _readable(
    raws: Iterable[Any], line: int, read: Callable[[YamlTable, str], T], file: str, faults: list[ContentError]
) -> Iterator[T]:
    """Each entry that can be read; a fault costs the entry alone."""
    for raw in raws:
        try:
            yield read(_table(raw, file, line), file)
        except ContentError as fault:
            faults.append(fault)


def _table(raw: Any, file: str, line: int) -> YamlTable:  # noqa: ANN401
    if isinstance(raw, YamlTable):
        return raw
    where = getattr(raw, "line", line)
    raise ContentError(
        "une entrée du lexique n’est pas une suite de champs", fichier=file, ligne=where, attendu="id: …"
    )


def _entry(raw: YamlTable, file: str) -> LexiqueEntry:
    identifier = _check(raw, FIELDS, ("id", "developpe"), file)
    return LexiqueEntry(
        id=identifier,
        sigle=_text(raw, "sigle", file),
        developpe=french(_text(raw, "developpe", file) or ""),
        definition=french(_text(raw, "definition", file) or ""),
        structure=_text(raw, "structure", file),
        document=_text(raw, "document", file),
        developpe_par=_text(raw, "developpe_par", file) or "source",
        **{name: _words(raw, name, file) for name in LISTS},
    )


def _expansion(raw: YamlTable, file: str) -> Expansion:
    identifier = _check(raw, EXPANSION_FIELDS, ("id", "termes"), file)
    return Expansion(identifier, _words(raw, "termes", file), _words(raw, "vers", file))


def _check(raw: YamlTable, allowed: set[str], required: tuple[str, ...], file: str) -> str:
    for name in required:
        if not raw.get(name):
            raise _fault(raw, name, f"le champ « {name} » manque", name, file)
    if unknown := set(raw) - allowed:
        name = min(unknown)
        raise _fault(raw, name, f"champ inconnu « {name[:40]} »", ", ".join(sorted(allowed)), file)
    return _text(raw, "id", file) or ""


def _text(raw: YamlTable, name: str, file: str) -> str | None:
    valeur = raw.get(name)
    if valeur is None:
        return None
    if not isinstance(valeur, str | int | float) or isinstance(valeur, bool):
        raise _fault(raw, name, f"le champ « {name} » n’est pas un texte", "un texte", file)
    return str(valeur)


def _words(raw: YamlTable, name: str, file: str) -> tuple[str, ...]:
    values = raw.get(name)
    if values is None:
        return ()
    if not isinstance(values, list) or not all(isinstance(word, str | int | float) for word in values):
        raise _fault(raw, name, f"« {name} » : une liste de mots est attendue", "- mot", file)
    return tuple(str(word) for word in values)


def _fault(raw: YamlTable, name: str, message: str, expected: str, file: str) -> ContentError:
    identifier = str(raw.get("id") or "sans identifiant")[:60]
    line = raw.lines.get(name, raw.line)
    return ContentError(message, fichier=file, ligne=line, identifiant=identifier, attendu=expected)
