"""The decision path: every step is there and linked, nothing overlaps, everything is said in words too."""

from __future__ import annotations

import math
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.colours import TOKENS
from desktop.decision import FaitsError
from desktop.decision.path import CALLS, LEVEL, PathStep
from desktop.export import path_layout, path_svg
from desktop.export.text_width import fold_text, text_width
from desktop.telling.path_graph import path_of
from desktop.telling.story import tell_short

SVG = "{http://www.w3.org/2000/svg}"
SAMEDI_22_H = {
    "besoin": ["soins", "avis"], "demandeur": "soignant", "moment": "nuit", "age": "adulte", "lieu": "domicile",
    "souhait": "rester", "faisable": "avec_renfort", "symptomes": "soulagement_incomplet", "stabilite": "a_risque",
    "vie_et_entourage": "fragile", "soins": "simples", "intervenants": "peu_nombreux", "ethique": "aucune",
}  # fmt: skip
INACHEVE = {
    "besoin": ["soins"],
    "lieu": "ehpad",
    "age": "personne_agee",
    "stabilite": "a_risque",
    "refus": ["hospitalisation"],
}


def drawn(q, plan, besoin=None, quand=""):
    """The picture of a plan."""
    return path_layout.compose(tell_short(q, plan, quand=quand), path_of(q, plan, besoin, quand))


@pytest.fixture(scope="session")
def dessins(questionnaires, orientation, situations):
    plans = [
        orientation.orienter(faits)
        for _, faits in [*situations, ("samedi", SAMEDI_22_H), ("inacheve", INACHEVE), ("vide", {})]
    ]
    return [(plan, drawn(questionnaires, plan)) for plan in plans]


@pytest.mark.parametrize(("nom", "faits"), [("samedi-22-h", SAMEDI_22_H), ("inacheve", INACHEVE), ("vide", {})])
def test_the_picture_in_words(questionnaires, orientation, attendu, nom, faits):
    attendu(f"chemin-{nom}.txt", drawn(questionnaires, orientation.orienter(faits)).description + "\n")


def test_the_picture_as_svg(questionnaires, orientation, attendu):
    dessin = drawn(questionnaires, orientation.orienter(SAMEDI_22_H))
    attendu("chemin-samedi-22-h.svg", path_svg.write(dessin))


def test_every_structure_stands_there_and_a_row_leads_to_it(dessins):
    for plan, dessin in dessins:
        menees = {arete.vers for arete in dessin.aretes if dessin.box(arete.de).colonne == PathStep.ROW}
        for besoin in plan.besoins:
            for enonce in besoin.enonces:
                assert f"{besoin.besoin}:{enonce.role.value}:{enonce.structure}" in menees, (plan.faits, enonce)
        for structure in plan.joindre_maintenant or ():
            assert f"{CALLS}:{structure}" in menees
        if plan.personne:
            assert "joindre:personne" in menees


def test_every_answer_and_every_row_that_holds_stands_there(dessins):
    for plan, dessin in dessins:
        objets = {(boite.colonne, boite.besoin, boite.objet) for boite in dessin.boites}
        for fait in plan.faits:
            assert (PathStep.ANSWER, "", fait) in objets
        for besoin in plan.besoins:
            for ligne in (*besoin.lignes, *besoin.modifications):
                assert (PathStep.ROW, besoin.besoin, ligne) in objets


def test_rows_are_linked_to_the_facts_that_the_trace_names(dessins):
    for plan, dessin in dessins:
        vers = {(arete.de, arete.vers) for arete in dessin.aretes}
        for besoin in plan.trace.besoins:
            for lignes in besoin.tables.values():
                for ligne in lignes:
                    if ligne.verdict != "vraie" or f"{besoin.besoin}:{ligne.id}" not in {b.id for b in dessin.boites}:
                        continue
                    lus = [fait for fait, valeur in ligne.faits.items() if valeur is not None]
                    for fait in lus:
                        depart = LEVEL if fait in plan.dimensions or fait == "niveau" else f"fait:{fait}"
                        if besoin.besoin in ("deuil", "equipe") and fait not in ("age", "en_place"):
                            continue
                        assert (depart, f"{besoin.besoin}:{ligne.id}") in vers, (plan.faits, ligne)


