"""The list of kept cases as a model: order, filter, and the smallest signal for each change."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from desktop.store import CaseLine
from desktop.telling import reviewing
from desktop.ui.situations.cases_model import LINE_ROLE, CasesModel, CaseWords, Sort, arranged, folded

TODAY = dt.date(2026, 11, 28)
MORNING = dt.datetime(2026, 11, 20, 8, 0, tzinfo=dt.UTC)


def line(
    number: int, label: str = "", *, review: int | None = None, needs: str = '["soins"]', told: str = '[["had"],[2]]'
):
    """Case `number`, changed after those of smaller numbers; `review` in days from today."""
    return CaseLine(
        id=f"{number:032x}", order=number, label=label, questionnaire="orientation", content_fingerprint="",
        created=MORNING + dt.timedelta(hours=number), changed=MORNING + dt.timedelta(days=number), revision=1,
        review=None if review is None else TODAY + dt.timedelta(days=review),
        facts=f'{{"besoin":{needs},"niveau":2}}', told=told,
    )  # fmt: skip


@pytest.fixture(scope="session")
def words(questionnaires):
    return CaseWords(questionnaires)


@pytest.fixture
def model(qapp):
    made = CasesModel()
    tester = QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal)
    yield made
    del tester


def shown(model) -> list[str]:
    return [model.line(row).label for row in range(model.rowCount())]


def test_what_is_due_stands_first_in_every_order(model, words):
    lines = tuple(line(n, f"cas {n}", review=day) for n, day in enumerate((None, 0, -3, 1, None, -3)))
    for sort in Sort:
        model.set_sort(sort)
        model.show(lines, words, TODAY)
        assert shown(model)[:3] == ["cas 5", "cas 2", "cas 1"]


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        (Sort.CHANGED, ["visite 2", "", "Éa", "visite 10"]),
        (Sort.CREATED, ["visite 2", "", "Éa", "visite 10"]),
        (Sort.LABEL, ["Éa", "visite 2", "visite 10", ""]),
        (Sort.REVIEW, ["", "visite 10", "visite 2", "Éa"]),
    ],
)
def test_the_orders(model, words, sort, order):
    lines = (line(3, "visite 2"), line(2, "", review=1), line(1, "Éa"), line(0, "visite 10", review=4))
    model.set_sort(sort)
    model.show(lines, words, TODAY)
    assert shown(model) == order


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Équipe médico-sociale", "garde 24h/24", "visite"]),
        ("equipe", ["Équipe médico-sociale"]),
        ("medico social", ["Équipe médico-sociale"]),
        ("médicosociale", ["Équipe médico-sociale"]),
        ("24 h / 24", ["garde 24h/24"]),
        ("had vis", ["visite"]),
        ("organiser", ["Équipe médico-sociale", "garde 24h/24", "visite"]),
        ("isite", []),
        ("rien", []),
    ],
)
def test_the_filter_folds_as_the_search_does(model, words, query, found):
    usp = '[["usp"],[3]]'
    lines = (line(3, "Équipe médico-sociale", told=usp), line(2, "garde 24h/24", told=usp), line(1, "visite"))
    model.show(lines, words, TODAY)
    model.set_query(query)
    assert shown(model) == found
    assert model.total == 3


def test_a_row_is_read_out_as_one_sentence(model, words):
    model.show((line(1, "visite", review=0),), words, TODAY)
    said = model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said.startswith("À revoir aujourd’hui. visite. Organiser")
    assert model.index(0).data(LINE_ROLE).label == "visite"


def test_one_that_comes_goes_or_changes_does_not_reset_the_list(model, words, qtbot):
    lines = [line(n, f"cas {n}") for n in range(6)]
    model.show(tuple(lines), words, TODAY)
    resets: list[bool] = []
    model.modelReset.connect(lambda: resets.append(True))
    with qtbot.waitSignal(model.rowsRemoved) as removed:
        model.show(tuple(one for one in lines if one is not lines[3]), words, TODAY)
    assert removed.args[1:] == [2, 2]
    with qtbot.waitSignal(model.rowsInserted) as inserted:
        model.show(tuple(lines), words, TODAY)
    assert inserted.args[1:] == [2, 2]
    renamed = [*lines[:4], line(4, "autre nom"), lines[5]]
    with qtbot.waitSignal(model.dataChanged):
        model.show(tuple(renamed), words, TODAY)
    assert shown(model)[1] == "autre nom"
    assert resets == []


def test_the_next_day_makes_due_what_was_for_tomorrow(model, words):
    lines = (line(2, "autre"), line(1, "demain", review=1))
    model.show(lines, words, TODAY)
    assert shown(model) == ["autre", "demain"]
    model.show(lines, words, TODAY + dt.timedelta(days=1))
    assert shown(model) == ["demain", "autre"]


LINES = st.lists(
    st.builds(
        line,
        st.integers(0, 12),
        st.sampled_from(("", "visite", "Visite 2", "été", "garde 24h/24", "a-b")),
        review=st.none() | st.integers(-3, 3),
    ),
    max_size=10,
    unique_by=lambda one: one.id,
)


@given(st.lists(st.tuples(LINES, st.sampled_from(Sort), st.sampled_from(("", "vis", "24h/24", "had"))), max_size=6))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_after_any_changes_it_shows_what_a_plain_sort_and_filter_show(qapp, words, steps):
    model = CasesModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for lines, sort, query in steps:
        model.set_sort(sort)
        model.set_query(query)
        model.show(tuple(lines), words, TODAY)
        texts = {one.id: folded(f"{one.label} {words.of(one).summary}") for one in lines}
        expected = [
            one for one in arranged(lines, sort, TODAY) if all(w in texts[one.id] for w in [folded(query)] if w)
        ]
        assert [model.line(row) for row in range(model.rowCount())] == expected
        due = [reviewing.is_due(one.review, TODAY) for one in expected]
        assert due == sorted(due, reverse=True)
    del tester


def test_a_row_is_found_where_it_was_or_wherever_it_is(model, words):
    model.show(tuple(line(n, f"cas {n}") for n in range(5)), words, TODAY)
    for near in (-1, 0, 3, 4, 99):
        assert model.row_of(f"{1:032x}", near) == 3
        assert model.row_of(f"{7:032x}", near) == -1


def test_a_word_is_looked_for_in_the_label_and_in_the_summary(model, words):
    model.show((line(1, "visite Nord"), line(2, "appel"), line(3, "nord", needs="[]", told="[[],null]")), words, TODAY)
    said = model.words.of(model.line(2)).summary_key.split()
    for query, expected in (
        ("nord", ["nord", "visite Nord"]),
        (f"{said[0]} nord", ["visite Nord"]),
        ("appel", ["appel"]),
    ):
        model.set_query(query)
        assert shown(model) == expected
