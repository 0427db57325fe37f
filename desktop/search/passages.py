"""The unit of search: a règle with all that a reader sees around it, cut into zones that weigh differently."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from desktop.corpus.model import Force
from desktop.search.tokens import normaliser

if TYPE_CHECKING:
    from desktop.corpus.model import Borne, Corpus, Regle, Rubrique

# Raise it whenever the same corpus gives other zones.
VERSION_FICHES = 1


class Zone(IntEnum):
    """Where a word stands. The order is that of the zones of a `Fiche`."""

    TEXTE = 0
    CHAPEAU = 1
    ENFANTS = 2
    RUBRIQUE = 3
    CHEMIN = 4
    DOCUMENT = 5
    NOTES = 6
    MARQUES = 7


@dataclass(frozen=True, slots=True)
class Reglage:
    """How a zone counts: its weight, and how much its length is held against it (0 none, 1 wholly)."""

    poids: float
    longueur: float


REGLAGES: dict[Zone, Reglage] = {
    Zone.TEXTE: Reglage(1.0, 0.5),
    Zone.CHAPEAU: Reglage(0.4, 0.5),
    Zone.ENFANTS: Reglage(0.25, 0.5),
    Zone.RUBRIQUE: Reglage(1.4, 0.4),
    Zone.CHEMIN: Reglage(0.9, 0.3),
    Zone.DOCUMENT: Reglage(1.2, 0.3),
    Zone.NOTES: Reglage(0.5, 0.5),
    Zone.MARQUES: Reglage(0.5, 0.0),
}


# How a force is asked for; the content's own word first.
NOMS_FORCE: dict[Force, tuple[str, ...]] = {
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
class Fiche:
    """One searchable passage. `texte` is what is shown: the règle, preceded by its chapeau; its own words begin at `propre`."""

    id: str
    document: str
    rubrique: str
    force: Force | None
    borne: Borne | None
    structures: frozenset[str]
    lieux: frozenset[str]
    annexe: int | None
    titre: str
    texte: str
    propre: int = 0


def fiches(corpus: Corpus) -> list[Fiche]:
    """One `Fiche` a règle, in reading order."""
    lieux = {r.id: _ancetres(corpus, r) for r in corpus.rubriques.values()}
    return [_fiche(corpus, regle, lieux[regle.rubrique]) for regle in corpus.regles.values()]


def zones(corpus: Corpus) -> list[tuple[str, ...]]:
    """For each règle, in the order of `fiches`, the text of each `Zone`: what an index is built from."""
    enfants: dict[str, list[str]] = defaultdict(list)
    for regle in corpus.regles.values():
        if regle.chapeau is not None:
            enfants[regle.chapeau].append(regle.texte)
    notes = _notes_editoriales(corpus)
    entetes = _entetes(corpus)
    return [_zones(corpus, regle, enfants[regle.id], notes, entetes) for regle in corpus.regles.values()]


def _notes_editoriales(corpus: Corpus) -> dict[str, list[str]]:
    notes: dict[str, list[str]] = defaultdict(list)
    for note in corpus.notes_editoriales.values():
        if note.regle is not None:
            notes[note.regle].append(note.texte)
    return notes


def _entetes(corpus: Corpus) -> dict[str, str]:
    """Column heads of the table that a règle is a row of."""
    from desktop.corpus.model import Tableau

    return {
        regle: " ".join(bloc.entetes)
        for rubrique in corpus.rubriques.values()
        for bloc in rubrique.blocs
        if isinstance(bloc, Tableau)
        for regle in bloc.regles
    }


def _fiche(corpus: Corpus, regle: Regle, lieux: tuple[str, ...]) -> Fiche:
    document = corpus.documents[regle.document]
    rubrique = corpus.rubriques[regle.rubrique]
    chapeau = corpus.regles.get(regle.chapeau) if regle.chapeau else None
    devant = "" if chapeau is None else f"{chapeau.texte} "
    structures = frozenset(s for s in (regle.structure, rubrique.structure, document.structure) if s)
    return Fiche(
        id=regle.id,
        document=document.id,
        rubrique=rubrique.id,
        force=regle.force,
        borne=regle.borne,
        structures=structures,
        lieux=frozenset((document.id, *structures, *lieux)),
        annexe=document.source.annexe,
        titre=normaliser(" › ".join(rubrique.chemin)),
        texte=normaliser(f"{devant}{regle.texte}"),
        propre=len(normaliser(devant)),
    )


def _zones(
    corpus: Corpus, regle: Regle, enfants: list[str], notes: dict[str, list[str]], entetes: dict[str, str]
) -> tuple[str, ...]:
    document = corpus.documents[regle.document]
    rubrique = corpus.rubriques[regle.rubrique]
    chapeau = corpus.regles.get(regle.chapeau) if regle.chapeau else None
    annexe = document.source.annexe
    sigles = [s.upper() for s in (regle.structure, rubrique.structure) if s]
    references = [corpus.references[r] for r in regle.references if r in corpus.references]
    textes: dict[Zone, list[str]] = {
        Zone.TEXTE: [regle.texte],
        Zone.CHAPEAU: [chapeau.texte if chapeau else "", entetes.get(regle.id, "")],
        Zone.ENFANTS: enfants,
        Zone.RUBRIQUE: [rubrique.titre],
        Zone.CHEMIN: list(rubrique.chemin[:-1]),
        Zone.DOCUMENT: [document.titre, document.sigle or "", *sigles, f"annexe {annexe}" if annexe else ""],
        Zone.NOTES: [
            *("".join(f.texte for f in document.notes.get(n, ())) for n in regle.notes),
            *(f"{r.citation} {r.intitule}" for r in references),
            *notes.get(regle.id, ()),
        ],
        Zone.MARQUES: [*NOMS_FORCE[regle.force], regle.borne or "", *(n.echelle.libelle for n in regle.niveaux)],
    }
    return tuple(normaliser(" ".join(t for t in textes[zone] if t)) for zone in Zone)


def _ancetres(corpus: Corpus, rubrique: Rubrique) -> tuple[str, ...]:
    """The rubrique and those that it stands under."""
    ids = [rubrique.id]
    while rubrique.parent is not None and rubrique.parent in corpus.rubriques:
        rubrique = corpus.rubriques[rubrique.parent]
        ids.append(rubrique.id)
    return tuple(ids)
