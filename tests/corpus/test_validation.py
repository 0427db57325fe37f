"""Each check of the content can fail."""

from __future__ import annotations

import pytest

from desktop.corpus.loading import lire_dossier
from desktop.corpus.validation import notes_sans_appel, valider

CHIFFRE = (
    "chiffres:\n  - {{id: c, valeur: {valeur}, unite: lits, borne: {borne}, force: {force}, regle: {regle}{suite}}}\n"
)


def messages(dossier):
    return [p.message for p in valider(lire_dossier(dossier))]


def chiffre(valeur="3", borne="minimum", force="recommandation", regle="essai-lits-minimum", suite=""):
    return CHIFFRE.format(valeur=valeur, borne=borne, force=force, regle=regle, suite=suite)


def test_a_figure_that_its_regle_shows_holds(contenu):
    assert messages(contenu(suite=chiffre())) == []


@pytest.mark.parametrize(
    ("suite", "message"),
    [
        (chiffre(valeur="4"), "ne montre pas le chiffre"),
        (chiffre(valeur="[3, 5]"), "ne montre pas le chiffre"),
        (chiffre(suite=", texte: quatre lits"), "ne montre pas le chiffre"),
        (chiffre(force="obligation"), "a la force obligation"),
        (chiffre(borne="maximum"), "est un maximum"),
        (chiffre(regle="essai-rien"), "règle inconnue"),
    ],
)
def test_a_figure_that_its_regle_does_not_show_is_refused(contenu, suite, message):
    assert any(message in m for m in messages(contenu(suite=suite)))


def test_two_scales_in_one_regle_are_refused_unless_the_source_compares_them(contenu):
    corps = '\n## A {{#essai-a source="s"}}\n\n- Niveau. {{#essai-n .requis niveau="complexite:2 recours:2"{} }}\n'
    assert any("compare deux échelles" in m for m in messages(contenu(corps.format(""))))
    assert messages(contenu(corps.format(" correspondance=source"))) == []


def test_an_acronym_that_the_lexique_lacks_is_refused(contenu):
    corps = '\n## A {#essai-a source="s"}\n\n- Une USP, une XYZ. {#essai-n .requis}\n'
    assert messages(contenu(corps)) == ["le sigle « XYZ » n’est pas dans le lexique (essai-n)"]


def test_a_reference_that_nothing_cites_is_refused(contenu):
    suite = "references:\n  - {id: l, type: loi, intitule: Loi, citation: Loi, statut: citée par la source}\n"
    assert any("n’est citée nulle part" in m for m in messages(contenu(suite=suite)))


def test_a_footnote_that_no_regle_calls_is_refused(contenu):
    corps = '\n## A {#essai-a source="s"}\n\n- Une USP. {#essai-n .requis}\n\n[^4]: Perdue.\n'
    dossier = contenu(corps)
    (probleme,) = notes_sans_appel(lire_dossier(dossier), dossier)
    assert "note 4" in probleme.message


def test_the_real_content_holds(corpus, racine):
    assert [*valider(corpus), *notes_sans_appel(corpus, racine / "content")] == []
