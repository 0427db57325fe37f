from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.store.privacy import warn

TODAY = date(2026, 11, 22)

NAMES = """\
M. Dupont|Jean Martin|Mme D.|mme durantel|Monsieur Lefèvre|jean martin|DUPONT Jean|Marie-Thérèse|patiente Durantel
Lefèvre Anne|DUPONT JEAN|Dr Bernard|famille Nguyen|Nguyen Thi Lan|J. D.|Pierre Petit|Rose Lambert|Mr Le Goff|Fatima B.
Pierre|chez Monique|visite de Mme Zorglub|Zorglub Tartempion|DURANTEL douleur|Le Goff Anne|L. Moreau|madame martin
Kevin|fils de Monique|D’Artagnan Charles|visite EHPAD Les Lilas, Mme Roux|Noël Durand|M Dupont|bébé Léo, domicile
Élise|Zoé 8 ans"""
BIRTHS = """\
12/03/1950|12-03-50|12.03.1950|12 mars 1950|12 03 1950|12031950|1950-03-12|né le 3 mars|née en 50|NÉE LE 2/1
patient 1932|mars 1950|1er avril 1948|née le 02/01/2026|naissance 3/4"""
NUMBERS = """\
1 50 03 75 116 001 22|150037511600122|2 85 05 2A 001 002 33|06 12 34 56 78|0612345678|+33 6 12 34 56 78|06.12.34.56.78
IPP 123456|dossier 45123|IPP: AB12345|n° 784512"""
HARMLESS = """\
visite du 20 nov.|patiente domicile samedi|visite du 20/11/2026|cas d’école|Visite du samedi soir
visite du 3 janv. 2027|patiente de 58 ans, à domicile, samedi 22 h|EHPAD Les Lilas|Hôpital Saint-Louis
EHPAD Jean Moulin|DOULEUR RÉFRACTAIRE|Patiente domicile|HAD|USP ou LISP ?|SLA stade 3|chambre 12|Soins Palliatifs
retour à Lyon|maladie de Parkinson|Appel EMSP 14h30|Mme X|patient X|Réunion de concertation du 3 décembre
Visite – Douleur mal soulagée|épouse épuisée|cas 3|nuit du 14 au 15|visite de Noël|patiente très fatiguée
Monsieur inquiet|mme très fatiguée|S.O.S. nuit|niveau 2 ou 3|Exemple de formation 2026|Fin de vie en EHPAD
sortie d’hospitalisation, retour à domicile|appel du médecin traitant|Sédation, décision collégiale|Test|Dyspnée
visite 12.11|petite fille, domicile|père épuisé|Mari épuisé|premier rendez-vous|4 passages infirmiers par jour
2 perfusions, 3 passages, 24 h|Douleur, mari épuisé, samedi 22 h|Jeune adulte, leucémie
patient ne le sait pas, 2 visites"""


def labels(text: str) -> list[str]:
    return [label for line in text.splitlines() for label in line.split("|")]


@pytest.mark.parametrize("label", labels(NAMES))
def test_a_name_is_seen(label: str) -> None:
    assert "nom de personne" in (warn(label, TODAY) or "")


@pytest.mark.parametrize("label", labels(BIRTHS))
def test_a_birth_date_is_seen(label: str) -> None:
    assert "date de naissance" in (warn(label, TODAY) or "")


@pytest.mark.parametrize("label", labels(NUMBERS))
def test_a_number_is_seen(label: str) -> None:
    assert "numéro" in (warn(label, TODAY) or "")


@pytest.mark.parametrize(
    ("label", "words"), [("zoe@exemple.fr", "adresse électronique"), ("12 bis rue de la Gare", "adresse")]
)
def test_an_address_is_seen(label: str, words: str) -> None:
    assert words in (warn(label, TODAY) or "")


@pytest.mark.parametrize("label", ["", "  ", *labels(HARMLESS)])
def test_what_designates_nobody_is_left_in_peace(label: str) -> None:
    assert warn(label, TODAY) is None


def test_the_warning_is_french_and_says_what_to_write_instead() -> None:
    assert warn("M. Dupont", TODAY) == (
        "Ce libellé ressemble à un nom de personne. "
        "Préférez des mots qui ne désignent personne, par exemple «\u00a0visite du samedi\u00a0»."
    )


@given(st.text(max_size=60))
def test_any_text_gets_an_answer(label: str) -> None:
    assert warn(label, TODAY) is None or "Ce libellé ressemble" in str(warn(label, TODAY))


@given(st.sampled_from(labels(HARMLESS)), st.sampled_from(["M. Dupont", "Mme Lefèvre", "06 12 34 56 78", "12/03/1950"]))
def test_an_identity_is_seen_behind_harmless_words(label: str, identity: str) -> None:
    assert warn(f"{label} – {identity}", TODAY) is not None
