"""The proof fails on broken tables; that it holds on the real ones is a step of its own, and so is the trial of mutants."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from build_scripts.decisions.fingerprint import answers_fingerprint, differences, in_words, same_answers
from build_scripts.decisions.mutants import Proof, apply, draw_one, mutants
from desktop.decision import Orientation
from desktop.decision.conditions import Undecided, evaluate
from desktop.decision.loading.questionnaires import construire
from desktop.proof.verify import verify
from desktop.proof.whole_space import BoxView, WholeSpace
from tests.decision.conftest import DOSSIER

CAS = Path(__file__).parent / "cases"
SURVIVANTS = Path(__file__).parent / "survivants.yaml"


def table(donnees, besoin):
    for brut in donnees.fichiers.values():
        for candidate in brut.get("tables", ()):
            if candidate["table"] == besoin:
                return candidate
    raise KeyError(besoin)


def test_the_summary_that_is_shipped_covers_every_law_and_every_rule():
    """`build_scripts/verify_decisions.py` proves the laws, and refuses a summary that is of other tables than these."""
    resume = json.loads((DOSSIER / "preuves.json").read_text(encoding="utf-8"))
    assert [loi["numero"] for loi in resume["lois"]] == list(range(1, 13))
    assert resume["combinaisons"] > 10**12
    assert resume["gagnantes"] == resume["regles"]


def hdj_a_l_hopital(d):
    d.fichiers["orientation/modifications.yaml"]["modifications"][-2]["retire"].remove("hdj")


def refus_qui_emporte(d):
    d.fichiers["orientation/modifications.yaml"]["refus"]["retire"]["had"]["structures"].append("emsp")


def appel_ferme(d):
    lignes = d.fichiers["orientation/joindre.yaml"]["lignes"]
    next(ligne for ligne in lignes if ligne["id"] == "joindre-emsp")["quand"] = {}


def demandeur_elargi(d):
    d.fichiers["orientation/disponibilite.yaml"]["appelants"][1]["par"].append("soignant")


def mineur_sans_errspp(d):
    d.fichiers["orientation/modifications.yaml"]["modifications"].pop(0)


def usp_vers_lisp(d):
    table(d, "hospitalisation")["lignes"][3]["quand"] = {"niveau": "complexite:2"}


def ouvert_a_deux_rangs(d):
    ligne = table(d, "hospitalisation")["lignes"][4]
    ligne["alternatives"].append(ligne["principal"].pop())


def regle_inventee(d):
    table(d, "soins")["lignes"][1]["principal"][0]["regles"] = ["had-n-existe-pas"]


@pytest.mark.parametrize(
    ("loi", "abimer", "besoins"),
    [
        (1, lambda d: table(d, "presence")["lignes"][1]["quand"].update(lieu="domicile"), ["presence"]),
        (
            2,
            lambda d: table(d, "aide")["lignes"].insert(0, {**table(d, "aide")["lignes"][3], "id": "z", "quand": {}}),
            ["aide"],
        ),
        (3, usp_vers_lisp, ["hospitalisation"]),
        (4, refus_qui_emporte, ["avis"]),
        (5, demandeur_elargi, ["geste"]),
        (6, appel_ferme, ["avis"]),
        (7, hdj_a_l_hopital, ["volontes"]),
        (8, mineur_sans_errspp, ["aide"]),
        (9, ouvert_a_deux_rangs, ["hospitalisation"]),
        (10, regle_inventee, ["soins"]),
    ],
)
def test_chaque_loi_peut_echouer(donnees, corpus, loi, abimer, besoins):
    abimer(donnees)
    rapport = verify(construire(donnees), corpus.regles, [loi], besoins)
    echouees = {verifiee.numero for verifiee in rapport.lois if not verifiee.holds}
    assert loi in echouees
    assert not rapport.holds
    premier = next(verifiee for verifiee in rapport.lois if verifiee.numero == loi).echecs[0]
    assert f"loi {loi}" in str(premier)


def test_un_echec_montre_des_faits_que_l_on_peut_rejouer(donnees):
    hdj_a_l_hopital(donnees)
    questionnaires = construire(donnees)
    echec = verify(questionnaires, None, [7], ["volontes"]).lois[-1].echecs[0]
    plan = Orientation(questionnaires).orienter(echec.faits)
    assert "hdj" in plan.besoins[0].structures
    assert echec.faits["lieu"] == "hopital"


def test_les_regions_se_partagent_tout_l_espace(orientation):
    preuve = WholeSpace(orientation)
    boites = [boite for boite, _ in preuve.cases("presence", lambda b: preuve.issue("presence", b))]
    assert sum(preuve.count_possible("presence", b) for b in boites) == preuve.count_possible(
        "presence", preuve.everything()
    )
    for rang, une in enumerate(boites[:40]):
        for autre in boites[rang + 1 :]:
            assert any(not (a & b) for a, b in zip(une, autre, strict=True))


def test_une_vue_decide_ou_coupe(orientation):
    preuve = WholeSpace(orientation)
    with pytest.raises(Undecided):
        BoxView(preuve, preuve.everything()).is_any("lieu", "ehpad")
    assert not evaluate(
        orientation.donnees.joindre_quand, orientation.evaluate({"besoin": ["avis"], "moment": "ouvrable"}).boite
    )


@pytest.fixture(scope="module")
def avant(orientation):
    return WholeSpace(orientation)


def test_la_difference_se_dit_en_mots(avant, donnees):
    lignes = table(donnees, "hospitalisation")["lignes"]
    lignes[-1]["principal"][0]["structure"] = "usp"
    lignes[-1]["alternatives"][1]["structure"] = "lisp"
    apres = WholeSpace(Orientation(construire(donnees)))
    trouvees = differences(avant, apres, ["hospitalisation"])
    du_besoin = next(d for d in trouvees if d.besoin == "hospitalisation")
    assert (du_besoin.before, du_besoin.after) == (("lisp",), ("usp",))
    mots = in_words(apres, du_besoin)
    assert f"{du_besoin.count} situations passent de LISP à USP" in mots
    assert mots.count("par exemple") == 3
    for exemple in du_besoin.examples:
        assert avant.orientation.orienter(exemple).principal == ("lisp",)
        assert apres.orientation.orienter(exemple).principal == ("usp",)
    assert 0 < du_besoin.count < du_besoin.total


def test_un_niveau_qui_change_se_dit(avant, donnees):
    donnees.fichiers["niveau.yaml"]["lignes"][7]["donne"] = "complexite:3"
    trouvees = differences(avant, WholeSpace(Orientation(construire(donnees))), ["aide"])
    assert (trouvees[0].besoin, trouvees[0].before, trouvees[0].after) == ("niveau", ("2",), ("3",))
    assert trouvees[0].total == 324


def test_l_empreinte_change_avec_les_reponses_et_avec_elles_seules(avant, donnees):
    base = answers_fingerprint(avant, ["aide"])
    table(donnees, "aide")["lignes"][0]["titre"] = "Un autre titre"
    memes = WholeSpace(Orientation(construire(donnees)))
    assert answers_fingerprint(memes, ["aide"]) == base
    assert same_answers(avant, memes, ["aide"])
    table(donnees, "aide")["lignes"][0]["appuis"].pop()
    autres = WholeSpace(Orientation(construire(donnees)))
    assert answers_fingerprint(autres, ["aide"]) != base
    assert not same_answers(avant, autres, ["aide"])


def test_les_survivants_argumentes_existent_encore():
    epreuve = Proof.of(DOSSIER, CAS)
    noms = {mutant.name for mutant in mutants(epreuve.data)}
    argumentes = epreuve.argued_survivors(SURVIVANTS)
    assert set(argumentes) <= noms
    assert all(len(argument) > 20 for argument in argumentes.values())


def test_un_mutant_ne_change_qu_une_chose():
    epreuve = Proof.of(DOSSIER, CAS)
    liste = mutants(epreuve.data)
    for mutant in draw_one(liste, 15, 1):
        change = apply(epreuve.data, mutant)
        differents = [nom for nom in change.fichiers if change.fichiers[nom] != epreuve.data.fichiers[nom]]
        assert differents == [mutant.path[0]]
