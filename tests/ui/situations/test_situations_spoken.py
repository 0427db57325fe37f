"""The plan by keys alone: its parts, its groups, keeping and copying; what is said aloud; focus that is not a choice."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from situations_data import NIGHT

from desktop.telling.aloud import change_aloud, plan_aloud, sentences
from desktop.ui.kit import sections
from desktop.ui.kit.check import Check
from desktop.ui.situations.case_dialogs import LabelDialog
from desktop.ui.situations.rich import LinkLabel
from desktop.ui.situations.switches import SwitchButton

MOST_STOPS = 14
"""Stops of Tab between the sentence of a plan and « Copier pour un courrier »: 89 once."""


@pytest.fixture
def plan(person):
    person.role("soignant").start().answered(NIGHT)
    person.page.focus_main()
    person.settle()
    return person


def key(code, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget(), code, modifiers)
    QApplication.processEvents()


def walk(person, last):
    """What Tab stops at, up to the widget of that name."""
    stops = []
    while (focused := QApplication.focusWidget()).objectName() != last:
        stops.append(focused)
        assert len(stops) < 200
        key(Qt.Key.Key_Tab)
    return stops


def test_few_stops_lie_before_the_plan_is_copied_and_arrows_reach_the_rest(plan):
    stops = walk(plan, "action-copier")
    assert len(stops) <= MOST_STOPS
    reached = set()
    for stop in stops:
        roving = getattr(stop, "roving", None)
        if roving is None:
            reached.add(stop)
            continue
        stop.setFocus()
        for _ in roving.members:
            reached.add(QApplication.focusWidget())
            key(Qt.Key.Key_Down)
    for kind in (SwitchButton, Check, LinkLabel):
        shown = {one for one in plan.page.plan.main.findChildren(kind) if one.isVisible() and one.isEnabled()}
        focusable = {one for one in shown if one.focusPolicy() != Qt.FocusPolicy.NoFocus}
        before = {one for one in focusable if one.mapTo(plan.page.plan, QPoint()).y() >= stops[0].y()}
        assert before <= reached, kind


def test_an_arrow_that_leads_to_a_source_leads_to_its_link(plan, qtbot):
    source = next(one for one in plan.page.plan.main.findChildren(LinkLabel) if one.isVisible() and one.roving)
    members = source.roving.members
    members[0].setFocus(Qt.FocusReason.TabFocusReason)
    key(Qt.Key.Key_Down)
    assert QApplication.focusWidget() is members[1]
    with qtbot.waitSignal(members[1].linkActivated):
        key(Qt.Key.Key_Return)


def test_one_key_leads_from_part_to_part_and_around(plan):
    found = sections.headings(plan.page)
    assert found[0].text() == plan.story.phrase
    assert len(found) >= 4
    seen = [QApplication.focusWidget()]
    for _ in found:
        plan.context.run("lecture.regle-suivante")
        seen.append(QApplication.focusWidget())
    assert seen == [*found, found[0]]
    plan.context.run("lecture.regle-precedente")
    assert QApplication.focusWidget() is found[-1]


@pytest.mark.parametrize("page", ["accueil", "situations", "niveau", "errspp", "bilan", "reglages"])
def test_the_same_key_walks_the_parts_of_every_page(person, page):
    if page not in person.context.registry.pages:
        pytest.skip(f"no page {page}")
    person.context.go(page)
    person.settle()
    person.context.run("lecture.regle-suivante")
    focused = QApplication.focusWidget()
    assert isinstance(focused, QLabel)
    assert focused in sections.headings(person.page)


def test_ctrl_s_keeps_a_plan_and_then_says_that_it_is_kept(plan):
    key(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    dialog = plan.window.findChild(LabelDialog)
    assert dialog.isVisible()
    dialog.keep.click()
    plan.settle()
    assert plan.situation.session.cas is not None
    said = []
    plan.context.message.connect(said.append)
    plan.context.run("fichier.garder")
    assert said == ["Déjà gardée\u00a0: rien n’a changé depuis."]


def test_ctrl_s_keeps_nothing_where_there_is_no_plan(person):
    person.role("soignant").start()
    assert not person.context.registry.commands["fichier.garder"].is_enabled
    key(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert not person.window.findChildren(LabelDialog)


def test_the_key_that_copies_a_rule_copies_a_plan_and_a_level(plan):
    QGuiApplication.clipboard().clear()
    key(Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert "appui téléphonique" in QGuiApplication.clipboard().text()
    plan.context.go("niveau")
    plan.settle()
    plan.context.run("lecture.copier")
    assert QGuiApplication.clipboard().text().startswith("Niveau de complexité")


def test_the_shortcuts_are_listed_and_found_in_the_palette(person):
    commands = person.context.registry.commands
    assert commands["fichier.garder"].shortcuts == ("Ctrl+S",)
    assert commands["fichier.pdf"].shortcuts
    assert commands["lecture.copier"].shortcuts == ("Ctrl+Shift+C",)
    every = [shortcut for command in commands.values() for shortcut in command.shortcuts]
    assert len(every) == len(set(every)), "a shortcut of two commands does nothing"


# -- said aloud


def test_what_changes_is_said_in_words_and_no_arrow(plan):
    before = plan.situation.session
    after = before.answer("lieu", "ehpad")
    words = change_aloud(before, after, plan.story)
    assert words.startswith("Lieu\u00a0: ")
    assert ", au lieu de\u00a0: " in words
    assert "→" not in words
    assert change_aloud(before, replace(before), plan.story) == ""


def test_an_answer_that_changes_nothing_says_so(plan):
    before = plan.situation.session
    after = before.answer("urgence", "non")
    assert "Le plan reste le même." in change_aloud(before, after, plan.story)


def test_the_plan_is_said_by_its_sentence(plan):
    assert plan_aloud(plan.story).startswith(plan.story.phrase)


def test_parts_are_ended_as_sentences():
    assert sentences("Question 2", "Où\u202f?", "", "Ici.") == "Question 2. Où\u202f? Ici."


# -- focus is not a choice


@pytest.mark.parametrize("command", ["affichage.clair", "affichage.sombre"])
@pytest.mark.parametrize("page", ["question", "niveau"])
def test_the_focus_of_the_keyboard_fills_nothing(person, command, page):
    person.context.run(command)
    if page == "niveau":
        person.context.go("niveau")
        person.settle()
        cards = next(iter(person.page.rows.values())).cards
        cards[0].setFocus()
    else:
        person.role("soignant").start()
        cards = person.page.question.choices.cards
    key(Qt.Key.Key_Down)
    # What Tab does to a window: from here on Qt draws the focus of the keyboard.
    person.window.setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
    key(Qt.Key.Key_Up)
    person.settle()
    focused = next(card for card in cards if card.hasFocus())
    other = next(card for card in cards if not card.hasFocus())
    assert not focused.isChecked()
    assert ground(focused) == ground(other)
    edges = [card.grab().toImage().pixelColor(card.width() // 2, 0).name() for card in (focused, other)]
    assert edges[0] != edges[1], "the outline shows it"
    focused.click()
    assert ground(focused) != ground(other) or not focused.isVisible()


def ground(card):
    """The colour beside its key, where no word stands."""
    image = card.grab().toImage()
    return [image.pixelColor(5, y).name() for y in (6, card.height() // 2, card.height() - 7)]


def test_an_action_that_has_the_focus_can_be_told_without_colours(plan):
    button = plan.window.findChild(QPushButton, "action-garder")
    before = button.grab().toImage()
    button.setFocus()
    QApplication.processEvents()
    assert button.grab().toImage() != before


def test_the_focus_goes_from_question_to_question_through_nothing_else(person):
    """A screen reader speaks whatever has the focus for a moment: widgets that go must not hand it on."""
    person.role("soignant").start().press("1", "Entrée")
    seen = []
    follow = lambda _old, new: seen.append(new)  # noqa: E731 - kept, so that it can be let go
    QApplication.instance().focusChanged.connect(follow)
    person.press("1")
    QApplication.instance().focusChanged.disconnect(follow)
    assert not [one for one in seen if isinstance(one, QPushButton) and one not in person.page.question.choices.cards]
