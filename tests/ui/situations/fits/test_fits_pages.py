"""Every page, in every size, text size and theme: nothing cut, nothing out of reach, the focus in sight.

CAP_PALLIATIF_IMAGES=dossier python -m pytest tests/ui/situations/fits     both themes of each, and a picture of each
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from fits_check import drawn, faults, focus_faults
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFrame, QLabel

SIZES = ((1024, 743), (1366, 743))
"""What a screen of 768 lines leaves under the title of a window."""
ZOOMS = (100, 125, 150, 175, 200)
PICTURES = os.environ.get("CAP_PALLIATIF_IMAGES", "")

pytestmark = pytest.mark.slow


def looks() -> list[tuple[tuple[int, int], int, bool]]:
    """Size, text size, dark. A theme moves no line: each text size is seen in both over the two sizes of the window."""
    every = [(size, zoom, dark) for size in SIZES for zoom in ZOOMS for dark in (False, True)]
    return [
        (size, zoom, dark)
        for size, zoom, dark in every
        if PICTURES or dark == bool((SIZES.index(size) + ZOOMS.index(zoom)) % 2)
    ]


@pytest.mark.parametrize(("size", "zoom", "dark"), looks())
def test_every_page_fits(walk, size, zoom, dark):
    walk.look(size, zoom, dark=dark)
    found = []
    for name, go in walk.places().items():
        go()
        walk.settle()
        if PICTURES:
            look = f"{size[0]}-{zoom}-{'sombre' if dark else 'clair'}"
            walk.window.grab().save(str(Path(PICTURES) / f"{name}-{look}.png"))
        if (now := walk.window.size().toTuple()) != size:
            found.append(f"{name}: the window grew to {now}")
            walk.window.resize(*size)
        if name.startswith("plan") and not first_card_is_seen(walk):
            found.append(f"{name}: the first card is below the fold")
        found += [f"{name}: {fault}" for fault in (*faults(walk.window), *focus_faults())]
    assert not found, "\n" + "\n".join(found)


def first_card_is_seen(walk) -> bool:
    """Whether the heading of the card that says « begin here » is drawn whole before anybody scrolls."""
    view = walk.window.navigator.page.plan
    view.area.verticalScrollBar().setValue(0)
    cards = [frame for frame in view.findChildren(QFrame) if frame.property("role") == "primary-card"]
    heading = next(label for label in cards[0].findChildren(QLabel) if label.property("role") == "heading")
    return drawn(heading) == heading.rect()


TABS = 30
"""So many presses of Tab reach past what a page shows at first."""


@pytest.mark.parametrize("zoom", [150, 200])
@pytest.mark.parametrize("size", SIZES, ids=["1024", "1366"])
@pytest.mark.parametrize("name", ["question-besoins", "question-seule", "plan", "niveau", "bilan", "donnees"])
def test_the_focus_stays_in_sight_wherever_the_keyboard_leads_it(walk, name, size, zoom):
    walk.look(size, zoom, dark=False)
    walk.places()[name]()
    walk.settle()
    walk.window.activateWindow()
    walk.window.navigator.page.focus_main()
    found, reached = [], set()
    # With the sentence of a plan in focus, the arrows scroll: that is reading.
    keys = [Qt.Key.Key_Down] * (0 if name == "plan" else 8) + [Qt.Key.Key_Tab] * TABS
    for key in keys:
        focused = QApplication.focusWidget()
        if focused is None or not walk.window.navigator.page.isAncestorOf(focused):
            break
        QTest.keyClick(focused, key)
        QApplication.processEvents()
        reached.add(QApplication.focusWidget())
        found += [f"{key.name}: {fault}" for fault in focus_faults()]
    assert len(reached) > 2
    assert not found, "\n" + "\n".join(found)


def test_letters_bring_the_answer_that_they_name_into_sight(walk):
    walk.look((1024, 743), 150, dark=False)
    walk.places()["question-besoins"]()
    walk.settle()
    walk.window.activateWindow()
    choices = walk.window.navigator.page.question.choices
    choices.start()
    last = choices.cards[-1].option.label
    QTest.keyClicks(QApplication.focusWidget(), last[:2].lower())
    assert QApplication.focusWidget() in choices.cards[9:]
    assert focus_faults() == []
