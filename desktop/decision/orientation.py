"""Which structure or partner answers: facts in, plan out. No Qt, no state between two calls."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from desktop.decision import contrefactuels, entourage, faits, questions, trace
from desktop.decision.conditions import FAUX, INCONNU, VRAI, Boite, evaluer, inconnues, partitionner
from desktop.decision.fusion import fusionner
from desktop.decision.model import Role
from desktop.decision.moteur import Moteur, PlanBesoin
from desktop.decision.niveau import niveaux_possibles, notes_du_niveau
from desktop.decision.plan import AppelMaintenant, EnonceDit, Plan, PlanDeBesoin

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from desktop.decision.charge import Questionnaires
    from desktop.decision.sources import Brut

_NON_NOMME = "hors_source"


@dataclass(slots=True)
class Evaluation:
    """What a plan was made from: kept for the explanation. `feuilles`: the boxes of each need, with their plans.

    `lus`: atoms (variable, mask) that are unknown and that something depends on. `coupes`: variables that split a need's boxes.
    """

    boite: Boite
    ordre: tuple[str, ...]
    feuilles: dict[str, list[tuple[Boite, PlanBesoin]]]
    lus: set[tuple[int, int]] = field(default_factory=set)
    coupes: set[int] = field(default_factory=set)


class Orientation:
    """Answers `orienter`. Build once with `desktop.decision.charger`; safe to share between threads."""

    def __init__(self, questionnaires: Questionnaires) -> None:
        self.questionnaires = questionnaires
        self.donnees = questionnaires.orientation
        self.espace = questionnaires.espace
        self.moteur = Moteur(self.donnees, self.espace)
        self.entourage = entourage.Entourage(self.donnees, self.espace)

    def orienter(self, donnes: Brut) -> Plan:
        """The plan for facts named and valued as in section 2.1; a missing fact is unknown. Raises FaitsError."""
        connus = faits.valider(self.questionnaires, donnes)
        return self.orienter_valides(connus)

    def orienter_valides(self, connus: faits.Faits) -> Plan:
        """Same, for facts that `faits.valider` has checked."""
        evaluation = self.evaluer(connus)
        plans, appels, personne = self._plans(evaluation)
        niveau = niveaux_possibles(self.questionnaires, connus, evaluation.boite)
        if plans and plans[0].besoin not in self.donnees.sans_patient:
            notes = notes_du_niveau(self.questionnaires, connus, evaluation.boite)
            plans[0] = _avec_notes(plans[0], notes)
        return Plan(
            connus,
            niveau.niveaux,
            niveau.par_ethique_seule,
            niveau.dimensions,
            niveau.expertise_had,
            appels,
            personne,
            tuple(plans),
            lambda plan: contrefactuels.chercher(self, plan),
            lambda _: questions.utiles(self, evaluation, connus),
            lambda plan: trace.tracer(self, evaluation, plan),
        )

    def evaluer(self, connus: faits.Faits, a_demander: tuple[str, ...] = ()) -> Evaluation:
        """Boxes and plans of every need, without what stands around them."""
        return self._evaluer(connus, faits.boite(self.questionnaires, connus, a_demander))

    def _evaluer(self, connus: faits.Faits, boite: Boite) -> Evaluation:
        evaluation = Evaluation(boite, self.ordonner(connus, boite), {})
        for besoin in evaluation.ordre:
            evaluation.feuilles[besoin] = self.feuilles_de(besoin, boite)
            for feuille, plan in evaluation.feuilles[besoin]:
                evaluation.lus |= plan.lus
                # A box that was split read the variable it was split on.
                evaluation.coupes.update(rang for rang, masque in enumerate(feuille) if masque != boite[rang])
        return evaluation

    def evaluer_tout(self, connus: faits.Faits, a_demander: tuple[str, ...] = ()) -> Evaluation:
        """Same, with what stands around them: everything that an unknown fact could change is then in `lus`."""
        evaluation = self.evaluer(connus, a_demander)
        self._plans(evaluation)
        return evaluation

    def principal_nomme(self, connus: faits.Faits, boite: Boite) -> tuple[str, ...]:
        """The principal of the first need when its rows name none: whom `joindre_maintenant` names on this box, if anyone."""
        return self._plans(self._evaluer(connus, boite))[0][0].principal

    def _plans(self, evaluation: Evaluation) -> tuple[list[PlanDeBesoin], tuple[AppelMaintenant, ...] | None, bool]:
        """The plans of every need, once who can be reached now is known; with that list."""
        plans = [self._besoin(besoin, evaluation) for besoin in evaluation.ordre]
        appels, personne = self._joindre(evaluation, plans)
        if appels:
            plans = [self._nommer(plan, appels, evaluation) for plan in plans]
        return plans, appels, personne

    def _nommer(self, plan: PlanDeBesoin, appels: Sequence[AppelMaintenant], evaluation: Evaluation) -> PlanDeBesoin:
        """Somebody can be reached: « permanence des soins », which is in no source, is then not named.

        A row that names nobody « unless `joindre_maintenant` names one » (2.2, avis) has them for principal.
        """
        if _NON_NOMME not in plan.structures:
            return plan
        nommes = {} if plan.principal else {appel.structure: appel for appel in appels}
        premiers = [
            EnonceDit(f"joindre-{s}", s, Role.PRINCIPAL, appel.source, appel.pour, certain=True)
            for s, appel in nommes.items()
        ]
        autres = [
            e
            for e in plan.enonces
            if e.structure != _NON_NOMME and (e.structure not in nommes or e.role == Role.ANTICIPER)
        ]
        principal = plan.principal or tuple(nommes)
        alternatives, appuis = (
            tuple(s for s in structures if s != _NON_NOMME and s not in nommes)
            for structures in (plan.alternatives, plan.appuis)
        )
        structures, autour, lus = (*principal, *alternatives, *appuis), self.entourage, evaluation.lus
        return replace(
            plan,
            principal=principal,
            alternatives=alternatives,
            appuis=appuis,
            conditions=autour.conditions(plan.besoin, structures, evaluation.boite, plan.lignes),
            maintenant={s: autour.maintenant(s, evaluation.boite, lus) for s in structures},
            acces=autour.acces(structures, evaluation.boite, lus),
            enonces=(*premiers, *autres),
        )

    def ordonner(self, connus: faits.Faits, boite: Boite) -> tuple[str, ...]:
        """Needs in the order shown: priority first, then the reading's order."""
        demandes = connus.get(faits.BESOIN, ())
        condition, premier, avant = self.donnees.passe_devant
        ordre = list(self.donnees.ordre)
        if premier in demandes and avant in demandes and evaluer(condition, boite) == VRAI:
            ordre.remove(premier)
            ordre.insert(ordre.index(avant), premier)
        priorite = connus.get(faits.PRIORITE)
        retenus = [besoin for besoin in ordre if besoin in demandes and besoin != priorite]
        return (priorite, *retenus) if priorite else tuple(retenus)

    def feuilles_de(self, besoin: str, boite: Boite) -> list[tuple[Boite, PlanBesoin]]:
        """The boxes into which the rows split a box, each with its plan."""
        moteur = self.moteur
        return list(partitionner(lambda partie: moteur.plan(besoin, partie), boite))

    def _besoin(self, besoin: str, evaluation: Evaluation) -> PlanDeBesoin:
        feuilles = evaluation.feuilles[besoin]
        plans = [plan for _, plan in feuilles]
        places, incertains = fusionner(plans)
        boite, autour = self.moteur.supposer(besoin, evaluation.boite), self.entourage
        structures = [place.structure for place in places if place.role != Role.ANTICIPER]
        sures = {s for s in structures if s not in incertains}
        ouverts = set.intersection(*(set(plan.ouverts()) for plan in plans))
        enonces = tuple(
            EnonceDit(p.enonce.id, p.structure, p.role, p.enonce.source, p.enonce.pour, p.structure not in incertains)
            for p in places
        )
        par_role = {role: tuple(p.structure for p in places if p.role == role) for role in Role}
        lignes_sures = set.intersection(*({ligne.id for ligne in plan.lignes} for plan in plans))
        lignes = dict.fromkeys(ligne for plan in plans for ligne in plan.lignes)
        lignes_suivies = tuple(ligne.id for ligne in lignes)
        appelees = [note for ligne in lignes if ligne.id in lignes_sures for note in ligne.notes]
        return PlanDeBesoin(
            besoin,
            par_role[Role.PRINCIPAL],
            par_role[Role.ALTERNATIVE],
            par_role[Role.APPUI],
            par_role[Role.ANTICIPER],
            autour.conditions(besoin, structures, boite, lignes_suivies),
            {s: autour.maintenant(s, boite, evaluation.lus) for s in structures},
            autour.acces(structures, boite, evaluation.lus),
            bool(ouverts),
            autour.notes(besoin, sures, set(par_role[Role.PRINCIPAL]) & sures, [*appelees, *sorted(ouverts)], boite),
            enonces,
            tuple(s for s in dict.fromkeys(p.structure for p in places) if s in incertains),
            lignes_suivies,
            tuple(dict.fromkeys(m for plan in plans for m in plan.modifications)),
            tuple(dict.fromkeys(s for plan in plans for s in plan.refus)),
            all(plan.promu for plan in plans),
        )

    def _joindre(
        self, evaluation: Evaluation, plans: Sequence[PlanDeBesoin]
    ) -> tuple[tuple[AppelMaintenant, ...] | None, bool]:
        """Whom to reach now, of the care needs; None when the list does not exist or can't be known yet."""
        de_soins = [plan for plan in plans if plan.besoin in self.donnees.besoins_de_soins]
        boite = evaluation.boite
        existe = evaluer(self.donnees.joindre_quand, boite) if de_soins else FAUX
        if existe == FAUX:
            return None, False
        if existe == INCONNU:
            evaluation.lus.update(inconnues(self.donnees.joindre_quand, boite))
        tenues = {s for plan in de_soins for s in plan.structures if s not in plan.incertains}
        possibles = {s for plan in de_soins for s in plan.structures} - tenues
        appels: dict[str, AppelMaintenant] = {}
        attente = False
        for ligne, condition in self.entourage.a_joindre(tenues | possibles):
            valeur = evaluer(condition, boite)
            if valeur == INCONNU:
                evaluation.lus.update(inconnues(condition, boite))
            if valeur == VRAI and (not ligne.si_plan or ligne.si_plan in tenues):
                appels.setdefault(ligne.structure, AppelMaintenant(ligne.structure, ligne.source, ligne.pour))
            else:
                attente |= valeur != FAUX
        if existe == INCONNU or (not appels and attente):
            return None, False
        return tuple(appels.values()), not appels


def _avec_notes(plan: PlanDeBesoin, notes: Iterable[Any]) -> PlanDeBesoin:
    return replace(plan, notes=(*plan.notes, *notes))