def test_what_is_sure_is_drawn_plain_and_what_is_not_dashed(dessins):
    for plan, dessin in dessins:
        for besoin in plan.besoins:
            for enonce in besoin.enonces:
                boite = dessin.box(f"{besoin.besoin}:{enonce.role.value}:{enonce.structure}")
                assert boite.tirets is not enonce.certain
        if plan.certain and len(plan.niveau) == 1 and not any(b.genre == "manquante" for b in dessin.boites):
            assert not any(arete.tirets for arete in dessin.aretes), plan.faits


def test_what_carries_the_level_is_marked(questionnaires, orientation):
    graphe = path_of(questionnaires, orientation.orienter(SAMEDI_22_H))
    forts = {link.origin for link in graphe.links if link.carries}
    assert forts == {"fait:symptomes", "fait:stabilite", "fait:vie_et_entourage"}


def test_an_open_choice_is_said(questionnaires, orientation):
    ouvert = drawn(
        questionnaires, orientation.orienter(SAMEDI_22_H | {"souhait": "non_exprime", "symptomes": "refractaires"})
    )
    assert [b.titre for b in ouvert.bandes if "laissent ce choix ouvert" in b.titre] == [
        "Organiser ou renforcer les soins\u00a0: les textes laissent ce choix ouvert"
    ]
    ferme = drawn(questionnaires, orientation.orienter(SAMEDI_22_H))
    assert not any("ouvert" in b.titre for b in ferme.bandes)


def test_a_refusal_that_may_put_first_recourse_first_leads_to_it_dashed(questionnaires, orientation):
    faits = {
        "besoin": ["soins"],
        "vie_et_entourage": "fragile",
        "refus": ["had", "hospitalisation"],
        "en_place": ["usp"],
    }
    graphe = path_of(questionnaires, orientation.orienter(faits))
    lien = next(x for x in graphe.links if (x.origin, x.target) == ("soins:refus", "soins:principal:premier_recours"))
    assert not lien.certain
    assert "passera peut-être devant" in graphe.nodes["soins:refus"].title


def test_one_need_alone(questionnaires, orientation):
    plan = orientation.orienter(SAMEDI_22_H)
    seul = drawn(questionnaires, plan, "avis")
    assert {boite.besoin for boite in seul.boites} == {"", CALLS, "avis"}
    assert seul.hauteur <= drawn(questionnaires, plan).hauteur
    with pytest.raises(KeyError):
        drawn(questionnaires, plan, "deuil")


def verifier_geometrie(dessin):
    for boite in dessin.boites:
        assert boite.x >= 0
        assert boite.y >= 0
        assert boite.x + boite.largeur <= dessin.largeur
        assert boite.y + boite.hauteur <= dessin.hauteur
        for texte in boite.textes:
            assert boite.y < texte.y - texte.taille * 0.75
            assert texte.y < boite.y + boite.hauteur
            debut = texte.x - text_width(texte.texte, texte.taille, gras=texte.gras) if texte.fin else texte.x
            fin = texte.x if texte.fin else texte.x + text_width(texte.texte, texte.taille, gras=texte.gras)
            assert boite.x < debut, texte
            assert fin < boite.x + boite.largeur, texte
    for une, autre in combinations(dessin.boites, 2):
        cote = une.x + une.largeur <= autre.x or autre.x + autre.largeur <= une.x
        dessus = une.y + une.hauteur <= autre.y or autre.y + autre.hauteur <= une.y
        assert cote or dessus, (une.id, autre.id)
    for arete in dessin.aretes:
        de, vers = dessin.box(arete.de), dessin.box(arete.vers)
        assert arete.depart[0] == de.x + de.largeur
        assert vers.y <= arete.arrivee[1] <= vers.y + vers.hauteur
        assert arete.pointe[0][0] == vers.x
        assert arete.depart[0] <= arete.coude[0] < arete.arrivee[0] < vers.x
        for boite in dessin.boites:  # the straight part crosses no box
            if boite.x < arete.coude[0] and boite.x >= arete.depart[0] and arete.de != boite.id:
                assert not boite.y < arete.depart[1] < boite.y + boite.hauteur, (arete.de, boite.id)


