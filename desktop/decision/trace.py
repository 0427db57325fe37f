"""Why this plan: rows that held and rows that did not, the facts that decided, structures that were not chosen."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from desktop.decision.conditions import FAUX, INCONNU, VRAI, Boite, Condition, atoms, evaluate
from desktop.decision.model import Ligne, Role, Source
from desktop.decision.space import COMPLEXITE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from desktop.decision.forms import RankRow
    from desktop.decision.orientation import Evaluation, Orientation
    from desktop.decision.plan import Plan, PlanOfBesoin


class Verdict(StrEnum):
    """How a row of a table was read. What a person is told of it is for `telling` to say."""

    HOLDS = "vraie"
    FAILS = "fausse"
    UNKNOWN = "inconnue"
    UNREAD = "non_lue"
    """An earlier row held."""


class LeftReason(StrEnum):
    """Why a structure that the tables name is not in the plan. A code: no words of it are ever shown."""

    REFUSED = "refusee"
    """The person refuses it."""
    PLACE = "lieu_non_adapte"
    """Where the person lives does not suit it: a modifier took it out."""
    CONDITION = "condition_non_remplie"
    """Its row holds, its own condition does not."""
    EARLIER_ROW = "ligne_anterieure"
    """Its row was not read: an earlier one held."""
    OTHER_CASE = "autre_cas"
    """Its row does not hold."""


_VERDICTS = {VRAI: Verdict.HOLDS, FAUX: Verdict.FAILS, INCONNU: Verdict.UNKNOWN}


@dataclass(frozen=True, slots=True)
class TracedRow:
    """One row of a table as it was read.

    `faits`: the facts that made it so, with the values given (None: unknown).
    """

    id: str
    titre: str
    verdict: Verdict
    faits: Mapping[str, Any]
    fichier: str
    ligne: int


@dataclass(frozen=True, slots=True)
class Discarded:
    """A structure that the need's tables name and that is not in the plan, with why."""

    structure: str
    reason: LeftReason
    ligne: str


@dataclass(frozen=True, slots=True)
class TraceBesoin:
    """The reading of one need's tables: its own first, then those whose plan was copied."""

    besoin: str
    tables: Mapping[str, tuple[TracedRow, ...]]
    modifications: tuple[tuple[str, Source], ...]
    ecartees: tuple[Discarded, ...]


@dataclass(frozen=True, slots=True)
class Trace:
    """The whole explanation; JSON-ready through `as_dict`."""

    niveau: tuple[TracedRow, ...]
    besoins: tuple[TraceBesoin, ...]

    def as_dict(self) -> dict[str, Any]:
        """Plain data for reports and exports."""
        return {
            "niveau": [_row_dict(ligne) for ligne in self.niveau],
            "besoins": [
                {
                    "besoin": besoin.besoin,
                    "tables": {nom: [_row_dict(ligne) for ligne in lignes] for nom, lignes in besoin.tables.items()},
                    "modifications": [
                        {"id": nom, "nature": source.nature.value, "regles": list(source.regles)}
                        for nom, source in besoin.modifications
                    ],
                    "ecartees": [
                        {"structure": e.structure, "raison": e.reason.value, "ligne": e.ligne} for e in besoin.ecartees
                    ],
                }
                for besoin in self.besoins
            ],
        }


def _row_dict(ligne: TracedRow) -> dict[str, Any]:
    return {"id": ligne.id, "titre": ligne.titre, "verdict": ligne.verdict.value, "faits": dict(ligne.faits)}


def tracer(orientation: Orientation, evaluation: Evaluation, plan: Plan) -> Trace:
    """Rebuild the reading of every table on the facts of a plan."""
    traceur = _Tracer(orientation, evaluation, plan)
    return Trace(traceur.niveau(), tuple(traceur.besoin(besoin) for besoin in plan.besoins))


