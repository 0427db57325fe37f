"""The worked examples' own format: keys, values, citations and coverage, read without the engine."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

CONTENT = Path(__file__).parents[2] / "content"
DOSSIER = CONTENT / "questionnaires" / "exemples"
FICHIERS = sorted(DOSSIER.glob("*.yaml"))

DIMENSIONS: dict[str, tuple[str, ...]] = {
    "stabilite": ("stable", "a_risque", "instable"),
    "symptomes": ("controles", "soulagement_incomplet", "refractaires"),
    "soins": ("simples", "complexes"),
    "intervenants": ("peu_nombreux", "nombreux"),
    "vie_et_entourage": ("preserve", "fragile", "deterioration_majeure"),
    "ethique": ("aucune", "concertation", "complexe"),
}
SIMPLES: dict[str, tuple[str, ...]] = {
    "demandeur": ("medecin", "soignant", "intervenant", "patient_ou_proche"),
    "age": ("mineur", "jeune_adulte", "adulte", "personne_agee"),
    "lieu": ("domicile", "ehpad", "esms", "hopital", "sans_lieu"),
    "souhait": ("rester", "hospitalisation", "non_exprime"),
    "faisable": ("oui", "avec_renfort", "non"),
    "moment": ("ouvrable", "soiree", "nuit", "weekend_ferie"),
    "urgence": ("oui", "non"),
    "medecin_traitant": ("disponible", "indisponible", "aucun"),
    "transportable": ("oui", "non"),
    **DIMENSIONS,
}
# In the order of a plan without a stated priority.
BESOINS = (
    "hospitalisation",
    "soins",
    "geste",
    "avis",
    "anticipation",
    "volontes",
    "ethique",
    "psychosocial",
    "repit",
    "coordination",
    "aide",
    "proches",
    "presence",
    "deuil",
    "equipe",
)
BESOINS_DE_SOINS = {"soins", "avis", "geste", "hospitalisation", "anticipation", "ethique"}
MULTIPLES: dict[str, tuple[str, ...]] = {
    "besoin": BESOINS,
    "refus": ("had", "hospitalisation", "benevoles"),
    "accords": ("had", "hospitalisation", "benevoles"),
    "en_place": ("had", "usp", "lisp", "hdj", "emsp", "errspp", "sad", "dac", "crt", "benevoles"),
}
ERRSPP: dict[str, tuple[str, ...]] = {
    "contact_direct": ("oui", "non"),
    "equipe_referente": ("autre", "errspp"),
    "autres_equipes": ("oui", "non"),
}
PROFILS = ("medecin_coordonnateur_had", "medecin_soins_palliatifs", "coordinateur_parcours")
STRUCTURES = {
    "usp",
    "lisp",
    "had",
    "hdj",
    "emsp",
    "errspp",
    "sad",
    "crt",
    "dac",
    "premier_recours",
    "equipe_du_lieu",
    "service_hospitalier",
    "appui_telephonique_regional",
    "appui_territorial_sp",
    "appui_territorial_geriatrique",
    "benevoles",
    "plateforme_repit",
    "cpts",
    "aides_a_domicile",
    "hors_source",
}
ANTICIPER = {"repli_hospitalier", "demande_anticipee_usp", "prescriptions_anticipees", "directives_anticipees"}
DISPONIBILITES = {"oui", "non", "territoire", "inconnu"}
MODES = {"a_demander", "a_mobiliser"}

# What a key of `attendu` claims: an exact list, or only membership.
LISTES_EXACTES = ("principal", "alternatives", "appuis")
LISTES_PARTIELLES = ("principal_contient", "alternatives_contient", "appuis_contient", "presents", "absent")
CLES_BESOIN = {
    "besoin",
    *LISTES_EXACTES,
    *LISTES_PARTIELLES,
    "anticiper",
    "conditions",
    "maintenant",
    "acces",
    "ouvert",
    "notes_contient",
}
CLES_ORIENTATION = {
    "niveau",
    "niveau_par_ethique_seule",
    "dimensions",
    "joindre_maintenant",
    "joindre_maintenant_contient",
    "personne",
    "principal",
    "besoins",
    "absent",
    "contrefactuels_contient",
    "questions_utiles",
}
CLES_PROFIL = {"pret", "manquants_bloquants", "souhaites", "non_listes"}
ETATS = {"acquis", "en_cours", "engagement", "non"}
CLES_FICHIER = {"id", "questionnaire", "titre", "situation", "faits", "attendu", "rubriques", "pourquoi"}
QUESTIONNAIRES = ("orientation", "errspp_niveau", "profil")


def _lire(fichier: Path) -> dict[str, Any]:
    document = yaml.safe_load(fichier.read_text(encoding="utf-8"))
    assert isinstance(document, dict), fichier.name
    return document


EXEMPLES = {fichier.name: _lire(fichier) for fichier in FICHIERS}
ORIENTATIONS = {nom: e for nom, e in EXEMPLES.items() if e.get("questionnaire", "orientation") == "orientation"}
tous = pytest.mark.parametrize("nom", EXEMPLES)
orientations = pytest.mark.parametrize("nom", ORIENTATIONS)


def _rubriques(fichier: Path) -> list[str]:
    """Identifiers of the headings of a content file."""
    return re.findall(r"(?m)^#{2,4} .*\{#([a-z0-9-]+)", fichier.read_text(encoding="utf-8"))


def _verifier_structures(valeurs: Any, nom: str) -> None:
    assert isinstance(valeurs, list), nom
    assert set(valeurs) <= STRUCTURES, (nom, set(valeurs) - STRUCTURES)
    assert len(valeurs) == len(set(valeurs)), (nom, valeurs)


def _niveau_des_dimensions(faits: dict[str, Any]) -> set[int]:
    """Every level that the known dimensions leave possible: the highest of the six wins."""
    possibles = {0}
    for dimension, valeurs in DIMENSIONS.items():
        degres = [valeurs.index(faits[dimension]) + 1] if dimension in faits else range(1, len(valeurs) + 1)
        possibles = {max(a, b) for a in possibles for b in degres}
    donne = faits.get("niveau")
    if donne is None:
        return possibles
    connues = [valeurs.index(faits[d]) + 1 for d, valeurs in DIMENSIONS.items() if d in faits]
    return {max([donne, *connues])}


def test_at_least_sixty_six_orientations_with_distinct_numbers_and_ids() -> None:
    assert len(ORIENTATIONS) >= 66
    numeros = Counter(fichier.name[:3] for fichier in FICHIERS)
    assert [numero for numero, fois in numeros.items() if fois > 1] == []
    identifiants = Counter(exemple["id"] for exemple in EXEMPLES.values())
    assert [identifiant for identifiant, fois in identifiants.items() if fois > 1] == []


def test_no_two_orientations_tell_the_same_facts() -> None:
    faits = Counter(str(sorted(exemple["faits"].items())) for exemple in ORIENTATIONS.values())
    assert [fait for fait, fois in faits.items() if fois > 1] == []


@tous
def test_file_has_its_name_its_keys_and_its_texts(nom: str) -> None:
    exemple = EXEMPLES[nom]
    assert re.fullmatch(r"\d{3}(-[a-z0-9]+)+\.yaml", nom)
    assert exemple["id"] == nom.removesuffix(".yaml")
    assert set(exemple) - {"questionnaire"} == CLES_FICHIER - {"questionnaire"}
    assert exemple.get("questionnaire", "orientation") in QUESTIONNAIRES
    assert "\n" not in exemple["titre"]
    assert not exemple["titre"].endswith(".")
    assert 2 <= len(exemple["situation"].splitlines()) <= 4, exemple["situation"]
    assert 2 <= len(exemple["pourquoi"].splitlines()) <= 5, exemple["pourquoi"]
    assert re.search(r"annexe|profil|support|fiche", exemple["pourquoi"])


@tous
def test_french_typography(nom: str) -> None:
    exemple = EXEMPLES[nom]
    for cle in ("titre", "situation", "pourquoi"):
        texte = exemple[cle]
        assert "'" not in texte, (cle, texte)
        assert not re.search(r" [;:!?»]|« |\"", texte), (cle, texte)
        assert not re.search(r"[^\s\u202f\u00a0][;!?»]", texte), (cle, texte)
        assert not re.search(r"\d (h|ans|mois)\b", texte), (cle, texte)


@tous
def test_rubriques_exist_in_the_content(nom: str) -> None:
    connues: set[str] = set()
    for fichier in (*CONTENT.glob("annexes/*.md"), *CONTENT.glob("profils/*.md")):
        connues.update(_rubriques(fichier))
    rubriques = EXEMPLES[nom]["rubriques"]
    assert rubriques
    assert len(rubriques) == len(set(rubriques))
    assert set(rubriques) <= connues, set(rubriques) - connues


@tous
def test_each_annexe_that_the_reasons_cite_has_its_rubrique(nom: str) -> None:
    prefixes = {int(f.name[:2]): set(_rubriques(f)) for f in CONTENT.glob("annexes/*.md")}
    exemple = EXEMPLES[nom]
    citees = re.findall(r"annexes? (\d)(?: et annexe (\d))?", re.sub(r"\s", " ", exemple["pourquoi"]))
    for annexe in {int(chiffre) for paire in citees for chiffre in paire if chiffre}:
        assert prefixes[annexe] & set(exemple["rubriques"]), (
            f"annexe {annexe} is cited, none of its rubriques is listed"
        )


@orientations
def test_facts_are_known_and_possible(nom: str) -> None:
    faits = EXEMPLES[nom]["faits"]
    assert set(faits) <= {*SIMPLES, *MULTIPLES, "priorite", "niveau"}, set(faits)
    for fait, valeur in faits.items():
        if fait in SIMPLES:
            assert valeur in SIMPLES[fait], (fait, valeur)
        elif fait in MULTIPLES:
            assert isinstance(valeur, list), (fait, valeur)
            assert valeur, fait
            assert set(valeur) <= set(MULTIPLES[fait]), (fait, valeur)
    assert faits["besoin"]
    assert faits.get("priorite", faits["besoin"][0]) in faits["besoin"]
    assert faits.get("niveau", 1) in {1, 2, 3}
    lieu, en_place = faits.get("lieu"), set(faits.get("en_place", ()))
    assert not (faits.get("age") == "mineur" and lieu == "ehpad")
    assert not {"usp", "lisp"} <= en_place
    assert not ("hospitalisation" in faits.get("refus", ()) and faits.get("souhait") == "hospitalisation")
    if faits["besoin"] != ["deuil"]:
        assert not (en_place & {"usp", "lisp"} and lieu != "hopital")
        assert not (en_place & {"had", "hdj", "sad", "crt"} and lieu == "hopital")
        assert not (en_place & {"sad", "crt"} and lieu in {"ehpad", "esms"})


@orientations
def test_expected_plan_uses_known_keys_and_values(nom: str) -> None:
    attendu = EXEMPLES[nom]["attendu"]
    assert set(attendu) <= CLES_ORIENTATION, set(attendu) - CLES_ORIENTATION
    for cle in ("principal", "absent", "joindre_maintenant_contient"):
        _verifier_structures(attendu.get(cle, []), nom)
    if attendu.get("joindre_maintenant") is not None:
        _verifier_structures(attendu["joindre_maintenant"], nom)
    for cle in ("personne", "niveau_par_ethique_seule"):
        assert attendu.get(cle, False) in {True, False}
    for besoin in attendu["besoins"]:
        assert set(besoin) <= CLES_BESOIN, set(besoin) - CLES_BESOIN
        for cle in (*LISTES_EXACTES, *LISTES_PARTIELLES):
            _verifier_structures(besoin.get(cle, []), f"{nom} {cle}")
        assert set(besoin.get("anticiper", [])) <= ANTICIPER
        assert set(besoin.get("maintenant", {})) <= STRUCTURES
        assert set(besoin.get("maintenant", {}).values()) <= DISPONIBILITES
        assert set(besoin.get("acces", {})) <= STRUCTURES
        for acces in besoin.get("acces", {}).values():
            assert set(acces) <= {"mode", "par"}
            assert acces["mode"] in MODES
            assert set(acces.get("par", ())) <= set(SIMPLES["demandeur"])
        assert besoin.get("ouvert", False) in {True, False}


@orientations
def test_expected_plan_does_not_contradict_itself(nom: str) -> None:
    attendu = EXEMPLES[nom]["attendu"]
    exclus = set(attendu.get("absent", ()))
    for besoin in attendu["besoins"]:
        roles = [set(besoin.get(cle, ())) for cle in LISTES_EXACTES]
        assert sum(map(len, roles)) == len(set().union(*roles)), "a structure appears once, in its highest role"
        dits = set().union(*(besoin.get(c, ()) for c in (*LISTES_EXACTES, *LISTES_PARTIELLES) if c != "absent"))
        dits |= {*besoin.get("maintenant", ()), *besoin.get("acces", ())}
        assert not dits & (exclus | set(besoin.get("absent", ()))), dits & exclus
    if "joindre_maintenant" in attendu:
        joindre = attendu["joindre_maintenant"]
        assert attendu.get("personne", joindre == []) == (joindre == []), "[] only together with personne"
        assert not set(joindre or ()) & exclus
    if "principal" in attendu and "principal" in attendu["besoins"][0]:
        assert attendu["principal"] == attendu["besoins"][0]["principal"]


@orientations
def test_needs_are_listed_in_the_order_of_the_plan(nom: str) -> None:
    faits = EXEMPLES[nom]["faits"]
    ordre = list(BESOINS)
    if faits.get("souhait") == "rester" and faits.get("faisable") in {"oui", "avec_renfort"}:
        ordre[:2] = ["soins", "hospitalisation"]
    attendus = [besoin["besoin"] for besoin in EXEMPLES[nom]["attendu"]["besoins"]]
    voulus = sorted(faits["besoin"], key=lambda b: (b != faits.get("priorite"), ordre.index(b)))
    assert attendus == voulus


@orientations
def test_level_is_the_highest_of_the_known_dimensions(nom: str) -> None:
    faits, attendu = EXEMPLES[nom]["faits"], EXEMPLES[nom]["attendu"]
    if "niveau" in attendu:
        niveau = attendu["niveau"]
        assert set(niveau if isinstance(niveau, list) else [niveau]) == _niveau_des_dimensions(faits)


@orientations
def test_who_to_reach_now_exists_only_for_care_needs_at_a_pressing_time(nom: str) -> None:
    faits, attendu = EXEMPLES[nom]["faits"], EXEMPLES[nom]["attendu"]
    if "joindre_maintenant" not in attendu:
        return
    soins = bool(BESOINS_DE_SOINS & set(faits["besoin"]))
    presse = faits.get("urgence") == "oui" or faits.get("moment", "ouvrable") != "ouvrable"
    assert (attendu["joindre_maintenant"] is not None) == (soins and presse)
    lignes = {"appui_telephonique_regional", "appui_territorial_sp", "appui_territorial_geriatrique"}
    if faits["demandeur"] not in {"medecin", "soignant"}:
        assert not lignes & set(attendu["joindre_maintenant"] or ())


@pytest.mark.parametrize("nom", [n for n, e in EXEMPLES.items() if e.get("questionnaire") == "errspp_niveau"])
def test_errspp_examples(nom: str) -> None:
    exemple = EXEMPLES[nom]
    assert exemple["faits"]
    for fait, valeur in exemple["faits"].items():
        assert valeur in ERRSPP[fait], (fait, valeur)
    assert set(exemple["attendu"]) == {"errspp_niveau"}
    assert exemple["attendu"]["errspp_niveau"] in {1, 2, 3, 4}


@pytest.mark.parametrize("nom", [n for n, e in EXEMPLES.items() if e.get("questionnaire") == "profil"])
def test_profile_examples(nom: str) -> None:
    exemple = EXEMPLES[nom]
    assert set(exemple["faits"]) == {"profil", "tenus"}
    assert exemple["faits"]["profil"] in PROFILS
    assert set(exemple["faits"]["tenus"].values()) <= ETATS
    attendu = exemple["attendu"]
    assert {"pret", "manquants_bloquants"} <= set(attendu) <= CLES_PROFIL
    assert attendu["pret"] == (attendu["manquants_bloquants"] == []), "ready means that nothing that blocks is missing"
    acquis = {item for item, etat in exemple["faits"]["tenus"].items() if etat == "acquis"}
    assert not acquis & {*attendu["manquants_bloquants"], *attendu.get("souhaites", ())}
    assert set(attendu.get("non_listes", ())) <= set(exemple["faits"]["tenus"])


def test_every_profile_has_an_example_that_is_and_one_that_is_not_enough() -> None:
    profils = [exemple for exemple in EXEMPLES.values() if exemple.get("questionnaire") == "profil"]
    assert {exemple["faits"]["profil"] for exemple in profils} == set(PROFILS)
    assert {exemple["attendu"]["pret"] for exemple in profils} == {True, False}
    assert any(exemple["attendu"].get("non_listes") for exemple in profils)


def _structures_proposees() -> set[str]:
    proposees: set[str] = set()
    for exemple in ORIENTATIONS.values():
        for besoin in exemple["attendu"]["besoins"]:
            for cle in (*LISTES_EXACTES, *LISTES_PARTIELLES):
                if cle != "absent":
                    proposees.update(besoin.get(cle, ()))
    return proposees


@pytest.mark.parametrize("fait", [*SIMPLES, *MULTIPLES])
def test_every_value_of_every_fact_has_an_example(fait: str) -> None:
    vues: set[str] = set()
    for exemple in ORIENTATIONS.values():
        valeur = exemple["faits"].get(fait, [])
        vues.update(valeur if isinstance(valeur, list) else [valeur])
    voulues = set(SIMPLES.get(fait, ()) or MULTIPLES[fait])
    assert vues >= voulues, voulues - vues


def test_every_structure_level_and_involvement_has_an_example() -> None:
    assert _structures_proposees() == STRUCTURES
    niveaux = [e["attendu"]["niveau"] for e in ORIENTATIONS.values() if "niveau" in e["attendu"]]
    assert {n for n in niveaux if isinstance(n, int)} == {1, 2, 3}
    assert any(isinstance(n, list) for n in niveaux)
    implications = [
        e["attendu"]["errspp_niveau"] for e in EXEMPLES.values() if e.get("questionnaire") == "errspp_niveau"
    ]
    assert sorted(set(implications)) == [1, 2, 3, 4]


def test_open_choices_and_silence_of_the_sources_have_examples() -> None:
    ouverts = {
        tuple(besoin["principal"])
        for exemple in ORIENTATIONS.values()
        for besoin in exemple["attendu"]["besoins"]
        if besoin.get("ouvert") and "principal" in besoin
    }
    assert ouverts >= {
        ("had", "usp"),
        ("had", "dac"),
        ("usp", "had"),
        ("lisp", "usp"),
        ("usp", "service_hospitalier"),
        ("errspp", "emsp"),
        ("usp", "lisp", "hdj", "plateforme_repit"),
    }
    assert any(exemple["attendu"].get("personne") for exemple in ORIENTATIONS.values())
    assert any(exemple["attendu"].get("niveau_par_ethique_seule") for exemple in ORIENTATIONS.values())
