"""The moment says which calendar it used, and follows the department from wherever it is chosen."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel
from situations_data import NIGHT

GOOD_FRIDAY = dt.datetime(2027, 3, 26, 10, 0, tzinfo=dt.timezone(dt.timedelta(hours=1)))
SAINT_STEPHEN = dt.datetime(2025, 12, 26, 10, 0, tzinfo=dt.timezone(dt.timedelta(hours=1)))


def words_of(widget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel)).replace("\u00a0", " ")


@pytest.mark.parametrize(("instant", "day"), [(GOOD_FRIDAY, "Vendredi saint"), (SAINT_STEPHEN, "Saint-Étienne")])
def test_the_plan_names_the_day_and_the_calendar(person, instant, day):
    person.at(instant).context.settings.put(departement="67")
    person.answered(NIGHT)
    assert person.situation.session.flow.reponses["moment"] == "weekend_ferie"
    assert f"{day}, férié · calendrier : Bas-Rhin" in words_of(person.page.plan)
    person.context.settings.put(departement="38")
    assert person.situation.session.flow.reponses["moment"] == "ouvrable"
    person.settle()
    assert "calendrier : Isère (calendrier général)" in words_of(person.page.plan)
    person.context.settings.put(departement="")
    person.settle()
    assert "calendrier : général, aucun département choisi" in words_of(person.page.plan)


@pytest.mark.parametrize("department", ["67", ""])
def test_the_first_question_names_the_calendar_of_its_moment(person, department):
    person.at(SAINT_STEPHEN).context.settings.put(departement=department)
    person.start()
    used = (
        "Saint-Étienne, férié · calendrier : Bas-Rhin"
        if department
        else "calendrier : général, aucun département choisi"
    )
    assert used in words_of(person.page)


def test_a_moment_that_a_person_chose_stays_theirs(person):
    person.at(GOOD_FRIDAY).answered(NIGHT)
    person.situation.put(person.situation.session.answer("moment", "nuit"))
    person.context.settings.put(departement="67")
    assert person.situation.session.flow.reponses["moment"] == "nuit"


def test_the_question_says_which_holidays_count_and_leads_to_the_choice(person):
    person.at(GOOD_FRIDAY).context.settings.put(departement="68")
    person.start()
    person.context.go("orienter", "moment")
    assert "Vendredi saint, férié · calendrier : Haut-Rhin" in words_of(person.page.question)
    link = next(b for b in person.page.question.findChildren(QAbstractButton) if b.text() == "changer de département")
    QTest.mouseClick(link, Qt.MouseButton.LeftButton)
    assert person.window.navigator.history.current.page == "reglages"
