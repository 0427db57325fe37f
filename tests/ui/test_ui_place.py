"""Back and forward, and places that survive a restart."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from desktop.ui.door.place import HISTORY_LIMIT, History, Place

PLACES = st.builds(
    Place, st.sampled_from(["accueil", "lecture"]), st.sampled_from(["", "usp", "had"]), st.just(""), st.text()
)
STEPS = st.lists(st.one_of(PLACES, st.sampled_from(["back", "forward"])), max_size=60)


def test_a_visit_after_going_back_forgets_what_lay_ahead():
    history = History()
    for name in ("a", "b", "c"):
        history.visit(Place(name))
    assert history.back() == Place("b")
    history.visit(Place("d"))
    assert not history.can_forward
    assert history.back() == Place("b")


def test_the_same_target_is_one_step():
    history = History()
    history.visit(Place("lecture", "usp"))
    history.visit(Place("lecture", "usp", etat="plus bas"))
    assert not history.can_back
    assert history.current == Place("lecture", "usp", etat="plus bas")


def test_the_ends_give_nothing():
    history = History()
    assert history.current is None
    assert history.back() is None
    assert history.forward() is None
    history.remember_state("x")
    history.update(Place("a"))
    assert history.current is None


def test_the_state_is_kept_with_the_place():
    history = History()
    history.visit(Place("a"))
    history.remember_state("milieu")
    history.visit(Place("b"))
    assert history.back() == Place("a", etat="milieu")


def test_it_stays_bounded():
    history = History()
    for number in range(HISTORY_LIMIT * 2):
        history.visit(Place("lecture", str(number)))
    steps = 0
    while history.back() is not None:
        steps += 1
    assert steps == HISTORY_LIMIT - 1


@given(STEPS)
def test_back_then_forward_is_where_one_was(steps):
    history = History()
    for step in steps:
        if isinstance(step, Place):
            history.visit(step)
        elif step == "back":
            history.back()
        else:
            history.forward()
    now = history.current
    if history.back() is not None:
        assert history.forward() == now


@given(PLACES)
def test_a_place_survives_json(place):
    assert Place.from_json(json.loads(json.dumps(place.to_json()))) == place


@given(st.one_of(st.none(), st.integers(), st.text(), st.lists(st.text()), st.dictionaries(st.text(), st.integers())))
def test_another_shape_is_no_place(value):
    assert Place.from_json(value) is None


def test_a_place_with_a_wrong_field_is_no_place():
    assert Place.from_json({"page": "lecture", "cible": 3}) is None
