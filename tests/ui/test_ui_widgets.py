"""The shared widgets: words stay words, layouts keep everything in sight."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QPushButton, QWidget

from desktop.text.typography import french
from desktop.ui.kit.theme import Theme
from desktop.ui.kit.widgets import Badge, CardButton, ColumnsLayout, FlowLayout, button, clear, text


def boxes(layout, count: int, width: int, height: int = 30) -> tuple[QWidget, list[QWidget]]:
    host = QWidget()
    made = []
    for _ in range(count):
        child = QWidget(host)
        child.setFixedSize(width, height) if isinstance(layout, FlowLayout) else child.setMinimumHeight(height)
        layout.addWidget(child)
        made.append(child)
    host.setLayout(layout)
    return host, made


def test_text_is_never_taken_for_html(qapp):
    label = text("<b>gras</b> & <i>autre</i>")
    assert label.textFormat() is Qt.TextFormat.PlainText
    assert label.text() == "<b>gras</b> & <i>autre</i>"


def test_an_ampersand_is_a_letter(qapp):
    assert button("soins & appui").text() == "soins && appui"


@pytest.mark.parametrize(
    ("plain", "typeset"),
    [
        ("Quoi ?", "Quoi\u202f?"),
        ("ceci : cela ; « mot »", "ceci\u00a0: cela\u202f; «\u00a0mot\u00a0»"),
        ("50 %", "50\u202f%"),
        ("had:motifs", "had:motifs"),
    ],
)
def test_french_spaces(plain, typeset):
    assert french(plain) == typeset
    assert french(typeset) == typeset


def test_a_flow_wraps_and_keeps_its_width(qapp):
    layout = FlowLayout(10)
    _host, made = boxes(layout, 5, 100)
    layout.setGeometry(QRect(0, 0, 330, 500))
    assert [(w.x(), w.y()) for w in made] == [(0, 0), (110, 0), (220, 0), (0, 36), (110, 36)]
    assert layout.heightForWidth(330) == 66
    assert layout.heightForWidth(10_000) == 30


def test_the_last_one_stands_at_the_right_while_there_is_one_line(qapp):
    layout = FlowLayout(10, last_right=True)
    _host, made = boxes(layout, 3, 100)
    layout.setGeometry(QRect(0, 0, 500, 30))
    assert made[-1].x() == 400
    layout.setGeometry(QRect(0, 0, 220, 100))
    assert made[-1].x() == 0


@pytest.mark.parametrize(("width", "columns"), [(200, 1), (430, 2), (1000, 4), (1500, 4), (2200, 8)])
def test_columns_are_even(qapp, width, columns):
    layout = ColumnsLayout(10, 200)
    _host, made = boxes(layout, 8, 0)
    layout.setGeometry(QRect(0, 0, width, 2000))
    assert len({w.x() for w in made}) == columns
    assert max(w.geometry().right() for w in made) < width


def test_a_card_is_one_target_with_one_name(qapp, qtbot):
    pressed = []
    card = CardButton("USP, 3ᵉ recours", lambda: pressed.append(1), "Hospitalisation")
    card.add(text("USP", "heading"))
    card.add(Badge("3ᵉ recours", Theme()))
    qtbot.addWidget(card)
    qtbot.mouseClick(card, Qt.MouseButton.LeftButton)
    assert pressed == [1]
    assert card.accessibleName() == "USP, 3ᵉ recours"
    assert all(w.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents) for w in card.findChildren(QWidget))


def test_clear_leaves_nothing(qapp):
    host = QWidget()
    layout = FlowLayout(4)
    host.setLayout(layout)
    for _ in range(3):
        layout.addWidget(QPushButton("x"))
    clear(layout)
    assert layout.count() == 0
    assert [w for w in host.findChildren(QPushButton) if w.parent() is host] == []
