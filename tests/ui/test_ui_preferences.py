"""« Réglages »: all that is declared can be chosen, counts at once, and is found."""

from __future__ import annotations

import json
import threading

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel

from desktop.decision import charger
from desktop.settings import DEPARTMENT, FILE_NAME, MENU_BAR, REVIEW_DAYS, ROLE, SETTINGS, THEME, ZOOM
from desktop.ui.preferences.page import calendar_details
from desktop.ui.shell.palette import matching


def words_of(page) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel)).replace("\u00a0", " ")


@pytest.fixture
def page(window):
    window.activateWindow()
    window.context.run("reglages")
    return window.navigator.page


ROLES = {
    "medecin": "médecin traitant ou spécialiste référent",
    "soignant": "autre professionnel de santé",
    "intervenant": "intervenant social, éducatif ou administratif",
    "patient_ou_proche": "personne malade ou proche",
    "": "à demander chaque fois",
}
"""Who may ask, as the program's own questionnaires say it."""


def options_of(page, setting) -> dict[str, str]:
    shown = page.controls[setting].list
    return {shown.itemData(row): shown.itemText(row) for row in range(shown.count())}


def test_the_roles_are_offered_once_the_questionnaires_are_read(qtbot, opener, services, root):
    gate = threading.Event()

    def read():
        assert gate.wait(20)
        return charger(root / "content" / "questionnaires")

    session = opener(services._replace(load_questionnaires=read))
    context = session.context
    context.settings.put(role="soignant")
    context.run("reglages")
    page = session.window.navigator.page
    assert options_of(page, ROLE) == {"": ROLES[""]}
    gate.set()
    qtbot.waitUntil(lambda: len(options_of(page, ROLE)) > 1, timeout=20_000)
    assert options_of(page, ROLE) == ROLES
    assert page.controls[ROLE].list.currentData() == "soignant"
    assert context.settings.text(ROLE) == "soignant"
    assert {key for key in context.registry.commands if key.startswith("role.")} == {
        f"role.{role or 'aucun'}" for role in ROLES
    }
    context.run("role.medecin")
    assert context.settings.text(ROLE) == "medecin"


def test_every_declared_preference_has_a_control_with_a_name_and_its_value(page, window):
    shown = {key for key, setting in SETTINGS.items() if setting.section}
    assert set(page.controls) == shown
    assert {ROLE, DEPARTMENT, THEME, ZOOM, MENU_BAR, REVIEW_DAYS} <= shown
    for key, control in page.controls.items():
        focused = control.focusProxy()
        assert focused.focusPolicy() & Qt.FocusPolicy.TabFocus, key
        assert focused.accessibleName() or focused.text(), key
        assert SETTINGS[key].help.split(" ")[0] in words_of(page)
    for folder in (
        window.context.services.config_dir,
        window.context.services.log_dir,
        window.context.services.content_dir,
    ):
        assert str(folder) in words_of(page)


def test_a_choice_counts_at_once_and_the_page_follows_what_is_chosen_elsewhere(page, window):
    control = page.controls[ZOOM]
    QTest.mouseClick(control.more, Qt.MouseButton.LeftButton)
    assert window.context.theme.zoom == 110
    control = page.controls[ZOOM]  # drawn anew in the new size, the focus on the same button
    assert QApplication.focusWidget() is control.more
    assert control.shown.text().startswith("110")
    window.context.run("affichage.sombre")
    assert page.controls[THEME].list.currentData() == "sombre"
    themes = page.controls[THEME].list
    themes.setFocus()
    QTest.keyClick(themes, Qt.Key.Key_Up)
    assert window.context.settings.text(THEME) == "clair"
    assert not window.context.theme.dark
    QTest.mouseClick(page.controls[MENU_BAR].box, Qt.MouseButton.LeftButton)
    assert window.menuBar().isVisible()
    window.context.run("affichage.menus")
    assert not page.controls[MENU_BAR].box.isChecked()
    saved = json.loads((window.context.services.config_dir / FILE_NAME).read_text(encoding="utf-8"))
    assert (saved[ZOOM], saved[THEME], saved[MENU_BAR]) == (110, "clair", False)