def test_nothing_overlaps_and_every_text_fits(dessins):
    for _, dessin in dessins:
        verifier_geometrie(dessin)


@settings(max_examples=120, deadline=None)
@given(choix=st.lists(st.integers(0, 255), min_size=24, max_size=24))
def test_any_answers_make_a_sound_picture(monde, choix):
    faits = monde.tirer(
        [
            f
            for nom, f in monde.questionnaires.faits.items()
            if nom in monde.questionnaires.course.replay and nom != "priorite"
        ],
        choix,
    )
    try:
        plan = monde.orientation.orienter(faits)
    except FaitsError:  # answers that can't stand together
        return
    dessin = drawn(monde.questionnaires, plan)
    verifier_geometrie(dessin)
    menees = {arete.vers for arete in dessin.aretes if dessin.box(arete.de).colonne == PathStep.ROW}
    assert {b.id for b in dessin.boites if b.colonne == PathStep.STRUCTURE and b.genre != "personne"} <= menees
    ET.fromstring(path_svg.write(dessin))  # noqa: S314 - our own text


@pytest.mark.parametrize("sombre", [None, False, True])
def test_the_svg_keeps_text_as_text_with_a_title_and_a_description(questionnaires, orientation, sombre):
    dessin = drawn(questionnaires, orientation.orienter(SAMEDI_22_H))
    racine = ET.fromstring(path_svg.write(dessin, sombre=sombre))  # noqa: S314 - our own text
    assert racine.find(f"{SVG}title").text == "Le chemin de la réponse"
    assert racine.find(f"{SVG}desc").text == dessin.description
    assert racine.get("aria-labelledby") == racine.find(f"{SVG}title").get("id")
    dits = [texte.text for texte in racine.iter(f"{SVG}text")]
    assert dits == [t.texte for boite in dessin.boites for t in boite.textes] + [t.texte for t in dessin.textes]
    assert {e.tag.removeprefix(SVG) for e in racine.iter()} <= {
        "svg",
        "title",
        "desc",
        "style",
        "g",
        "rect",
        "path",
        "text",
    }
    assert (racine.find(f"{SVG}style") is not None) is (sombre is None)
    fond = racine.find(f"{SVG}rect").get("fill")
    assert fond == TOKENS["bg"][bool(sombre)]
    assert not any("href" in cle for element in racine.iter() for cle in element.attrib)


def test_a_picture_uses_the_colours_that_it_names(dessins):
    used = {"bg", "line"} | {t.couleur for _, dessin in dessins for t in dessin.textes}
    for _, dessin in dessins:
        used |= {colour for boite in dessin.boites for colour in (boite.fond, boite.bord)}
        used |= {t.couleur for boite in dessin.boites for t in boite.textes} | {a.couleur for a in dessin.aretes}
    assert used == set(path_layout.DRAWN)


def test_no_other_module_holds_a_colour_of_its_own(root):
    """One palette: the window, paper and files name a token of `desktop.colours`."""
    colour = re.compile(r"""["']#[0-9A-Fa-f]{6}["']""")
    files = [file for file in (root / "desktop").rglob("*.py") if file.name != "colours.py"]
    assert len(files) > 200
    assert [file.name for file in files if colour.search(file.read_text(encoding="utf-8"))] == []


