"""Which structure or partner answers: facts in, plan out. No Qt, no state between two calls."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from desktop.decision import counterfactuals, facts, questions, surroundings, trace
from desktop.decision.conditions import FAUX, INCONNU, JAMAIS, VRAI, Boite, evaluate, split_boxes, unknowns
from desktop.decision.engine import PlanBesoin, PlanEngine
from desktop.decision.merging import merge
from desktop.decision.model import Role
from desktop.decision.niveau import notes_of_niveau, possible_niveaux
from desktop.decision.plan import Plan, PlanOfBesoin, ReachNow, SaidEnonce

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from desktop.decision.loading.questionnaires import Questionnaires
    from desktop.decision.loading.sources import Brut


@dataclass(slots=True)
class Evaluation:
    """What a plan was made from: kept for the explanation. `feuilles`: the boxes of each need, with their plans.

    `lus`: unknown atoms (variable, mask) on which what stands around the plans depends.
    `coupes`: variables that split a need's boxes.
    `nommes`: who surely can be reached now.
    """

    boite: Boite
    ordre: tuple[str, ...]
    feuilles: dict[str, list[tuple[Boite, PlanBesoin]]]
    lus: set[tuple[int, int]] = field(default_factory=set)
    coupes: set[int] = field(default_factory=set)
    nommes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Joindre:
    """Whom to reach now. `dits`: surely, None when the list does not exist or can't be known yet; `personne`: surely nobody.

    `possibles`: the sure ones and those whom an unknown fact decides.
    """

    dits: tuple[ReachNow, ...] | None = None
    personne: bool = False
    possibles: Mapping[str, ReachNow] = field(default_factory=dict)


class Orientation:
    """Answers `orienter`. Build once with `desktop.decision.charger`; safe to share between threads."""

    def __init__(self, questionnaires: Questionnaires) -> None:
        self.questionnaires = questionnaires
        self.donnees = questionnaires.orientation
        self.espace = questionnaires.espace
        self.parts = questionnaires.parts
        self.moteur = PlanEngine(questionnaires)
        self.entourage = surroundings.Entourage(questionnaires)

    def orienter(self, donnes: Brut) -> Plan:
        """The plan for facts named and valued as in docs/decisions.md § 2.1; a missing fact is unknown. Raises FaitsError."""
        connus = facts.validate(self.questionnaires, donnes)
        return self.orienter_valid(connus)

    def orienter_valid(self, connus: facts.Faits) -> Plan:
        """Same, for facts that `faits.validate` has checked."""
        evaluation = self.evaluate(connus)
        plans, appels, personne = self._plans(evaluation)
        niveau = possible_niveaux(self.questionnaires, connus, evaluation.boite)
        if plans and plans[0].besoin not in self.donnees.sans_patient:
            notes = notes_of_niveau(self.questionnaires, connus, evaluation.boite)
            plans[0] = _with_notes(plans[0], notes)
        return Plan(
            connus,
            niveau.niveaux,
            niveau.par_ethique_seule,
            niveau.dimensions,
            niveau.expertise_had,
            appels,
            personne,
            tuple(plans),
            lambda plan: counterfactuals.search(self, plan),
            lambda _: questions.useful(self, evaluation, connus),
            lambda plan: trace.tracer(self, evaluation, plan),
        )

    def evaluate(self, connus: facts.Faits, a_demander: tuple[str, ...] = ()) -> Evaluation:
        """Boxes and plans of every need, without what stands around them."""
        return self._evaluate(connus, facts.box_for(self.questionnaires, connus, a_demander))

    def _evaluate(self, connus: facts.Faits, boite: Boite) -> Evaluation:
        evaluation = Evaluation(boite, self.ordered(connus, boite), {})
        condition, *deux = self.donnees.passe_devant or (JAMAIS,)
        tous_deux = self.parts.priority not in connus and set(deux) <= set(evaluation.ordre)
        if tous_deux and evaluate(condition, boite) == INCONNU:
            evaluation.lus.update(unknowns(condition, boite))  # which need stands first hangs on it
        for besoin in evaluation.ordre:
            evaluation.feuilles[besoin] = self.leaves_of(besoin, boite)
            for feuille, _ in evaluation.feuilles[besoin]:
                # A box that was split read the variable it was split on.
                evaluation.coupes.update(rang for rang, masque in enumerate(feuille) if masque != boite[rang])
        return evaluation

    def evaluate_all(self, connus: facts.Faits, a_demander: tuple[str, ...] = ()) -> Evaluation:
        """Same, with what stands around them: everything that an unknown fact could change is then in `lus`."""
        evaluation = self.evaluate(connus, a_demander)
        self._plans(evaluation)
        return evaluation

    def named_principal(self, connus: facts.Faits, boite: Boite) -> tuple[str, ...]:
        """The principal of the first need when its rows name none: whom `joindre_maintenant` names on this box, if anyone."""
        return self._plans(self._evaluate(connus, boite))[0][0].principal

    def _plans(self, evaluation: Evaluation) -> tuple[list[PlanOfBesoin], tuple[ReachNow, ...] | None, bool]:
        """The plans of every need, once who can be reached now is known; with that list."""
        plans = [self._besoin(besoin, evaluation) for besoin in evaluation.ordre]
        joindre = self._joindre(evaluation, plans)
        evaluation.nommes = tuple(appel.structure for appel in joindre.dits or ())
        plans = [self._name(plan, joindre, evaluation) for plan in plans]
        return plans, joindre.dits, joindre.personne

    def _name(self, plan: PlanOfBesoin, joindre: _Joindre, evaluation: Evaluation) -> PlanOfBesoin:
        """Somebody can be reached: what is in no source is then not named.

        A row that names nobody « unless `joindre_maintenant` names one » (§ 2.2, avis) has them for principal. While it is not sure
        that they can be reached, or that this row holds, they are only possible.
        """
        muettes = [feuille.silent for _, feuille in evaluation.feuilles[plan.besoin]]
        nommes = joindre.possibles if any(muettes) else {}
        non_nommee = self.donnees.non_nommee
        if not non_nommee or non_nommee not in plan.structures or not (nommes or joindre.dits):
            return plan
        surs = {appel.structure for appel in joindre.dits or () if all(muettes)}
        premiers = [
            SaidEnonce(f"joindre-{s}", s, Role.PRINCIPAL, appel.source, appel.pour, certain=s in surs)
            for s, appel in nommes.items()
            if s not in plan.principal
        ]
        reste = () if joindre.dits else (non_nommee,)
        autres = [
            replace(e, certain=e.certain and e.structure != non_nommee)
            for e in plan.enonces
            if (e.structure != non_nommee or reste)
            and (e.structure not in nommes or e.role in (Role.PRINCIPAL, Role.ANTICIPER))
        ]
        enonces = (
            *(e for e in autres if e.role == Role.PRINCIPAL),
            *premiers,
            *(e for e in autres if e.role != Role.PRINCIPAL),
        )
        par_role = {role: tuple(e.structure for e in enonces if e.role == role) for role in Role}
        structures = tuple(e.structure for e in enonces if e.role != Role.ANTICIPER)
        autour, boite, lus = self.entourage, evaluation.boite, evaluation.lus
        return replace(
            plan,
            principal=par_role[Role.PRINCIPAL],
            alternatives=par_role[Role.ALTERNATIVE],
            appuis=par_role[Role.APPUI],
            conditions=autour.conditions(plan.besoin, structures, boite, plan.lignes),
            maintenant={s: autour.maintenant(s, boite, lus) for s in structures},
            acces=autour.access(structures, boite, lus),
            enonces=enonces,
            incertains=tuple(dict.fromkeys(e.structure for e in enonces if not e.certain)),
            awaited=autour.awaited(structures, boite),
        )

    def ordered(self, connus: facts.Faits, boite: Boite) -> tuple[str, ...]:
        """Needs in the order shown: priority first, then the reading's order."""
        demandes = connus.get(self.parts.need, ())
        condition, premier, avant = self.donnees.passe_devant or (JAMAIS, "", "")
        ordre = list(self.donnees.ordre)
        if premier in demandes and avant in demandes and evaluate(condition, boite) == VRAI:
            ordre.remove(premier)
            ordre.insert(ordre.index(avant), premier)
        priorite = connus.get(self.parts.priority)
        retenus = [besoin for besoin in ordre if besoin in demandes and besoin != priorite]
        return (priorite, *retenus) if priorite else tuple(retenus)

    def leaves_of(self, besoin: str, boite: Boite) -> list[tuple[Boite, PlanBesoin]]:
        """The boxes into which the rows split a box, each with its plan."""
        moteur = self.moteur
        return list(split_boxes(lambda partie: moteur.plan(besoin, partie), boite))

    def _besoin(self, besoin: str, evaluation: Evaluation) -> PlanOfBesoin:
        feuilles = evaluation.feuilles[besoin]
        plans = [plan for _, plan in feuilles]
        places, incertains = merge(plans)
        boite, autour = self.moteur.suppose(besoin, evaluation.boite), self.entourage
        structures = [place.structure for place in places if place.role != Role.ANTICIPER]
        sures = {s for s in structures if s not in incertains}
        ouverts = set.intersection(*(set(plan.ouverts()) for plan in plans))
        enonces = tuple(
            SaidEnonce(p.enonce.id, p.structure, p.role, p.enonce.source, p.enonce.pour, p.structure not in incertains)
            for p in places
        )
        par_role = {role: tuple(p.structure for p in places if p.role == role) for role in Role}
        lignes_sures = set.intersection(*({ligne.id for ligne in plan.lignes} for plan in plans))
        lignes = dict.fromkeys(ligne for plan in plans for ligne in plan.lignes)
        lignes_suivies = tuple(ligne.id for ligne in lignes)
        appelees = [note for ligne in lignes if ligne.id in lignes_sures for note in ligne.notes]
        return PlanOfBesoin(
            besoin,
            par_role[Role.PRINCIPAL],
            par_role[Role.ALTERNATIVE],
            par_role[Role.APPUI],
            par_role[Role.ANTICIPER],
            autour.conditions(besoin, structures, boite, lignes_suivies),
            {s: autour.maintenant(s, boite, evaluation.lus) for s in structures},
            autour.access(structures, boite, evaluation.lus),
            bool(ouverts),
            autour.notes(besoin, sures, set(par_role[Role.PRINCIPAL]) & sures, [*appelees, *sorted(ouverts)], boite),
            enonces,
            tuple(s for s in dict.fromkeys(p.structure for p in places) if s in incertains),
            lignes_suivies,
            tuple(dict.fromkeys(m for plan in plans for m in plan.modifications)),
            tuple(dict.fromkeys(s for plan in plans for s in plan.refus)),
            all(plan.promu for plan in plans),
            autour.awaited(structures, evaluation.boite),
        )

    def _joindre(self, evaluation: Evaluation, plans: Sequence[PlanOfBesoin]) -> _Joindre:
        """Whom to reach now, of the care needs."""
        de_soins = [plan for plan in plans if plan.besoin in self.donnees.besoins_de_soins]
        boite = evaluation.boite
        existe = evaluate(self.donnees.joindre_quand, boite) if de_soins else FAUX
        if existe == FAUX:
            return _Joindre()
        if existe == INCONNU:
            evaluation.lus.update(unknowns(self.donnees.joindre_quand, boite))
        tenues = {s for plan in de_soins for s in plan.structures if s not in plan.incertains}
        possibles = {s for plan in de_soins for s in plan.structures} - tenues
        surs: dict[str, ReachNow] = {}
        appels: dict[str, ReachNow] = {}
        attente = False
        en_attente = []
        for ligne, condition in self.entourage.a_joindre(tenues | possibles):
            valeur = evaluate(condition, boite)
            if valeur == FAUX:
                continue
            if valeur == INCONNU:
                en_attente.append((ligne.structure, condition))
            appel = ReachNow(ligne.structure, ligne.source, ligne.pour)
            appels.setdefault(ligne.structure, appel)
            if valeur == VRAI and (not ligne.si_plan or ligne.si_plan in tenues):
                surs.setdefault(ligne.structure, appel)
            else:
                attente = True
        # Who can be reached for one reason surely, needs no other.
        for structure, condition in en_attente:
            if structure not in surs:
                evaluation.lus.update(unknowns(condition, boite))
        if existe == INCONNU or (not surs and attente):
            return _Joindre(possibles=appels)
        return _Joindre(tuple(surs.values()), not surs, appels)


def _with_notes(plan: PlanOfBesoin, notes: Iterable[Any]) -> PlanOfBesoin:
    return replace(plan, notes=(*plan.notes, *notes))
