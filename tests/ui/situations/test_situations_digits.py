"""From a key to an answer."""

from __future__ import annotations

import pytest

from desktop.ui.situations.keys import PAUSE, TypeAhead, digit

LABELS = ["Organiser les soins", "Avoir un avis d’expert", "Une présence, une écoute", "Un temps de répit", "L’HAD"]


@pytest.mark.parametrize(("typed", "number"), list(zip("&é\"'(-è_çà", [1, 2, 3, 4, 5, 6, 7, 8, 9, 0], strict=True)))
def test_the_upper_row_of_an_azerty_keyboard_without_shift(typed, number):
    assert digit(typed) == number


@pytest.mark.parametrize("typed", "0123456789")
def test_digits_as_typed_with_shift_or_on_the_keypad(typed):
    assert digit(typed) == int(typed)


@pytest.mark.parametrize(("typed", "number"), [("É", 2), ("§", 6), ("!", 8), ("’", 4)])
def test_caps_lock_belgium_and_macs(typed, number):
    assert digit(typed) == number


@pytest.mark.parametrize("typed", ["", "a", "12", " ", "?", "\n"])
def test_what_is_no_digit(typed):
    assert digit(typed) is None


def find(words, start=0.0, step=0.1, current=-1):
    ahead, found = TypeAhead(), None
    for rank, letter in enumerate(words):
        found = ahead.find(letter, start + rank * step, LABELS, current if found is None else found)
    return found


def test_the_beginning_of_an_answer():
    assert find("av") == 1


def test_the_beginning_of_one_of_its_words_without_accents():
    assert find("pres") == 2
    assert find("ecoute") == 2
    assert find("had") == 4


def test_the_same_letter_walks_through_the_answers():
    ahead = TypeAhead()
    first = ahead.find("u", 0.0, LABELS, -1)
    second = ahead.find("u", 0.2, LABELS, first)
    third = ahead.find("u", 0.4, LABELS, second)
    assert (first, second, third) == (2, 3, 2)


def test_after_a_pause_a_new_word_begins():
    ahead = TypeAhead()
    assert ahead.find("a", 0.0, LABELS, -1) == 1
    assert ahead.find("o", PAUSE + 0.1, LABELS, 1) == 0


def test_nothing_fits():
    assert find("zzz") is None
    assert TypeAhead().find(" ", 0.0, LABELS, 0) is None
