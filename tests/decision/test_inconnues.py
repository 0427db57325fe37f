"""With unknown facts: what is certain holds in every completion, what is possible covers them all."""

from __future__ import annotations

from itertools import product

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from strategies import VALEURS, partielles

from desktop.decision import FaitsError, Orientation, charger
from desktop.decision.facts import box_for
from desktop.decision.space import COMPLEXITE
from tests.decision.conftest import DOSSIER

ORIENTATION = Orientation(charger(DOSSIER))
RANGS = {"principal": 0, "alternative": 1, "appui": 2, "anticiper": 3}


def plan_ou_rien(faits):
    try:
        return ORIENTATION.orienter(faits)
    except FaitsError:
        assume(False)  # noqa: FBT003


@settings(max_examples=80, deadline=None)
@given(partielles())
def test_chaque_achevement_est_dans_ce_qui_est_possible(deux):
    complets, connus = deux
    entier, partiel = plan_ou_rien(complets), plan_ou_rien(connus)
    assert set(entier.niveau) <= set(partiel.niveau)
    assert partiel.niveau_par_ethique_seule in (None, entier.niveau_par_ethique_seule)
    par_besoin = {besoin.besoin: besoin for besoin in partiel.besoins}
    for besoin in entier.besoins:
        possible = par_besoin[besoin.besoin]
        roles = {enonce.structure: enonce for enonce in possible.enonces}
        for enonce in besoin.enonces:
            if enonce.structure != "hors_source":
                assert enonce.structure in roles
                assert RANGS[roles[enonce.structure].role] <= RANGS[enonce.role]
        vrais = {enonce.structure: enonce.role for enonce in besoin.enonces}
        for structure, enonce in roles.items():
            if enonce.certain and structure != "hors_source":
                assert vrais[structure] == enonce.role
        for structure, dit in besoin.maintenant.items():
            assert possible.maintenant.get(structure, dit) in (dit, "inconnu")


@settings(max_examples=80, deadline=None)
@given(partielles())
def test_n_est_a_joindre_que_qui_l_est_surement(deux):
    complets, connus = deux
    entier, partiel = plan_ou_rien(complets), plan_ou_rien(connus)
    if partiel.joindre_maintenant is not None:
        assert entier.joindre_maintenant is not None
        assert set(partiel.joindre_maintenant) <= set(entier.joindre_maintenant)
    if partiel.personne:
        assert entier.personne


@settings(max_examples=40, deadline=None)
@given(partielles(), st.data())
def test_une_question_qui_n_est_pas_utile_ne_change_rien(deux, data):
    _, connus = deux
    partiel = plan_ou_rien(connus)
    # A bereavement and a team ask nothing of the patient's care; role and clock stay a setting there.
    assume(not {"deuil", "equipe"} & set(connus["besoin"]))
    inutiles = [nom for nom in VALEURS if nom not in connus and nom not in partiel.questions_utiles]
    assume(inutiles)
    nom = data.draw(st.sampled_from(inutiles))
    avant = reponse(partiel)
    for valeur in VALEURS[nom]:
        if apprend_autre_chose(connus, nom, valeur):
            continue
        try:
            assert reponse(ORIENTATION.orienter({**connus, nom: valeur})) == avant
        except FaitsError:
            continue


def apprend_autre_chose(connus, nom, valeur):
    """Whether an answer settles another question by what can't stand beside it (a minor is in no EHPAD)."""
    avant = box_for(ORIENTATION.questionnaires, connus)
    try:
        apres = box_for(ORIENTATION.questionnaires, {**connus, nom: valeur})
    except FaitsError:
        return False
    variable = COMPLEXITE if nom not in ORIENTATION.espace.index else nom
    return any(
        a != b
        for rang, (a, b) in enumerate(zip(avant, apres, strict=True))
        if rang != ORIENTATION.espace.index[variable]
    )


def reponse(plan):
    """What the plan says; among supports, which comes first is not said. What is marked uncertain may be sure all the same."""
    return [
        (
            b.principal,
            b.alternatives,
            set(b.appuis),
            b.anticiper,
            b.ouvert,
            dict(b.maintenant),
            dict(b.acces),
        )
        for b in plan.besoins
    ], plan.joindre_maintenant and set(plan.joindre_maintenant)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(partielles())
def test_une_reponse_utile_change_quelque_chose_dans_un_achevement(deux):
    _, connus = deux
    partiel = plan_ou_rien(connus)
    assume(partiel.questions_utiles)
    nom = partiel.questions_utiles[0]
    manquants = [autre for autre in VALEURS if autre not in connus and autre != nom]
    assume(len(manquants) <= 3)
    for valeurs in product(*(VALEURS[autre] for autre in manquants)):
        vues = []
        for valeur in VALEURS[nom]:
            try:
                plan = ORIENTATION.orienter({**connus, **dict(zip(manquants, valeurs, strict=True)), nom: valeur})
            except FaitsError:
                continue
            vues.append(reponse(plan))
        if any(vue != vues[0] for vue in vues):
            return
    raise AssertionError(f"{nom} ne change rien : {connus}")


def test_rien_de_connu_donne_un_plan_qui_le_dit(orientation):
    plan = orientation.orienter({"besoin": ["soins"]})
    assert plan.niveau == (1, 2, 3)
    assert not plan.certain
    assert set(plan.besoins[0].incertains) >= {"had", "premier_recours", "usp"}
    assert plan.as_dict()["besoins"][0]["incertain"]
    assert plan.questions_utiles[0] == "lieu"


def test_sans_besoin_on_demande_le_besoin(orientation):
    plan = orientation.orienter({"age": "adulte"})
    assert plan.besoins == ()
    assert plan.questions_utiles == ("besoin",)
    assert plan.as_dict()["principal"] == []


def test_tout_connu_ne_laisse_rien_d_incertain(orientation):
    plan = orientation.orienter({"besoin": ["deuil"], "age": "adulte"})
    assert "incertain" not in plan.as_dict()["besoins"][0]
    assert plan.questions_utiles == ()
