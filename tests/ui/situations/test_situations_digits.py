"""From a key to an answer."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

from desktop.ui.situations import digits
from desktop.ui.situations.digits import digit_of
from desktop.ui.situations.keys import PAUSE, TypeAhead, digit

LABELS = ["Organiser les soins", "Avoir un avis d’expert", "Une présence, une écoute", "Un temps de répit", "L’HAD"]


ROWS = {
    # What the ten keys of the digit row type, without Shift and with it, as the layouts of X11 have them.
    "AZERTY": ("&é\"'(-è_çà", "1234567890"),
    "BÉPO": ('"«»()@+-/*', "1234567890"),
    "AFNOR": ("àéèê()‘’«»", "1234567890"),
    "QWERTY": ("1234567890", "!@#$%^&*()"),
    "Suisse romand": ("1234567890", '+"*ç%&/()='),
    "belge": ("&é\"'(§è!çà", "1234567890"),
}
PLACES = [1, 2, 3, 4, 5, 6, 7, 8, 9, 0]
CODES = {
    "xcb": [(scan, 0) for scan in range(10, 20)],
    "wayland": [(scan, 0) for scan in range(10, 20)],
    "windows": [(scan, 0) for scan in range(2, 12)],
    "cocoa": [(1, virtual) for virtual in (0x12, 0x13, 0x14, 0x15, 0x17, 0x16, 0x1A, 0x1C, 0x19, 0x1D)],
}


def pressed(text, scan=0, virtual=0, modifiers=Qt.KeyboardModifier.NoModifier):
    key = Qt.Key(ord(text.upper())) if text.isalnum() or text.isascii() else Qt.Key.Key_unknown
    return QKeyEvent(QEvent.Type.KeyPress, key, modifiers, scan, virtual, 0, text)


@pytest.fixture
def platform(monkeypatch):
    def choose(name):
        monkeypatch.setattr(digits, "QGuiApplication", SimpleNamespace(platformName=lambda: name))

    return choose


@pytest.mark.parametrize("layout", ROWS)
@pytest.mark.parametrize("system", CODES)
@pytest.mark.parametrize("shift", [False, True])
def test_the_digit_row_answers_by_its_places_on_every_layout(platform, layout, system, shift):
    platform(system)
    modifiers = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    given = [
        digit_of(pressed(text, *codes, modifiers))
        for text, codes in zip(ROWS[layout][shift], CODES[system], strict=True)
    ]
    assert given == PLACES


@pytest.mark.parametrize("layout", ROWS)
def test_where_the_platform_tells_no_places_only_true_digits_answer(platform, layout):
    platform("offscreen")
    for texts in ROWS[layout]:
        for text in texts:
            assert digit_of(pressed(text)) == (int(text) if text.isdigit() else None)


@pytest.mark.parametrize("system", [*CODES, "offscreen"])
@pytest.mark.parametrize("text", "0123456789")
def test_the_keypad_answers(platform, system, text):
    platform(system)
    assert digit_of(pressed(text, 87, 0x53, Qt.KeyboardModifier.KeypadModifier)) == int(text)


def test_a_layout_that_moves_the_digits_themselves_is_believed(platform):
    """Programmer Dvorak has its digits in another order: what the key types counts before its place."""
    platform("xcb")
    assert digit_of(pressed("7", 11)) == 7


@pytest.mark.parametrize("text", ["a", "z", "E"])
def test_a_letter_is_no_digit_whatever_its_code(platform, text):
    platform("xcb")
    assert digit_of(pressed(text, 12)) is None


@pytest.mark.parametrize("modifier", ["ControlModifier", "AltModifier", "MetaModifier", "GroupSwitchModifier"])
def test_a_digit_with_ctrl_alt_or_altgr_answers_nothing(platform, modifier):
    platform("xcb")
    assert digit_of(pressed("1", 10, 0, getattr(Qt.KeyboardModifier, modifier))) is None


@pytest.mark.parametrize("typed", ["", "a", "12", " ", "?", "\n", "٣", "²"])
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