class _Tracer:
    def __init__(self, orientation: Orientation, evaluation: Evaluation, plan: Plan) -> None:
        self._o = orientation
        self._boite = evaluation.boite
        self._connus = plan.faits

    def niveau(self) -> tuple[TracedRow, ...]:
        """Rows of the level's table for the dimensions that are known."""
        donnees = self._o.questionnaires.niveau
        return tuple(
            self._row(ligne, _VERDICTS[evaluate(ligne.quand, self._boite)], (ligne.dimension,))
            for ligne in donnees.lignes
            if ligne.dimension in self._connus
        )

    def besoin(self, plan: PlanOfBesoin) -> TraceBesoin:
        """One need: every row of every table that its plan was read from."""
        boite = self._o.moteur.suppose(plan.besoin, self._boite)
        tables = {nom: tuple(self._table(nom, boite)) for nom in self._followed(plan)}
        donnees = self._o.donnees
        sources = {m.id: m.source for m in (*donnees.modifications, *donnees.apres_refus)}
        modifications = tuple((nom, sources[nom]) for nom in plan.modifications)
        return TraceBesoin(plan.besoin, tables, modifications, tuple(self._discarded(plan, tables, boite)))

    def _followed(self, plan: PlanOfBesoin) -> list[str]:
        tables = self._o.donnees.tables
        suivies = [plan.besoin]
        for nom in suivies:
            lues = (*tables[nom].lignes, *tables[nom].complements)
            for ligne in lues:
                if ligne.id in plan.lignes:
                    suivies += [e.plan_de for e in ligne.enonces if e.plan_de and e.plan_de not in suivies]
        return suivies

    def _table(self, nom: str, boite: Boite) -> Iterator[TracedRow]:
        table = self._o.donnees.tables[nom]
        trouvee = False
        for ligne in table.lignes:
            verdict = Verdict.UNREAD if trouvee else _VERDICTS[evaluate(ligne.quand, boite)]
            trouvee = trouvee or verdict == Verdict.HOLDS
            yield self._row(ligne, verdict, self._facts_read(ligne.quand))
        for ligne in table.complements:
            yield self._row(ligne, _VERDICTS[evaluate(ligne.quand, boite)], self._facts_read(ligne.quand))

    def _row(self, ligne: Ligne | RankRow, verdict: Verdict, noms: tuple[str, ...]) -> TracedRow:
        lus = {nom: self._connus.get(nom) for nom in noms}
        fichier, rang = (ligne.lieu.fichier, ligne.lieu.ligne) if ligne.lieu else ("", 0)
        return TracedRow(ligne.id, ligne.titre, verdict, lus, fichier, rang)

    def _facts_read(self, condition: Condition) -> tuple[str, ...]:
        """Facts that a condition reads; for the level, the dimensions that are known, or the level given."""
        lus: dict[str, None] = {}
        for variable, _ in atoms(condition):
            nom = self._o.espace.variables[variable].nom
            if nom == COMPLEXITE:
                lus.update(dict.fromkeys(n for n in self._o.questionnaires.niveau.dimensions.noms if n in self._connus))
                lus.update({level: None} if (level := self._o.parts.level) in self._connus else {})
            else:
                lus[nom.partition(".")[0]] = None
        return tuple(lus)

    def _discarded(
        self, plan: PlanOfBesoin, tables: Mapping[str, tuple[TracedRow, ...]], boite: Boite
    ) -> Iterator[Discarded]:
        """Structures that other rows, or undecided statements, would have brought."""
        presentes = set(plan.structures)
        dites: set[str] = set()
        verdicts = {ligne.id: ligne.verdict for lignes in tables.values() for ligne in lignes}
        for nom in tables:
            table = self._o.donnees.tables[nom]
            for ligne in (*table.lignes, *table.complements):
                for enonce in ligne.enonces:
                    structure = enonce.structure
                    if not structure or enonce.role == Role.ANTICIPER or structure in presentes | dites:
                        continue
                    dites.add(structure)
                    if structure in plan.refuses:
                        reason = LeftReason.REFUSED
                    elif verdicts[ligne.id] == Verdict.HOLDS:
                        tenue = evaluate(enonce.si, boite) == VRAI
                        reason = LeftReason.PLACE if tenue else LeftReason.CONDITION
                    elif verdicts[ligne.id] == Verdict.UNREAD:
                        reason = LeftReason.EARLIER_ROW
                    else:
                        reason = LeftReason.OTHER_CASE
                    yield Discarded(structure, reason, ligne.id)
