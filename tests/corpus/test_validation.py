"""Each check of the content can fail."""

from __future__ import annotations

import pytest

from desktop.corpus.loading import read_folder
from desktop.corpus.validation import uncalled_notes, validate

FIGURE = (
    "chiffres:\n  - {{id: c, valeur: {valeur}, unite: lits, borne: {borne}, force: {force}, regle: {regle}{suite}}}\n"
)


def messages(folder):
    return [p.message for p in validate(read_folder(folder))]


def chiffre(valeur="3", borne="minimum", force="recommandation", regle="essai-lits-minimum", following=""):
    return FIGURE.format(valeur=valeur, borne=borne, force=force, regle=regle, suite=following)


def test_a_figure_that_its_regle_shows_holds(content):
    assert messages(content(following=chiffre())) == []


@pytest.mark.parametrize(
    ("following", "message"),
    [
        (chiffre(valeur="4"), "ne montre pas le chiffre"),
        (chiffre(valeur="[3, 5]"), "ne montre pas le chiffre"),
        (chiffre(following=", texte: quatre lits"), "ne montre pas le chiffre"),
        (chiffre(force="obligation"), "a la force obligation"),
        (chiffre(borne="maximum"), "est un maximum"),
        (chiffre(regle="essai-rien"), "règle inconnue"),
    ],
)
def test_a_figure_that_its_regle_does_not_show_is_refused(content, following, message):
    assert any(message in m for m in messages(content(following=following)))


def test_two_scales_in_one_regle_are_refused_unless_the_source_compares_them(content):
    body = '\n## A {{#essai-a source="s"}}\n\n- Niveau. {{#essai-n .requis niveau="complexite:2 recours:2"{} }}\n'
    assert any("compare deux échelles" in m for m in messages(content(body.format(""))))
    assert messages(content(body.format(" correspondance=source"))) == []


def test_an_acronym_that_the_lexique_lacks_is_refused(content):
    body = '\n## A {#essai-a source="s"}\n\n- Une USP, une XYZ. {#essai-n .requis}\n'
    assert messages(content(body)) == ["le sigle « XYZ » n’est pas dans le lexique (essai-n)"]


def test_a_reference_that_nothing_cites_is_refused(content):
    following = "references:\n  - {id: l, type: loi, intitule: Loi, citation: Loi, statut: citée par la source}\n"
    assert any("n’est citée nulle part" in m for m in messages(content(following=following)))


def test_a_footnote_that_no_regle_calls_is_refused(content):
    body = '\n## A {#essai-a source="s"}\n\n- Une USP. {#essai-n .requis}\n\n[^4]: Perdue.\n'
    folder = content(body)
    (problem,) = uncalled_notes(read_folder(folder), folder)
    assert "note 4" in problem.message


def test_the_real_content_holds(corpus, root):
    assert [*validate(corpus), *uncalled_notes(corpus, root / "content")] == []
