"""« à 17 h 55 » in the place of « maintenant »."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from desktop.decision import first_sentence
from desktop.decision.instant import Cause
from desktop.telling import said
from desktop.telling.hours import WHY, instead_of_now

FRIDAY = datetime(2026, 11, 27, 17, 55, tzinfo=timezone(timedelta(hours=1)))
SITUATION = {"besoin": ["avis"], "lieu": "domicile", "age": "adulte", "demandeur": "soignant", "moment": "nuit"}


@pytest.mark.parametrize(
    ("cause", "later", "moment", "told"),
    [
        (None, timedelta(minutes=5), "ouvrable", ""),
        (Cause.BOUND, timedelta(hours=5), "ouvrable", "à 17\u00a0h\u00a055"),
        (Cause.BOUND, timedelta(days=2), "ouvrable", "vendredi 27 novembre, à 17\u00a0h\u00a055"),
        (Cause.TIME, timedelta(days=60), "ouvrable", "vendredi 27 novembre 2026, à 17\u00a0h\u00a055"),
        (Cause.OTHER, timedelta(), "nuit", "la nuit"),
        (Cause.OTHER, timedelta(), "weekend_ferie", "le week-end ou un jour férié"),
    ],
)
def test_what_is_said_for_now(questionnaires, cause, later, moment, told):
    assert instead_of_now(questionnaires, cause, FRIDAY, FRIDAY + later, moment) == told


def test_without_an_hour_the_moment_is_said(questionnaires):
    assert instead_of_now(questionnaires, Cause.UNKNOWN, None, FRIDAY, "soiree") == "en soirée d’un jour ouvré"


def test_every_cause_has_its_words():
    assert set(WHY) == set(Cause)


def test_the_first_sentence_takes_it(questionnaires, orientation):
    plan = orientation.orienter(SITUATION)
    assert first_sentence(questionnaires, plan).startswith("Maintenant\u00a0: joindre")
    assert first_sentence(questionnaires, plan, "à 17 h 55").startswith("À 17 h 55\u00a0: joindre")


@pytest.mark.parametrize("caller", ["soignant", "patient_ou_proche"])
def test_the_first_sentence_says_the_hour_once(questionnaires, orientation, caller):
    plan = orientation.orienter(SITUATION | {"demandeur": caller})
    words = said.first_sentence(questionnaires, plan, "à 17 h 55")
    assert words.lower().count("à 17 h 55") == 1
    assert "maintenant" not in words
