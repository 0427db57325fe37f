"""No place in the window's code hands words of the data to Qt where Qt would take them for HTML, and open what they name."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from PySide6.QtGui import Qt
from PySide6.QtWidgets import QLabel

from desktop.ui.kit import message_box
from desktop.ui.kit.message_box import MessageBox
from desktop.ui.kit.plain import PlainLabel, plain

UI = Path(message_box.__file__).parent.parent
GUESSING = {"setToolTip": 0, "setWhatsThis": 0, "setStatusTip": 0}
"""Methods whose argument Qt guesses about, and which argument that is."""
ROLES = {"ToolTipRole", "WhatsThisRole", "StatusTipRole"}
# These make plain what they are given; everything else goes through them.
MAKERS = {"plain.py", "message_box.py"}
# LinkLabel is given HTML on purpose, made of escaped parts (`situations/rich.py`).
RICH = {"rich.py"}


def modules():
    found = sorted(UI.rglob("*.py"))
    assert len(found) > 80
    return [(path, ast.parse(path.read_text(encoding="utf-8"))) for path in found]


def is_plain(node: ast.expr, tree: ast.Module) -> bool:
    """A constant of the program, the name of one, or something that went through `plain`."""
    if isinstance(node, ast.Constant):
        return True
    if isinstance(node, ast.Name):
        return node.id.isupper()
    if isinstance(node, ast.IfExp):
        return is_plain(node.body, tree) and is_plain(node.orelse, tree)
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "plain"


def test_every_tooltip_goes_through_plain():
    for path, tree in modules():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            place = f"{path.relative_to(UI)}:{node.lineno}"
            if node.func.attr in GUESSING:
                assert is_plain(node.args[GUESSING[node.func.attr]], tree), place
            if node.func.attr == "showText":
                assert is_plain(node.args[1], tree), place


def test_a_model_gives_tooltips_through_plain():
    for path, tree in modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.If) and ROLES & {
                n.attr for n in ast.walk(node.test) if isinstance(n, ast.Attribute)
            }:
                given = [n.value for n in node.body if isinstance(n, ast.Return)]
                assert given, path
                assert all(is_plain(value, tree) for value in given if value is not None), f"{path}:{node.lineno}"


def test_no_label_and_no_box_is_made_that_guesses():
    for path, tree in modules():
        if path.name in MAKERS:
            continue
        for node in ast.walk(tree):
            place = f"{path.relative_to(UI)}:{getattr(node, 'lineno', 0)}"
            if isinstance(node, ast.Call):
                called = ast.unparse(node.func)
                assert called not in ("QLabel", "QMessageBox", "QErrorMessage", "QInputDialog", "QProgressDialog"), (
                    place
                )
                assert not called.startswith(
                    ("QMessageBox.w", "QMessageBox.i", "QMessageBox.c", "QMessageBox.q", "QMessageBox.a")
                ), place
            if isinstance(node, ast.ClassDef) and path.name not in RICH:
                assert not {ast.unparse(base) for base in node.bases} & {"QLabel", "QMessageBox"}, place
            if isinstance(node, ast.Attribute) and node.attr == "RichText":
                assert path.name in RICH | {"spoken_roles.py"}, place


@pytest.mark.parametrize("words", ["<b>gras</b>", "a < b", '<img src="x">', "<!-- x -->", "deux & trois", "&amp;"])
def test_a_label_shows_what_it_is_given_whenever_it_is_given(qtbot, words):
    label = PlainLabel()
    qtbot.addWidget(label)
    label.setText("d’abord rien")
    label.setText(words)
    assert label.text() == words
    assert label.textFormat() == Qt.TextFormat.PlainText or not Qt.mightBeRichText(words)


def test_a_message_box_shows_both_its_texts_letter_by_letter(qtbot):
    words = '<img src="file:///etc/passwd"> <a href="https://exemple.invalid">lien</a>'
    box = MessageBox()
    qtbot.addWidget(box)
    box.setText(words)
    box.setInformativeText(words)
    shown = {label.objectName(): label for label in box.findChildren(QLabel)}
    assert shown["qt_msgbox_label"].textFormat() == Qt.TextFormat.PlainText
    assert shown["qt_msgbox_informativelabel"].text() == plain(words)
    assert "<a" not in plain(words)
