"""`errspp_niveau`: the ERRSPP's level of involvement (annexe 7; docs/decisions.md § 3), a scale of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desktop.decision import facts as faits
from desktop.decision.conditions import FAUX, VRAI, evaluer
from desktop.decision.loading.questionnaires import Questionnaires, boite_de

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop.decision.loading.sources import Brut
    from desktop.decision.tables import Echelonnee


@dataclass(frozen=True, slots=True)
class ErrsppNiveau:
    """Levels of involvement still possible, the rows that give them, notes that hold, questions that still decide."""

    faits: Mapping[str, str]
    niveaux: tuple[int, ...]
    lignes: tuple[Echelonnee, ...]
    notes: tuple[Echelonnee, ...]
    questions_utiles: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """`{"errspp_niveau": 2}`, a list while several stay possible."""
        return {"errspp_niveau": self.niveaux[0] if len(self.niveaux) == 1 else list(self.niveaux)}


def errspp(questionnaires: Questionnaires, donnes: Brut) -> ErrsppNiveau:
    """The level of involvement for `contact_direct`, `equipe_referente`, `autres_equipes`. Raises FaitsError."""
    donnees = questionnaires.errspp
    noms = tuple(donnees.espace.index)
    connus = faits.valider(questionnaires, donnes, noms)
    boite = boite_de(donnees.espace, connus)
    lignes = tuple(ligne for ligne in donnees.table if evaluer(ligne.quand, boite) != FAUX)
    notes = tuple(note for note in donnees.notes if evaluer(note.quand, boite) == VRAI)
    niveaux = tuple(sorted({ligne.donne for ligne in lignes}))
    return ErrsppNiveau(connus, niveaux, lignes, notes, _utiles(questionnaires, connus, niveaux))


def _utiles(questionnaires: Questionnaires, connus: faits.Faits, niveaux: tuple[int, ...]) -> tuple[str, ...]:
    """Unknown facts that an answer to would change what is possible; the one that leaves least on average first."""
    if len(niveaux) < 2:
        return ()
    donnees = questionnaires.errspp
    restes: dict[str, float] = {}
    for nom in donnees.espace.index:
        if nom in connus:
            continue
        comptes = []
        possibles = set()
        for valeur in questionnaires.faits[nom].identifiants:
            boite = boite_de(donnees.espace, {**connus, nom: valeur})
            donnes = frozenset(ligne.donne for ligne in donnees.table if evaluer(ligne.quand, boite) != FAUX)
            comptes.append(len(donnes))
            possibles.add(donnes)
        if len(possibles) > 1:
            restes[nom] = sum(comptes) / len(comptes)
    return tuple(sorted(restes, key=lambda nom: restes[nom]))
