"""Is this person ready for the post? What the source asks, with its force, against what is held."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desktop.decision.facts import FaitsError
from desktop.decision.loading.profils import ETATS, Exigence, NoteProfil, Profil

if TYPE_CHECKING:
    from desktop.decision.loading.questionnaires import Questionnaires
    from desktop.decision.loading.sources import Brut

_COMPETENCE = "competence"
_SOUHAITS = ("souhaite", "facultatif")


@dataclass(frozen=True, slots=True)
class BilanProfil:
    """What stands for a post.

    `acquis`: held. `bloquants`: asked for by a blocking force and missing. `souhaites`: only wished for or optional, missing.
    `a_evaluer`: competences that nobody has said anything about. `non_listes`: items held that the source does not name: neither
    yes nor no. `pour_conclure`: what would close the gap, one sentence a missing item.
    """

    profil: Profil
    acquis: tuple[Exigence, ...]
    bloquants: tuple[Exigence, ...]
    souhaites: tuple[Exigence, ...]
    a_evaluer: tuple[Exigence, ...]
    non_listes: tuple[str, ...]
    pour_conclure: tuple[str, ...]
    notes: tuple[NoteProfil, ...]

    @property
    def pret(self) -> bool:
        """Nothing that blocks is missing; competences are still to be assessed by a person."""
        return not self.bloquants

    def as_dict(self) -> dict[str, Any]:
        """Plain data for the command line and reports."""
        return {
            "profil": self.profil.id,
            "pret": self.pret,
            "acquis": [e.id for e in self.acquis],
            "manquants_bloquants": [e.id for e in self.bloquants],
            "souhaites": [e.id for e in self.souhaites],
            "a_evaluer": [e.id for e in self.a_evaluer],
            "non_listes": list(self.non_listes),
            "pour_conclure": list(self.pour_conclure),
            "exigences": [
                {"id": e.id, "force": e.force, "nature": e.source.nature.value, "regles": list(e.source.regles)}
                for e in self.profil.exigences
            ],
            "notes": [n.id for n in self.notes],
        }


def profil(questionnaires: Questionnaires, nom: str, tenus: Iterable[str] | Mapping[str, str]) -> BilanProfil:
    """What the items held make of a profile.

    `tenus`: identifiers of items held, or identifier → `acquis`, `en_cours`, `engagement`, `non`. « En cours » and « engagement »
    count where the source says so. Raises FaitsError for an unknown profile or state.
    """
    connu = verifier_nom(questionnaires, nom)
    etats = _etats(tenus)
    groupes = {e.groupe for e in connu.exigences if e.groupe and etats.get(e.id) in e.compte}
    acquis = tuple(e for e in connu.exigences if etats.get(e.id) in e.compte)
    manquants = [e for e in connu.exigences if e not in acquis and not (e.groupe and e.groupe in groupes)]
    bloquants = _un_par_groupe(e for e in manquants if e.force in connu.bloquantes)
    souhaites = tuple(e for e in manquants if e.force in _SOUHAITS)
    a_evaluer = tuple(e for e in manquants if e.force == _COMPETENCE)
    listes = {e.id for e in connu.exigences}
    return BilanProfil(
        connu,
        acquis,
        bloquants,
        souhaites,
        a_evaluer,
        tuple(identifiant for identifiant in etats if identifiant not in listes),
        tuple(e.pour_conclure or f"{e.libelle} : à acquérir." for e in bloquants),
        connu.notes,
    )


def verifier_nom(questionnaires: Questionnaires, nom: str) -> Profil:
    """The profile of that name. Raises FaitsError with the names that exist."""
    connu = questionnaires.profils.get(nom)
    if connu is None:
        message = f"Le profil « {nom} » n’existe pas."
        raise FaitsError(message, fait="profil", donne=nom, permis=tuple(questionnaires.profils))
    return connu


def _etats(tenus: Brut) -> dict[str, str]:
    if isinstance(tenus, Mapping):
        etats = dict(tenus)
    elif isinstance(tenus, list | tuple | set | frozenset):
        if autres := [tenu for tenu in tenus if not isinstance(tenu, str)]:
            raise FaitsError("Un élément tenu est un identifiant.", fait="tenus", donne=autres[0])
        etats = dict.fromkeys(tenus, "acquis")
    else:
        raise FaitsError("Les éléments tenus sont attendus en liste ou en objet.", fait="tenus", donne=tenus)
    for identifiant, etat in etats.items():
        if not isinstance(identifiant, str):
            raise FaitsError("Un élément tenu est un identifiant.", fait="tenus", donne=identifiant)
        if etat not in ETATS:
            message = f"« {identifiant} » ne peut pas valoir « {etat} »."
            raise FaitsError(message, fait=identifiant, donne=etat, permis=tuple(ETATS))
    return etats


def _un_par_groupe(manquants: Iterable[Exigence]) -> tuple[Exigence, ...]:
    """Of a group whose items answer for one another, the first speaks for all."""
    vus: set[str] = set()
    gardes = []
    for exigence in manquants:
        if exigence.groupe in vus:
            continue
        if exigence.groupe:
            vus.add(exigence.groupe)
        gardes.append(exigence)
    return tuple(gardes)
