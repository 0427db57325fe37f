"""The words of the questionnaires: short, typographied, explained, and cited rules that speak of what they are cited for."""

from __future__ import annotations

import re
from itertools import chain

import pytest

from desktop.decision import first_sentence, say
from desktop.decision.loading.orientation import enonces_de
from desktop.decision.model import Nature
from desktop.text.typography import french

# Where the content speaks of a structure: beginnings of rule identifiers.
RUBRIQUES = {
    "usp": ("usp-",), "lisp": ("lisp-",), "had": ("had-", "medecine-coordination-"), "hdj": ("hdj-", "emsp-moyens-lits"),
    "emsp": ("emsp-",), "errspp": ("errspp-",), "sad": ("sad-",), "crt": ("crt-",), "dac": ("dac-",),
    "equipe_du_lieu": ("ehpad-",), "premier_recours": (), "service_hospitalier": (),
    "appui_telephonique_regional": ("filiere-moyens-appui-telephonique",),
    "appui_territorial_sp": ("appui-soins-palliatifs-", "filiere-moyens-appui-territorial"),
    "appui_territorial_geriatrique": ("appui-geriatrique-",), "benevoles": ("benevoles-",),
    "plateforme_repit": ("filiere-indicateurs-partenariats",), "cpts": ("emsp-missions-cpts",),
    "aides_a_domicile": ("lisp-articulation-domicile",),
}  # fmt: skip


def textes(q):
    for fait in q.faits.values():
        yield from (fait.question, fait.aide, fait.exemple, *fait.variantes.values())
        for valeur in fait.valeurs:
            yield from (valeur.libelle, valeur.court, valeur.aide, valeur.libelle_proche)
    for note in q.orientation.notes.values():
        yield note.texte
    for table in q.orientation.tables.values():
        yield table.titre
        yield from (ligne.titre for ligne in table.lignes)
        yield from (enonce.pour for enonce in enonces_de(table))
    for condition in q.orientation.conditions:
        yield condition.texte
    for structure in q.orientation.structures.values():
        yield from (structure.libelle, structure.court, structure.dire)
    for profil in q.profils.values():
        for exigence in profil.exigences:
            yield from (exigence.libelle, exigence.question, exigence.aide, exigence.pour_conclure)


def test_la_typographie_est_francaise(q):
    for texte in textes(q):
        assert texte == french(texte)
        assert "'" not in texte
        assert not re.search(r"[a-z\d] [;:!?»]|« ", texte), texte


def test_chaque_question_est_courte_et_a_son_aide(q):
    for fait in q.faits.values():
        assert fait.question.endswith("\u202f?")
        assert len(fait.question) <= 75
        assert fait.aide, fait.id
        for valeur in fait.valeurs:
            assert len(valeur.libelle) <= 95, valeur.libelle
            assert len(valeur.court) <= 30, valeur.court


def test_les_questions_de_la_situation_ont_un_exemple(q):
    dimensions = q.niveau.dimensions.noms
    for nom in (*dimensions, "demandeur", "age", "lieu", "souhait", "faisable", "besoin", "moment", "urgence"):
        assert q.faits[nom].exemple, nom


def test_une_phrase_finit_par_un_point(q):
    for note in q.orientation.notes.values():
        assert note.texte.endswith("."), note.id
    for table in q.orientation.tables.values():
        for enonce in enonces_de(table):
            assert not enonce.pour or enonce.pour.endswith("."), enonce.id


def test_chaque_sigle_est_au_lexique(q, corpus):
    connus = {e.sigle for e in corpus.lexique.entrees if e.sigle} | set(
        chain.from_iterable(re.findall(r"\b[A-Z]{2,}\b", e.developpe or "") for e in corpus.lexique.entrees)
    )
    sigles = {sigle for texte in textes(q) for sigle in re.findall(r"\b[A-Z]{2,7}\b", texte)}
    assert sigles - connus == set()


