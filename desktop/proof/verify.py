"""The proof: the twelve laws over the whole answer space, in memory, and what was covered.

`verify` is what CI, « Aide → Preuves » and the mutation test run.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from desktop.decision.orientation import Orientation
from desktop.proof.laws import LOIS
from desktop.proof.whole_space import Failure, WholeSpace

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from desktop.decision.loading.questionnaires import Questionnaires

    Verification = Callable[[WholeSpace, str], Iterator[Failure]]


@dataclass(frozen=True, slots=True)
class VerifiedLaw:
    """One law: how many failures, the first of them, and the seconds it took."""

    numero: int
    titre: str
    echecs: tuple[Failure, ...]
    secondes: float

    @property
    def holds(self) -> bool:
        """No failure."""
        return not self.echecs


@dataclass(frozen=True, slots=True)
class ProofReport:
    """What was verified: combinations of answers covered, boxes that they fall into, laws, rules that win at least once."""

    empreinte: str
    combinaisons: int
    boites: int
    lois: tuple[VerifiedLaw, ...]
    gagnantes: int
    regles: int
    secondes: float
    mortes: tuple[str, ...] = field(default=())

    @property
    def holds(self) -> bool:
        """Every law holds and no rule is dead."""
        return all(loi.holds for loi in self.lois) and not self.mortes

    def as_dict(self) -> dict[str, Any]:
        """What « Aide → Preuves » shows: plain data, without the failures' details."""
        return {
            "empreinte": self.empreinte,
            "combinaisons": self.combinaisons,
            "boites": self.boites,
            "regles": self.regles,
            "gagnantes": self.gagnantes,
            "lois": [
                {
                    "numero": loi.numero,
                    "titre": loi.titre,
                    "echecs": len(loi.echecs),
                    "secondes": round(loi.secondes, 2),
                }
                for loi in self.lois
            ],
            "secondes": round(self.secondes, 1),
        }

    def text(self) -> str:
        """The report in French, as it is printed."""
        lignes = [
            f"Combinaisons de réponses couvertes : {_thousands(self.combinaisons)}, en {_thousands(self.boites)} régions",
            f"Règles qui gagnent au moins une fois : {self.gagnantes} sur {self.regles}",
        ]
        lignes += [f"  règle morte : {morte}" for morte in self.mortes]
        for loi in self.lois:
            verdict = "tient" if loi.holds else f"{len(loi.echecs)} échecs"
            lignes.append(f"Loi {loi.numero:>2} {loi.titre} : {verdict} ({loi.secondes:.1f} s)")
            lignes += [f"    {echec}" for echec in loi.echecs[:3]]
        lignes.append(f"Temps : {self.secondes:.1f} s")
        return "\n".join(lignes)


def verify(
    questionnaires: Questionnaires,
    regles_du_contenu: Collection[str] | None = None,
    lois: Iterable[int] | None = None,
    besoins: Iterable[str] | None = None,
) -> ProofReport:
    """Check the laws (all, or those named) on the needs (all, or those named).

    `regles_du_contenu`: identifiers of the content's rules, so that law 10 can look citations up.
    """
    debut = time.perf_counter()
    preuve = WholeSpace(Orientation(questionnaires))
    preuve.regles_du_contenu = None if regles_du_contenu is None else frozenset(regles_du_contenu)
    retenus = tuple(preuve.donnees.tables) if besoins is None else tuple(besoins)
    voulues = {numero for numero, _, _ in LOIS} if lois is None else {*lois, 1}
    verifiees = []
    for numero, titre, loi in LOIS:
        if numero in voulues:
            depart = time.perf_counter()
            echecs = tuple(echec for besoin in retenus for echec in _failures(numero, loi, preuve, besoin))
            verifiees.append(VerifiedLaw(numero, titre, echecs, time.perf_counter() - depart))
    regles = preuve.regles() if lois is None and besoins is None else ()
    mortes = tuple(regle for regle in regles if not preuve.wins(regle))
    return ProofReport(
        questionnaires.empreinte,
        preuve.combinaisons,
        sum(preuve.regions.values()),
        tuple(verifiees),
        len(regles) - len(mortes),
        len(regles),
        time.perf_counter() - debut,
        mortes,
    )


def _failures(numero: int, loi: Verification, preuve: WholeSpace, besoin: str) -> list[Failure]:
    try:
        return list(loi(preuve, besoin))
    except LookupError as faute:
        return [Failure(numero, besoin, f"une situation n’a aucune ligne ({faute})", {})]


def _thousands(nombre: int) -> str:
    return f"{nombre:,}".replace(",", "\u202f")