def _luminance(couleur):
    canaux = [int(couleur[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    rouge, vert, bleu = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in canaux)
    return 0.2126 * rouge + 0.7152 * vert + 0.0722 * bleu


def test_every_text_is_read_on_its_ground(dessins):
    paires = {(t.couleur, boite.fond) for _, dessin in dessins for boite in dessin.boites for t in boite.textes}
    paires |= {(t.couleur, "bg") for _, dessin in dessins for t in dessin.textes}
    assert len(paires) > 6
    for encre, fond in paires:
        for theme in (0, 1):
            clair, noir = sorted((_luminance(TOKENS[c][theme]) for c in (encre, fond)), reverse=True)
            assert (clair + 0.05) / (noir + 0.05) >= 4.5, (encre, fond, theme)


def test_a_text_is_folded_at_plain_spaces_only():
    assert fold_text("Que souhaite la personne\u202f?", 110, 15) == ("Que souhaite", "la personne\u202f?")
    assert fold_text("", 100, 15) == ("",)


def test_the_bundled_font_is_never_wider_than_supposed(dessins, qapp, root):
    from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF

    for nom in ("Regular", "Bold"):
        QFontDatabase.addApplicationFont(str(root / f"desktop/ui/assets/fonts/Inter-{nom}.ttf"))
    mesures = {}
    for gras in (False, True):
        for taille in (path_layout.PETIT, path_layout.CORPS, path_layout.GRAND):
            police = QFont("Inter")
            police.setPixelSize(taille)
            police.setBold(gras)
            mesures[gras, taille] = QFontMetricsF(police)
    textes = {t for _, dessin in dessins for boite in dessin.boites for t in boite.textes}
    assert len(textes) > 300
    for texte in textes:
        reelle = mesures[texte.gras, texte.taille].horizontalAdvance(texte.texte)
        assert reelle <= math.ceil(text_width(texte.texte, texte.taille, gras=texte.gras)), texte


@pytest.mark.parametrize(
    ("modules", "absents"),
    [
        (
            (
                "desktop.export.path_layout",
                "desktop.export.path_svg",
                "desktop.export.fhir_response",
                "desktop.export.dmn",
            ),
            ["PySide6"],
        ),
        (
            ("desktop.bootstrap", "desktop.ui.life.app", "desktop.cli"),
            ["desktop.export.fhir", "desktop.export.dmn", "fhir", "lxml"],
        ),
    ],
    ids=["no screen library", "not loaded at start"],
)
def test_what_is_not_imported(root, modules, absents):
    code = f"import sys, {', '.join(modules)}\nprint([n for n in sys.modules if n.split('.')[0] in {absents} or n in {absents}])"
    sortie = subprocess.run([sys.executable, "-c", code], cwd=root, check=True, capture_output=True, text=True)
    assert sortie.stdout.strip() == "[]"


@pytest.mark.parametrize("faits", [SAMEDI_22_H, INACHEVE])
def test_a_picture_for_another_hour_says_it_and_never_now(questionnaires, orientation, faits):
    """A file is looked at later: nothing in it says « maintenant »."""
    dessin = drawn(questionnaires, orientation.orienter(faits), quand="à 22 h 10")
    ecrit = path_svg.write(dessin)
    assert "22\u00a0h\u00a010" in ecrit
    assert "maintenant" not in ecrit.lower()


def test_a_picture_promises_no_more_than_the_plan(questionnaires, orientation):
    """While an answer that is missing decides whom to ask first, the sentence over the picture says so."""
    plan = orientation.orienter(INACHEVE)
    assert set(plan.besoins[0].principal) & set(plan.besoins[0].incertains)
    titre = " ".join(t.texte for t in drawn(questionnaires, plan).textes if t.taille == path_layout.GRAND)
    assert titre.startswith("Selon ce qui n’est pas encore dit")