def test_a_number_stops_at_its_bounds(page, window):
    window.context.settings.put(zoom=200)
    control = page.controls[ZOOM]
    assert not control.more.isEnabled()
    assert control.less.isEnabled()
    window.context.settings.put(**{REVIEW_DAYS: 2})
    days = page.controls[REVIEW_DAYS]
    assert days.shown.text() == "2\u00a0jours"
    QTest.mouseClick(days.less, Qt.MouseButton.LeftButton)
    assert days.shown.text() == "1\u00a0jour"
    assert not days.less.isEnabled()


@pytest.mark.parametrize(
    ("typed", "chosen"),
    [("bas-r", "67"), ("974", "974"), ("Réunion", "974"), ("corse", ""), ("nulle part", ""), ("38 Isère", "38")],
)
def test_a_department_is_found_by_its_number_or_any_part_of_its_name(page, window, typed, chosen):
    field = page.controls[DEPARTMENT].list.lineEdit()
    field.setFocus()
    field.setText(typed)
    field.editingFinished.emit()
    assert window.context.settings.text(DEPARTMENT) == chosen
    shown = SETTINGS[DEPARTMENT].options
    assert field.text() == dict(shown)[chosen]  # what names none or several is taken back
    if chosen == "67":
        assert "Calendrier : Bas-Rhin." in words_of(page)
        assert "26 décembre" in words_of(page)


def test_the_wheel_that_scrolls_the_page_chooses_nothing(page, window):
    combo = page.controls[THEME].list
    natural = False
    event = QWheelEvent(
        QPointF(5, 5), combo.mapToGlobal(QPointF(5, 5)), QPoint(0, -120), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, natural,
    )  # fmt: skip
    QApplication.sendEvent(combo, event)
    assert window.context.settings.text(THEME) == "systeme"


@pytest.mark.parametrize(
    ("words", "setting"), [("departement", DEPARTMENT), ("jours feries", DEPARTMENT), ("theme", THEME), ("role", ROLE)]
)
def test_the_palette_finds_a_setting_and_leads_to_it(window, words, setting):
    window.activateWindow()
    found = [command.id for command in matching(window.context.registry, words)]
    assert f"reglages.{setting}" in found
    window.context.run(f"reglages.{setting}")
    control = window.navigator.page.controls[setting]
    assert QApplication.focusWidget() in (control.focusProxy(), control)


def test_a_value_that_is_not_allowed_is_said_on_the_page(opener, services):
    services.config_dir.mkdir(parents=True, exist_ok=True)
    (services.config_dir / FILE_NAME).write_text('{"theme": "vert", "zoom": 120}', encoding="utf-8")
    window = opener(services).window
    window.context.run("reglages")
    assert "« theme » ne peut pas valoir" in words_of(window.navigator.page)
    assert window.context.theme.zoom == 120


def test_a_folder_can_be_copied(page, window):
    link = next(
        b for b in page.findChildren(QAbstractButton) if b.accessibleName() == "Copier le chemin\u00a0: Réglages"
    )
    QTest.mouseClick(link, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == str(window.context.services.config_dir)


def test_the_calendar_says_what_it_adds_and_what_it_leaves_out():
    assert calendar_details("") == ("Calendrier : général, aucun département choisi.",)
    assert calendar_details("75") == ("Calendrier : Paris (calendrier général).",)
    guadeloupe = " ".join(calendar_details("971"))
    assert "27 mai" in guadeloupe
    assert "pas comptés comme fériés : Vendredi saint, Mi-Carême, Fête de Victor Schoelcher." in guadeloupe


@pytest.mark.parametrize("key", ["reglages", "situations"])
def test_a_list_shows_that_it_opens(window, key):
    window.context.go(key)
    lists = window.navigator.page.findChildren(QComboBox)
    assert lists
    for one in lists:
        one.resize(200, 40)
        drawn = one.grab().toImage()
        ratio = drawn.devicePixelRatio()
        right = drawn.copy(int(170 * ratio), int(12 * ratio), int(20 * ratio), int(16 * ratio))
        colours = {right.pixelColor(x, y).rgb() for x in range(right.width()) for y in range(right.height())}
        assert len(colours) > 1, one.accessibleName()
