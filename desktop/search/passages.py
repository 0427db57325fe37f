"""The unit of search: a règle with all that a reader sees around it, cut into zones that weigh differently."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from desktop.corpus.model import Force
from desktop.search.tokens import normalize

if TYPE_CHECKING:
    from desktop.corpus.model import Borne, Corpus, Regle, Rubrique

# Raise it whenever the same corpus gives other zones.
PASSAGES_VERSION = 1


class Zone(IntEnum):
    """Where a word stands. The order is that of the zones of a `RulePassage`."""

    TEXT = 0
    CHAPEAU = 1
    CHILDREN = 2
    RUBRIQUE = 3
    PATH = 4
    DOCUMENT = 5
    NOTES = 6
    MARKS = 7


@dataclass(frozen=True, slots=True)
class ZoneSetting:
    """How a zone counts: its weight, and how much its length is held against it (0 none, 1 wholly)."""

    weight: float
    length: float


ZONE_SETTINGS: dict[Zone, ZoneSetting] = {
    Zone.TEXT: ZoneSetting(1.0, 0.5),
    Zone.CHAPEAU: ZoneSetting(0.4, 0.5),
    Zone.CHILDREN: ZoneSetting(0.25, 0.5),
    Zone.RUBRIQUE: ZoneSetting(1.4, 0.4),
    Zone.PATH: ZoneSetting(0.9, 0.3),
    Zone.DOCUMENT: ZoneSetting(1.2, 0.3),
    Zone.NOTES: ZoneSetting(0.5, 0.5),
    Zone.MARKS: ZoneSetting(0.5, 0.0),
}


# How a force is asked for; the content's own word first.
FORCE_NAMES: dict[Force, tuple[str, ...]] = {
    Force.OBLIGATION: ("obligation", "obligatoire"),
    Force.PRE_REQUIS: ("pré-requis", "condition"),
    Force.REQUIS: ("requis", "exigé"),
    Force.RECOMMANDATION: ("recommandation", "recommandé"),
    Force.PRECONISATION: ("préconisation", "préconisé"),
    Force.SOUHAITE: ("souhaité",),
    Force.FACULTATIF: ("facultatif",),
    Force.POSSIBILITE: ("possibilité", "possible"),
    Force.OBJECTIF: ("objectif", "but"),
    Force.EXEMPLE: ("exemple",),
    Force.INDICATIF: ("indicatif",),
    Force.DESCRIPTION: (),
}


@dataclass(frozen=True, slots=True)
class RulePassage:
    """One searchable passage. `text` is what is shown: the règle, preceded by its chapeau; its own words begin at `own_start`."""

    id: str
    document: str
    rubrique: str
    force: Force | None
    borne: Borne | None
    structures: frozenset[str]
    places_named: frozenset[str]
    annexe: int | None
    title: str
    text: str
    own_start: int = 0


def rule_passages(corpus: Corpus) -> list[RulePassage]:
    """One `RulePassage` a règle, in reading order."""
    places_named = {r.id: _ancestors(corpus, r) for r in corpus.rubriques.values()}
    return [_rule_passage(corpus, regle, places_named[regle.rubrique]) for regle in corpus.regles.values()]


def zones(corpus: Corpus) -> list[tuple[str, ...]]:
    """For each règle, in the order of `rule_passages`, the text of each `Zone`: what an index is built from."""
    children: dict[str, list[str]] = defaultdict(list)
    for regle in corpus.regles.values():
        if regle.chapeau is not None:
            children[regle.chapeau].append(regle.texte)
    notes = _editorial_notes(corpus)
    column_heads = _column_heads(corpus)
    return [_zones(corpus, regle, children[regle.id], notes, column_heads) for regle in corpus.regles.values()]


def _editorial_notes(corpus: Corpus) -> dict[str, list[str]]:
    notes: dict[str, list[str]] = defaultdict(list)
    for note in corpus.notes_editoriales.values():
        if note.regle is not None:
            notes[note.regle].append(note.texte)
    return notes


def _column_heads(corpus: Corpus) -> dict[str, str]:
    """Column heads of the table that a règle is a row of."""
    from desktop.corpus.model import RuleTable

    return {
        regle: " ".join(block.entetes)
        for rubrique in corpus.rubriques.values()
        for block in rubrique.blocs
        if isinstance(block, RuleTable)
        for regle in block.regles
    }


def _rule_passage(corpus: Corpus, regle: Regle, places_named: tuple[str, ...]) -> RulePassage:
    document = corpus.documents[regle.document]
    rubrique = corpus.rubriques[regle.rubrique]
    chapeau = corpus.regles.get(regle.chapeau) if regle.chapeau else None
    ahead = "" if chapeau is None else f"{chapeau.texte} "
    structures = frozenset(s for s in (regle.structure, rubrique.structure, document.structure) if s)
    return RulePassage(
        id=regle.id,
        document=document.id,
        rubrique=rubrique.id,
        force=regle.force,
        borne=regle.borne,
        structures=structures,
        places_named=frozenset((document.id, *structures, *places_named)),
        annexe=document.source.annexe,
        title=normalize(" › ".join(rubrique.chemin)),
        text=normalize(f"{ahead}{regle.texte}"),
        own_start=len(normalize(ahead)),
    )


def _zones(
    corpus: Corpus, regle: Regle, children: list[str], notes: dict[str, list[str]], column_heads: dict[str, str]
) -> tuple[str, ...]:
    document = corpus.documents[regle.document]
    rubrique = corpus.rubriques[regle.rubrique]
    chapeau = corpus.regles.get(regle.chapeau) if regle.chapeau else None
    annexe = document.source.annexe
    acronyms = [s.upper() for s in (regle.structure, rubrique.structure) if s]
    references = [corpus.references[r] for r in regle.references if r in corpus.references]
    texts: dict[Zone, list[str]] = {
        Zone.TEXT: [regle.texte],
        Zone.CHAPEAU: [chapeau.texte if chapeau else "", column_heads.get(regle.id, "")],
        Zone.CHILDREN: children,
        Zone.RUBRIQUE: [rubrique.titre],
        Zone.PATH: list(rubrique.chemin[:-1]),
        Zone.DOCUMENT: [document.titre, document.sigle or "", *acronyms, f"annexe {annexe}" if annexe else ""],
        Zone.NOTES: [
            *("".join(f.texte for f in document.notes.get(n, ())) for n in regle.notes),
            *(f"{r.citation} {r.intitule}" for r in references),
            *notes.get(regle.id, ()),
        ],
        Zone.MARKS: [*FORCE_NAMES[regle.force], regle.borne or "", *(n.scale.measures for n in regle.niveaux)],
    }
    return tuple(normalize(" ".join(t for t in texts[zone] if t)) for zone in Zone)


def _ancestors(corpus: Corpus, rubrique: Rubrique) -> tuple[str, ...]:
    """The rubrique and those that it stands under."""
    ids = [rubrique.id]
    while rubrique.parent is not None and rubrique.parent in corpus.rubriques:
        rubrique = corpus.rubriques[rubrique.parent]
        ids.append(rubrique.id)
    return tuple(ids)
