"""The plan on the screen: what stands beside it, what it opens, what can be done with it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QFileDialog, QLabel, QPushButton
from situations_data import NIGHT

from desktop.export.report import compose
from desktop.ui.kit.widgets import RowButton
from desktop.ui.paper.printing import write_pdf
from desktop.ui.situations import reports
from desktop.ui.situations.path_picture import PathPicture, Projection, png, write


@pytest.fixture
def plan(person):
    """The acceptance situation, on its plan."""
    return person.role("soignant").answered(NIGHT)


def press_switch(person, fact, value):
    person.page.plan.findChild(QPushButton, f"cote-{fact}-{value}").click()
    person.settle()


def all_text(person):
    return " ".join(label.text() for label in person.page.plan.findChildren(QLabel))


def structures(person):
    return {s for b in person.situation.session.flow.plan.besoins for s in b.structures}


def test_the_hour_assumed_is_said_and_one_click_changes_it(plan):
    assert "plan pour samedi 21 novembre, à 22\u00a0h" in all_text(plan)
    press_switch(plan, "moment", "ouvrable")
    assert plan.on_plan
    assert plan.situation.session.flow.plan.joindre is None
    assert plan.story.phrase == (
        "Un jour ouvré\u00a0: faire solliciter l’HAD par le médecin traitant ou le spécialiste référent."
    )
    assert "moment choisi\u00a0: un jour ouvré" in all_text(plan)


def test_a_refusal_changes_the_plan_at_once_and_can_be_taken_back(plan):
    assert "had" in structures(plan)
    press_switch(plan, "refus", "had")
    assert plan.on_plan
    assert "had" not in structures(plan)
    press_switch(plan, "refus", "had")
    assert "had" in structures(plan)


def test_nothing_is_on_until_it_is_said(plan):
    names = ("urgence", "medecin_traitant", "refus", "accords")
    switches = [
        s
        for s in plan.page.plan.findChildren(QPushButton)
        if s.objectName().split("-")[1:2] and s.objectName().split("-")[1] in names
    ]
    assert len(switches) == 11
    assert not any(switch.isChecked() for switch in switches)


def test_a_crisis_and_no_doctor_are_said_beside_the_plan(plan):
    press_switch(plan, "urgence", "oui")
    press_switch(plan, "medecin_traitant", "aucun")
    assert plan.situation.session.flow.counted["urgence"] == "oui"
    assert "cpts" in structures(plan)
    switch = plan.page.plan.findChild(QPushButton, "cote-urgence-oui")
    assert switch.isChecked()
    assert switch.text().startswith("✓")


def test_the_focus_stays_on_the_switch_that_was_pressed(plan):
    plan.page.plan.findChild(RowButton, "cote-plier").click()
    switch = plan.page.plan.findChild(QPushButton, "cote-urgence-oui")
    switch.setFocus()
    plan.press("Espace")
    plan.settle()
    assert QApplication.focusWidget().objectName() == "cote-urgence-oui"


def test_ticking_an_agreement_records_the_fact(plan):
    plan.page.plan.findChild(QCheckBox, "condition-soins-had-accord_personne").click()
    plan.settle()
    assert plan.situation.session.flow.counted["accords"] == ["had"]
    assert plan.page.plan.findChild(QPushButton, "cote-accords-had").isChecked()


def test_ticking_a_condition_is_kept_with_the_plan(plan):
    plan.page.plan.findChild(QCheckBox, "condition-soins-had-prescription").click()
    plan.settle()
    assert plan.situation.session.coches == {("had", "prescription")}
    assert plan.page.plan.findChild(QCheckBox, "condition-soins-had-prescription").isChecked()
    assert "À réunir (1 sur 6)" in all_text(plan)


def test_what_would_change_the_answer_can_be_tried(plan):
    row = next(
        row
        for row in plan.page.plan.side.findChildren(RowButton)
        if row.accessibleName().startswith("Symptômes") and row.accessibleName().endswith("Essayer")
    )
    row.click()
    plan.settle()
    assert plan.situation.session.flow.counted["symptomes"] == "refractaires"
    assert plan.situation.session.flow.plan.niveau == (3,)


def test_a_reason_opens_the_reader_at_the_rule_itself(plan):
    label = next(label for label in plan.page.plan.findChildren(QLabel) if 'href="had-type-patients' in label.text())
    label.linkActivated.emit("had-type-patients-complexite")
    place = plan.window.navigator.history.current
    assert (place.page, place.cible) == ("lecture", "had-type-patients-complexite")
    plan.context.run("aller.retour")
    assert plan.on_plan


def test_every_link_of_the_plan_leads_to_a_rule(plan, corpus):
    import re

    found = {
        key for label in plan.page.plan.findChildren(QLabel) for key in re.findall(r'href="([a-z][^"]*)"', label.text())
    }
    assert len(found) > 10
    assert found <= set(corpus.regles)


def test_the_emergency_line_stands_once_at_the_foot_of_the_window(plan):
    said = [
        label
        for label in plan.window.findChildren(QLabel)
        if label.isVisible() and "urgence vitale" in label.text().lower()
    ]
    assert said == [plan.window.footer.urgency]
    assert "appeler le 15" in said[0].text()
    assert "Hors référentiel" in said[0].toolTip()


def test_what_was_said_beside_the_plan_is_one_line_until_it_is_opened(plan):
    line = plan.page.plan.findChild(RowButton, "cote-plier")
    assert line.accessibleName().startswith(
        "Moment\u00a0: nuit, Crise\u00a0: non dite, Médecin traitant\u00a0: non dit"
    )
    assert line.accessibleName().endswith("Modifier")
    switch = plan.page.plan.findChild(QPushButton, "cote-urgence-oui")
    assert not switch.isVisible()
    line.setFocus()
    plan.press("Espace")
    assert plan.page.plan.findChild(QPushButton, "cote-urgence-oui").isVisible()
    assert QApplication.focusWidget().objectName() == "cote-plier"
    press_switch(plan, "urgence", "oui")
    assert "Crise\u00a0: oui" in plan.page.plan.findChild(RowButton, "cote-plier").accessibleName()
    assert plan.page.plan.findChild(QPushButton, "cote-urgence-oui").isVisible()


def test_what_a_change_beside_the_plan_changed_is_marked_and_its_head_in_sight(plan):
    view = plan.page.plan
    assert "● changé" not in all_text(plan)
    view.area.verticalScrollBar().setValue(view.area.verticalScrollBar().maximum())
    view.side_area.verticalScrollBar().setValue(view.side_area.verticalScrollBar().maximum())
    press_switch(plan, "moment", "ouvrable")
    assert "phrase" in view.changes
    assert "● changé" in all_text(plan)
    assert view.area.verticalScrollBar().value() == 0
    assert view.side_area.verticalScrollBar().value() == 0
    plan.page.plan.findChild(QCheckBox, "condition-soins-had-prescription").click()
    plan.settle()
    assert view.changes == ()


def test_what_the_texts_leave_open_is_said(plan):
    assert "Ce que les textes laissent ouvert" in all_text(plan)
    assert plan.story.ouverts


def test_natures_are_words(plan):
    words = all_text(plan)
    for nature in (
        "Le référentiel indique",
        "Un document métier indique",
        "Lecture proposée par l’outil",
    ):
        assert nature in words


def test_several_needs_and_which_comes_first(plan):
    plan.context.go("orienter", "besoin")
    plan.press("2", "Entrée")
    while not plan.on_plan:
        plan.press("0")
    assert [card.besoin for card in plan.story.cartes] == ["soins", "avis"]
    assert plan.page.plan.findChild(QPushButton, "priorite-avis") is None
    plan.page.plan.findChild(RowButton, "besoin-avis").click()
    plan.page.plan.findChild(QPushButton, "priorite-avis").click()
    plan.settle()
    assert [card.besoin for card in plan.story.cartes] == ["avis", "soins"]


def test_changing_an_answer_leads_back_to_the_plan(plan):
    plan.page.plan.findChild(QPushButton, "reponse-souhait").click()
    assert plan.question == "souhait"
    plan.press("3")
    assert plan.on_plan
    assert plan.situation.session.flow.counted["souhait"] == "non_exprime"


def test_change_an_answer_shows_the_list(plan):
    plan.page.plan.findChild(QPushButton, "changer").click()
    assert not plan.on_plan
    assert plan.page.answers_scroll.isVisible()


def test_ticks_go_into_the_report(plan):
    plan.situation.put(plan.situation.session.tick("had", "prescription", on=True))
    told = reports.Reports(plan.context, plan.situation).told(plan.situation.session)
    report = compose(told)
    ticked = [e for s in report.sections for e in s.elements if e.case is True]
    assert len(ticked) == 1
    assert "prescription" in ticked[0].texte


def test_the_report_is_a_pdf(plan, tmp_path):
    pages = write_pdf(
        reports.Reports(plan.context, plan.situation).printable(plan.situation.session), tmp_path / "plan.pdf"
    )
    assert pages >= 1
    assert (tmp_path / "plan.pdf").read_bytes().startswith(b"%PDF")


def test_markdown_is_written_where_one_says(plan, tmp_path, monkeypatch):
    target = tmp_path / "plan"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(target), ""))
    plan.page.plan.findChild(QPushButton, "action-markdown").click()
    assert (tmp_path / "plan.md").read_text(encoding="utf-8").startswith("# Orientation d’une situation")


def test_a_folder_that_refuses_is_said(plan, tmp_path, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(tmp_path / "absent" / "plan.md"), ""))
    said = []
    monkeypatch.setattr(reports, "notice", lambda *words: said.append(words))
    plan.page.plan.findChild(QPushButton, "action-markdown").click()
    assert "n’a pas pu être écrit" in said[0][1]


def test_the_whole_reasoning_with_its_picture(plan):
    plan.page.plan.findChild(QPushButton, "raisonnement").click()
    view = plan.page.reasoning
    assert plan.page.stack.currentWidget() is view
    picture = view.findChild(PathPicture)
    assert picture.accessibleDescription()
    assert picture.grab().toImage().width() > 0
    said = " ".join(label.text() for label in view.findChildren(QLabel))
    assert "s’applique" in said
    assert "ne s’applique pas" in said
    view.first.click()
    assert plan.on_plan


def test_the_focus_stays_on_the_need_that_the_picture_shows(person):
    plan = person.role("soignant").answered({**NIGHT, "besoin": ["soins", "repit"]})
    plan.context.go("orienter", "raisonnement")
    made = plan.page.reasoning.findChild(QPushButton, "chemin-repit")
    made.setFocus()
    plan.press("Espace")
    assert plan.page.reasoning.besoin == "repit"
    assert plan.window.focusWidget().objectName() == "chemin-repit"


def test_digits_on_the_plan_do_nothing_and_search_nothing(plan):
    before = dict(plan.situation.session.flow.reponses)
    plan.press("3", "é", "&", "0")
    assert plan.on_plan
    assert plan.window.topbar.field.text() == ""
    assert dict(plan.situation.session.flow.reponses) == before


def test_the_picture_is_projected_enlarged_and_left(plan, qtbot):
    plan.context.go("orienter", "raisonnement")
    made = Projection(plan.page.reasoning.path, dark=True, parent=plan.window)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    QApplication.processEvents()
    fitted = made.picture.shown_scale()
    assert 0.5 < fitted < 1.0
    made.zoom(2)
    assert made.picture.shown_scale() == pytest.approx(2 * fitted)
    made.fit()
    assert made.picture.shown_scale() == pytest.approx(fitted)
    made.close()


@pytest.mark.parametrize("kind", ["svg", "png"])
def test_the_picture_is_exported(plan, tmp_path, kind):
    plan.context.go("orienter", "raisonnement")
    path = plan.page.reasoning.path
    write(plan.context, path, tmp_path / f"chemin.{kind}", kind)
    data = (tmp_path / f"chemin.{kind}").read_bytes()
    assert data.startswith(b"<?xml" if kind == "svg" else b"\x89PNG")
    if kind == "svg":
        assert "appui téléphonique régional" in data.decode("utf-8").lower()


def test_the_png_has_ink_on_it(plan):
    plan.context.go("orienter", "raisonnement")
    image = png(plan.page.reasoning.path)
    colours = {image.pixelColor(x, y).name() for x in range(60, 900, 7) for y in range(40, 300, 7)}
    assert len(colours) > 3


def test_a_larger_text_and_the_dark_theme_keep_the_plan(plan):
    plan.context.run("affichage.sombre")
    plan.window.looks.set_zoom(200)
    plan.settle()
    assert plan.on_plan
    assert plan.story.phrase
    plan.window.looks.set_zoom(100)
    plan.context.run("affichage.clair")


def test_leaving_a_search_begun_on_the_plan_leads_back_to_the_plan(plan):
    plan.window.searching.focus()
    plan.press("x", "y")
    assert plan.window.navigator.history.current.page == "lecture"
    QTest.keyClick(plan.window.topbar.field, Qt.Key.Key_Escape)
    plan.settle()
    assert plan.on_plan
    assert plan.page.isAncestorOf(plan.window.focusWidget())


@pytest.mark.parametrize("command", ["affichage.sombre", "affichage.clair"])
def test_a_box_to_tick_can_be_seen_and_wraps_its_words(plan, command):
    plan.context.run(command)
    plan.settle()
    box = next(b for b in plan.page.plan.findChildren(QCheckBox) if b.objectName().startswith("condition-soins-had"))
    image = box.grab().toImage()
    ground = image.pixelColor(image.width() - 2, 1)
    row = [image.pixelColor(x, image.height() // 2) for x in range(2, 30)]
    assert max(contrast(one, ground) for one in row) >= 3
    assert box.heightForWidth(200) > box.heightForWidth(2000)
    plan.context.run("affichage.clair")


def contrast(one, other):
    def light(colour):
        parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour.getRgbF()[:3]]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_what_a_mention_of_the_plan_means_is_told_and_reached(person):
    person.answered(NIGHT)
    plan = person.page.plan
    tips = [label.toolTip() for label in plan.findChildren(QLabel)]
    assert any("la synthèse de l’instruction du 21 juin 2023 le dit de ce cas" in tip for tip in tips)
    assert any("Elle se discute" in tip for tip in tips)
    link = next(one for one in plan.findChildren(QPushButton) if one.objectName() == "mentions")
    QTest.mouseClick(link, Qt.MouseButton.LeftButton)
    assert person.window.navigator.history.current.cible == "premiers-pas-natures"


def test_the_three_levels_stand_in_one_row(plan, qtbot):
    buttons = [plan.page.plan.side.findChild(QPushButton, f"niveau-{level}") for level in (1, 2, 3)]
    assert all(buttons)
    plan.window.resize(1366, 768)
    qtbot.waitUntil(lambda: all(button.isVisible() and button.height() for button in buttons))
    plan.settle()
    assert len({button.y() for button in buttons}) == 1
    assert [button.x() for button in buttons] == sorted({button.x() for button in buttons})


def test_no_button_of_a_plan_speaks_of_a_format_for_programmers(plan):
    words = [button.text() for button in plan.page.plan.bar.findChildren(QPushButton)]
    assert "Fichier texte" in words
    assert not [one for one in words if any(format_ in one for format_ in ("Markdown", "JSON", "CSV"))]
