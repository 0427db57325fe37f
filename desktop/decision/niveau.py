"""The level of complexity: what the six dimensions, or a level given directly, still leave possible."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desktop.decision import facts
from desktop.decision.conditions import FAUX, Boite, evaluate
from desktop.decision.plan import SaidNote

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop.decision.forms import RankRow
    from desktop.decision.loading.questionnaires import Questionnaires
    from desktop.decision.loading.sources import Brut

SEVERAL = 3
"""So many dimensions at the second rank make the highest one worth discussing."""


@dataclass(frozen=True, slots=True)
class Niveau:
    """Possible levels, the level of each known dimension, the expertise wanted of a HAD, and what there is to say.

    `decisives`: dimensions that carry the level. `rows`: the table's rows that held.
    """

    niveaux: tuple[int, ...]
    par_ethique_seule: bool | None
    dimensions: Mapping[str, int | None]
    expertise_had: tuple[int, ...]
    decisives: tuple[str, ...] = ()
    notes: tuple[SaidNote, ...] = ()
    lignes: tuple[RankRow, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The level's part of docs/decisions.md § 7."""
        return {
            "niveau": self.niveaux[0] if len(self.niveaux) == 1 else list(self.niveaux),
            "niveau_par_ethique_seule": self.par_ethique_seule,
            "dimensions": dict(self.dimensions),
            "expertise_had": self.expertise_had[0] if len(self.expertise_had) == 1 else list(self.expertise_had),
            "notes": [
                {"id": n.id, "nature": n.source.nature.value, "regles": list(n.source.regles)} for n in self.notes
            ],
        }


def evaluate_niveau(questionnaires: Questionnaires, donnes: Brut) -> Niveau:
    """The level for the dimensions (and `niveau`) among the facts. Raises FaitsError."""
    connus = facts.validate(questionnaires, donnes)
    boite = facts.box_for(questionnaires, connus)
    base = possible_niveaux(questionnaires, connus, boite)
    hauts = [niveau for niveau in base.dimensions.values() if niveau is not None]
    decisives = tuple(nom for nom, niveau in base.dimensions.items() if hauts and niveau == max(hauts) and niveau > 1)
    lignes = tuple(
        ligne
        for ligne in questionnaires.niveau.lignes
        if ligne.dimension in connus and evaluate(ligne.quand, boite) != FAUX
    )
    notes = tuple(notes_of_niveau(questionnaires, connus, boite))
    return Niveau(base.niveaux, base.par_ethique_seule, base.dimensions, base.expertise_had, decisives, notes, lignes)


def possible_niveaux(questionnaires: Questionnaires, connus: facts.Faits, boite: Boite) -> Niveau:
    """Levels that the box leaves possible."""
    possibles = questionnaires.espace.combinations_of(boite)
    seules = {complexite.par_ethique_seule for complexite in possibles}
    dimensions = questionnaires.niveau.dimensions
    connues = {
        nom: dimensions.niveaux[rang][connus[nom]] if nom in connus else None
        for rang, nom in enumerate(dimensions.noms)
    }
    expertise = tuple(ligne.donne for ligne in questionnaires.niveau.expertise if evaluate(ligne.quand, boite) != FAUX)
    return Niveau(
        tuple(sorted({complexite.niveau for complexite in possibles})),
        seules.pop() if len(seules) == 1 else None,
        connues,
        expertise,
    )


def notes_of_niveau(questionnaires: Questionnaires, connus: facts.Faits, boite: Boite) -> list[SaidNote]:
    """What there is to say about the level itself: only what is certain."""
    possibles = questionnaires.espace.combinations_of(boite)
    dimensions = questionnaires.niveau.dimensions
    if not dimensions.noms:
        return []
    hauts = [dimensions.niveaux[rang][connus[nom]] for rang, nom in enumerate(dimensions.noms) if nom in connus]
    donne = connus.get(questionnaires.parts.level)
    milieu = dimensions.rangs[0] + 1
    constats = {
        "une_seule_eleve": all(c.par_ethique_seule for c in possibles),
        "porte_par_un_seul": all(c.porte_par_un_seul_plan for c in possibles),
        "plusieurs_au_milieu": all(
            c.niveau == milieu and c.dimensions is not None and c.dimensions.count(milieu) >= SEVERAL for c in possibles
        ),
        "connu_trop_bas": donne is not None and bool(hauts) and max(hauts) > donne,
        "connu_plus_haut": donne is not None and len(hauts) == len(dimensions.noms) and max(hauts) < donne,
    }
    notes, appelees = questionnaires.orientation.notes, questionnaires.niveau.findings
    dites = [notes[appelees[constat]] for constat, tient in constats.items() if tient and constat in appelees]
    return [SaidNote(note.id, note.genre, note.texte, note.source) for note in dites]