def test_une_regle_citee_parle_de_la_structure(q, corpus):
    def parle(regle, structure):
        chapeau = corpus.regles[regle.chapeau].texte if regle.chapeau else ""
        sigle = q.orientation.structures[structure].court
        return regle.id.startswith(RUBRIQUES[structure]) or sigle in f"{chapeau} {regle.texte}"

    fautes = []
    for table in q.orientation.tables.values():
        for enonce in enonces_de(table):
            if not RUBRIQUES.get(enonce.structure) or enonce.source.nature not in (Nature.REFERENTIEL, Nature.DOCUMENT):
                continue
            if not any(parle(corpus.regles[regle], enonce.structure) for regle in enonce.source.regles):
                fautes.append(enonce.id)
    assert fautes == []


def test_les_echelles_citees_sont_les_bonnes(q, corpus):
    def niveaux(source):
        return {(n.scale.id, n.valeur) for regle in source.regles for n in corpus.regles[regle].niveaux}

    for ligne in q.forms["errspp"].table.rows:
        assert ("intervention_errspp", ligne.donne) in niveaux(ligne.source)
    for ligne in q.niveau.expertise:
        assert ("expertise_had", ligne.donne) in niveaux(ligne.source)


def test_chaque_structure_mene_a_un_document(q, corpus):
    for structure in q.orientation.structures.values():
        assert structure.document is None or structure.document in corpus.documents, structure.id


def test_chaque_profil_mene_a_son_document(q, corpus):
    for profil in q.profils.values():
        assert profil.document in corpus.documents
        for exigence in profil.exigences:
            for regle in exigence.source.regles:
                assert corpus.regles[regle].document == profil.document


@pytest.mark.parametrize(
    ("forces", "force"),
    [(("pre-requis",), "pre_requis"), (("obligation", "requis"), "obligatoire"), (("requis",), "requis"),
     (("souhaite",), "souhaite"), (("facultatif",), "facultatif")],
)  # fmt: skip
def test_une_exigence_garde_la_force_du_contenu(q, corpus, forces, force):
    for profil in q.profils.values():
        for exigence in profil.exigences:
            if exigence.force == force:
                assert corpus.regles[exigence.source.regles[0]].force in forces, exigence.id


@pytest.mark.parametrize(
    ("faits", "phrase"),
    [
        ({"moment": "nuit", "demandeur": "soignant"}, "Maintenant\u00a0: joindre l’appui téléphonique régional."),
        ({"moment": "nuit", "demandeur": "patient_ou_proche"}, "Les sources ne nomment personne à joindre maintenant."),
        ({"moment": "ouvrable", "demandeur": "soignant"}, "Solliciter l’EMSP."),
        ({"moment": "ouvrable", "demandeur": "soignant", "en_place": ["had"]}, "Mobiliser l’HAD."),
        (
            {"moment": "ouvrable", "demandeur": "soignant", "besoin": ["geste"], "transportable": "oui"},
            "Faire solliciter l’HDJ par le médecin traitant ou le spécialiste référent.",
        ),
        (
            {"moment": "ouvrable", "demandeur": "medecin", "besoin": ["geste"], "transportable": "oui"},
            "Solliciter l’HDJ.",
        ),
        ({"moment": "ouvrable", "besoin": ["geste"], "transportable": "oui"}, "Solliciter l’HDJ."),
        (
            {"moment": "ouvrable", "demandeur": "patient_ou_proche", "besoin": ["coordination"]},
            "Faire solliciter le DAC par un professionnel.",
        ),
        ({"moment": "ouvrable", "demandeur": "soignant", "age": "jeune_adulte"}, "Solliciter l’ERRSPP ou l’EMSP."),
        (
            {"moment": "ouvrable", "demandeur": "soignant", "urgence": "oui", "besoin": ["soins"], "lieu": "sans_lieu"},
            "Maintenant\u00a0: joindre l’EMSP, puis l’appui territorial de soins palliatifs.",
        ),
    ],
)
def test_la_premiere_phrase_se_dit_au_telephone(q, orientation, faits, phrase):
    base = {"besoin": ["avis"], "age": "adulte", "lieu": "domicile", "souhait": "rester", "faisable": "oui"}
    assert first_sentence(q, orientation.orienter({**base, **faits})).startswith(phrase)


def test_dire_plusieurs_structures(q):
    assert say(q, ["had"]) == "l’HAD"
    assert say(q, ["had", "usp", "emsp"], "ou") == "l’HAD, l’USP ou l’EMSP"
    assert say(q, []) == ""
