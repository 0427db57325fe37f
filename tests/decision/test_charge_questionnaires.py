"""Bad data are refused with file, line and rule; the words of the refusal say what was expected."""

from __future__ import annotations

import pytest

from desktop.decision.loading.questionnaires import construire
from desktop.decision.loading.sources import analyser
from desktop.errors import ContentError


def table(donnees, besoin):
    for nom, brut in donnees.fichiers.items():
        for candidate in brut.get("tables", ()) if nom.startswith("orientation/") else ():
            if candidate["table"] == besoin:
                return candidate
    raise KeyError(besoin)


def ligne(donnees, besoin, rang=0):
    return table(donnees, besoin)["lignes"][rang]


def cycle_de_definitions(d):
    d.fichiers["faits.yaml"]["definitions"]["a_l_hopital"] = {"est": "reste_a_l_hopital"}
    d.fichiers["faits.yaml"]["definitions"]["reste_a_l_hopital"] = {"est": "a_l_hopital"}


def cycle_de_plans(d):
    copie = {"§ligne": 7, "§fichier": "orientation/hospitalisation.yaml", "plan_de": "soins"}
    ligne(d, "hospitalisation")["alternatives"].append(copie)


def rangs_qui_se_chevauchent(d):
    d.fichiers["errspp.yaml"]["lignes"][1]["quand"] = {"contact_direct": "oui"}


def echelle_etrangere(d):
    d.fichiers["niveau.yaml"]["lignes"][0]["donne"] = "recours:1"


def modifications(d):
    return d.fichiers["orientation/modifications.yaml"]


REFUS = {
    "fait inconnu": (lambda d: ligne(d, "soins")["quand"].update(humeur="bonne"), ["humeur", "n’est pas un fait", "soins.yaml"]),
    "valeur inconnue": (lambda d: ligne(d, "soins", 6)["quand"].update(lieu="lune"), ["lune", "lieu", "domicile"]),
    "définition inconnue": (lambda d: ligne(d, "soins", 2)["quand"].update(est="ailleurs"), ["ailleurs", "soins.yaml"]),
    "cycle de définitions": (cycle_de_definitions, ["tournent en rond", "a_l_hopital"]),
    "cycle de plans": (cycle_de_plans, ["en rond", "soins", "hospitalisation"]),
    "échelle comparée à une autre": (
        lambda d: ligne(d, "soins", 8)["quand"].update(niveau_hors_ethique="expertise_had:2"),
        ["ne se compare pas", "expertise_had", "complexite", "soins-niveau-2-3"],
    ),
    "échelle étrangère donnée": (echelle_etrangere, ["recours", "complexite"]),
    "rang hors de l’échelle": (
        lambda d: ligne(d, "soins", 8)["quand"].update(niveau_hors_ethique="complexite:4"),
        ["complexite:4", "complexite:1 à complexite:3"],
    ),
    "chevauchement": (rangs_qui_se_chevauchent, ["errspp-2", "errspp-3", "errspp.yaml"]),
    "identifiant pris": (lambda d: ligne(d, "soins", 1).update(id="soins-had-en-place-niveau-1"), ["déjà pris", "ligne"]),
    "clé imprévue": (lambda d: ligne(d, "avis").update(alors="had"), ["alors", "n’est pas prévu"]),
    "structure inconnue": (
        lambda d: ligne(d, "avis")["principal"][0].update(structure="hopital"), ["hopital", "structure"],
    ),
    "nature inconnue": (lambda d: ligne(d, "avis")["principal"][0].update(nature="X"), ["nature", "R, D, I, H"]),
    "source sans règle": (lambda d: ligne(d, "avis")["principal"][0].update(regles=[]), ["nomme les règles"]),
    "note inconnue": (lambda d: ligne(d, "avis", 2).update(notes=["absente"]), ["absente", "n’existe pas"]),
    "note appelée deux fois": (
        lambda d: ligne(d, "avis", 3).update(notes=["famille-la-nuit"]), ["famille-la-nuit", "vient d’elle-même"],
    ),
    "note orpheline": (
        lambda d: d.fichiers["orientation/notes.yaml"]["notes"].append(
            {"§ligne": 1, "§fichier": "n", "id": "seule", "genre": "rappel", "texte": "x", "nature": "I"}
        ),
        ["seule", "rien n’appelle"],
    ),
    "niveau sans ligne": (lambda d: d.fichiers["niveau.yaml"]["lignes"].pop(0), ["stabilite", "stable"]),
    "niveau qui lit deux faits": (
        lambda d: d.fichiers["niveau.yaml"]["lignes"][0]["quand"].update(symptomes="controles"), ["elle seule"],
    ),
    "agrégation": (lambda d: d.fichiers["niveau.yaml"].update(agregation="MIN"), ["au plus haut"]),
    "politique": (lambda d: table(d, "soins").update(politique="COLLECT"), ["première ligne", "FIRST"]),
    "besoin sans table": (lambda d: table(d, "equipe").update(table="geste"), ["geste", "déjà une table"]),
    "ordre incomplet": (lambda d: modifications(d)["ordre_des_besoins"].pop(), ["ordre des besoins"]),
    "modification vide": (lambda d: modifications(d)["modifications"][0].pop("ajoute"), ["ajoute ou retire"]),
    "fichier absent": (lambda d: d.fichiers.pop("orientation/joindre.yaml"), ["joindre.yaml", "manque"]),
    "forme d’une liste": (
        lambda d: ligne(d, "soins", 1).update(quand={"en_place": {"peut_etre": ["had"]}}), ["en_place", "forme"],
    ),
    "forme d’un fait": (lambda d: ligne(d, "soins", 6).update(quand={"lieu": {"pas": "ehpad"}}), ["lieu", "forme"]),
    "condition qui n’en est pas une": (lambda d: ligne(d, "soins").update(quand="toujours"), ["table de faits"]),
    "valeur par défaut": (
        lambda d: next(f for f in d.fichiers["faits.yaml"]["faits"] if f["id"] == "urgence").update(defaut="peut_etre"),
        ["peut_etre", "oui, non"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("nom", REFUS)
def test_des_donnees_fautives_sont_refusees(donnees, nom):
    abimer, dits = REFUS[nom]
    abimer(donnees)
    with pytest.raises(ContentError) as refus:
        construire(donnees)
    for dit in dits:
        assert dit in str(refus.value), str(refus.value)


def test_un_refus_donne_la_ligne_du_fichier(donnees):
    ligne(donnees, "soins", 6)["quand"]["lieu"] = "lune"
    with pytest.raises(ContentError) as refus:
        construire(donnees)
    assert refus.value.fichier == "orientation/soins.yaml"
    assert refus.value.ligne == ligne(donnees, "soins", 6)["quand"]["§ligne"]


@pytest.mark.parametrize(
    ("octets", "dit"),
    [
        (b"a: [1, 2", "ne se lit pas"),
        (b"a: 1\na: 2\n", "deux fois"),
        (b"\xff\xfe", "UTF-8"),
        (b"a: !!python/object:x 1", "étiquette"),
    ],
)
def test_un_yaml_fautif_est_refuse(octets, dit):
    with pytest.raises(ContentError, match=dit) as refus:
        analyser(octets, "f.yaml")
    assert refus.value.fichier == "f.yaml"
