"""Minimal changes: each proven by a rerun, no smaller one, none forgotten."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from strategies import A_COTE, VALEURS, partielles, situations
from test_exemples import SECTION_7

from desktop.decision import FaitsError, Orientation, charger
from tests.decision.conftest import DOSSIER

ORIENTATION = Orientation(charger(DOSSIER))


def issue(faits):
    plan = ORIENTATION.orienter(faits)
    return plan.niveau, plan.principal


@settings(max_examples=40, deadline=None)
@given(situations())
def test_chaque_changement_est_prouve_et_aucun_n_est_plus_petit(faits):
    try:
        plan = ORIENTATION.orienter(faits)
    except FaitsError:
        return
    base = (plan.niveau, plan.principal)
    for dit in plan.contrefactuels:
        assert issue({**faits, **dit.changer}) == (dit.niveau, dit.principal) != base
        assert dit.niveau_change == (dit.niveau != base[0])
        for taille in range(1, len(dit.changer)):
            for noms in combinations(dit.changer, taille):
                moindre = {nom: dit.changer[nom] for nom in noms}
                try:
                    assert issue({**faits, **moindre}) == base
                except FaitsError:
                    continue


@settings(max_examples=60, deadline=None)
@given(partielles())
def test_each_change_of_half_known_answers_is_what_a_rerun_gives(pair):
    """An answer may settle what another one, unknown, may still be: « in the USP » leaves the hospital alone."""
    _, facts = pair
    try:
        plan = ORIENTATION.orienter(facts)
    except FaitsError:
        return
    for told in plan.contrefactuels:
        assert issue({**facts, **told.changer}) == (told.niveau, told.principal) != (plan.niveau, plan.principal)


def test_a_change_that_settles_an_unknown_place_says_who_answers_there(orientation):
    facts = {"besoin": ["geste"], "demandeur": "medecin", "souhait": "hospitalisation", "urgence": "oui"}
    told = {str(one.changer): one.principal for one in orientation.orienter(facts).contrefactuels}
    assert told["{'en_place': ['usp']}"] == ("usp",)
    assert told["{'en_place': ['had']}"] == ("had",)


@settings(max_examples=25, deadline=None)
@given(situations())
def test_aucun_changement_simple_n_est_oublie(faits):
    try:
        plan = ORIENTATION.orienter(faits)
    except FaitsError:
        return
    base = (plan.niveau, plan.principal)
    dits = {
        (nom, str(valeur))
        for dit in plan.contrefactuels
        if len(dit.changer) == 1
        for nom, valeur in dit.changer.items()
    }
    for nom, valeurs in {**VALEURS, **A_COTE}.items():
        for valeur in valeurs:
            if valeur == faits[nom]:
                continue
            try:
                change = issue({**faits, nom: valeur}) != base
            except FaitsError:
                continue
            assert ((nom, str(valeur)) in dits) == change, (nom, valeur)


def test_une_paire_mene_ou_un_seul_changement_ne_mene_pas(orientation):
    plan = orientation.orienter({**SECTION_7, "refus": ["had"]})
    simples = {(dit.niveau, dit.principal) for dit in plan.contrefactuels if len(dit.changer) == 1}
    paires = [dit for dit in plan.contrefactuels if len(dit.changer) == 2]
    assert {"souhait": "hospitalisation", "lieu": "hopital"} in [dict(dit.changer) for dit in paires]
    assert all((dit.niveau, dit.principal) not in simples for dit in paires)


def test_le_niveau_n_est_dit_que_s_il_change(orientation):
    dits = [dit.as_dict() for dit in orientation.orienter(SECTION_7).contrefactuels]
    assert {"changer": {"souhait": "rester"}, "principal": ["had"]} in dits
    assert {"changer": {"symptomes": "controles"}, "principal": ["had"], "niveau": 2} in dits


@pytest.mark.parametrize("faits", [{"besoin": ["soins"]}, {"age": "adulte"}, {"besoin": ["deuil"], "age": "adulte"}])
def test_avec_peu_de_faits_il_y_a_une_reponse(orientation, faits):
    for dit in orientation.orienter(faits).contrefactuels:
        assert dit.changer


def test_a_change_excludes_what_it_makes_impossible_of_facts_nobody_said(orientation):
    """Where the place is unknown, « in a USP » says that it is the hospital: the rerun knows it, and so must the search."""
    connus = {
        "besoin": ["anticipation"], "stabilite": "a_risque", "symptomes": "controles", "soins": "simples",
        "intervenants": "nombreux", "vie_et_entourage": "deterioration_majeure", "ethique": "complexe",
        "age": "personne_agee", "souhait": "non_exprime", "faisable": "avec_renfort", "moment": "ouvrable",
        "urgence": "non", "transportable": "non", "en_place": [], "refus": ["benevoles"],
    }  # fmt: skip
    trouves = orientation.orienter(connus).contrefactuels
    assert trouves
    for trouve in trouves:
        assert orientation.orienter({**connus, **trouve.changer}).principal == trouve.principal, trouve.changer
