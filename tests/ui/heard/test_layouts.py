"""The digit row of real keyboard layouts, pressed key by key on an X screen."""

from __future__ import annotations

import shutil
import subprocess
import sys

import pytest

from build_scripts.listening import listen

PROGRAMS = ("Xvfb", "openbox", "xdotool", "setxkbmap")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not sys.platform.startswith("linux") or not all(map(shutil.which, PROGRAMS)),
        reason=f"un écran X et ses claviers : {', '.join(PROGRAMS)}",
    ),
]
LAYOUTS = {
    "AZERTY": ("fr",),
    "BÉPO": ("fr", "bepo"),
    "AFNOR": ("fr", "afnor"),
    "QWERTY": ("us",),
    "Suisse romand": ("ch", "fr"),
}
PLACES = ["domicile", "ehpad", "esms", "hopital"]
"""The first four answers to « Où se trouve la personne ? »."""
FIRST_KEYCODE = 10


@pytest.fixture(scope="module")
def running():
    with listen.Screen() as screen, listen.Program(screen.env) as program:
        yield screen, program


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("shift", [False, True])
def test_the_key_at_the_second_place_gives_the_second_answer(running, layout, shift):
    screen, program = running
    language, *variant = LAYOUTS[layout]
    more = ["-variant", variant[0]] if variant else []
    subprocess.run(["setxkbmap", "-layout", language, *more], env=screen.env, check=True, timeout=60)
    program.ask(command="orienter.nouvelle")
    program.ask(keys=["1", "<Return>"])
    rank = list(LAYOUTS).index(layout) % len(PLACES)
    key = str(FIRST_KEYCODE + rank)
    screen.x.xdotool(*(["keydown", "shift"] if shift else ["key", key]))
    if shift:
        screen.x.xdotool("key", key)
        screen.x.xdotool("keyup", "shift")
    program.ask(keys=[])
    assert program.ask(answers=True)["lieu"] == PLACES[rank]
