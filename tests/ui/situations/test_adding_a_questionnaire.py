"""« How to add a questionnaire » of ARCHITECTURE.md, followed word for word in a copy of the content: a form, and a need."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel

from desktop.decision import Orientation, charger, evaluate_form
from desktop.export import dmn, fhir
from desktop.proof.laws import GENERAL
from desktop.proof.verify import verify

ROOT = Path(__file__).parents[3]
FENCE = re.compile(r"^ {3}```(\w+) (\S+)(?: below (.+?))?\n(.*?)^ {3}```$", re.MULTILINE | re.DOTALL)


def steps() -> list[tuple[str, str, str, str]]:
    """The blocks of the recipe: language, file, the line below which it goes, text."""
    section = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8").partition("\n## How to add a questionnaire\n")[2]
    found = FENCE.findall(section.partition("\n## ")[0])
    return [(kind, file, below, re.sub(r"^ {3}", "", text, flags=re.MULTILINE)) for kind, file, below, text in found]


def put(path: Path, below: str, text: str) -> None:
    """Write a new file, or put a block under the one line that is named, the first one behind the fact that « of » names."""
    if not below:
        assert not path.exists()
        path.write_text(text, encoding="utf-8")
        return
    line, _, fact = below.partition(" of ")
    whole = path.read_text(encoding="utf-8")
    start = whole.index(f"\n  - id: {fact}\n") if fact else 0
    place = whole.index(f"\n{line}\n", start) + len(line) + 2
    path.write_text(whole[:place] + text + whole[place:], encoding="utf-8")


@pytest.fixture(scope="session")
def questionnaires(tmp_path_factory):
    """Instead of the program's own: those of the content once the recipe was followed."""
    place = tmp_path_factory.mktemp("recipe")
    shutil.copytree(ROOT / "content", place / "content")
    for kind, file, below, text in steps():
        if kind == "yaml":
            put(place / file, below, text)
    order = place / "content" / "questionnaires" / "orientation" / "modifications.yaml"
    whole = order.read_text(encoding="utf-8")
    assert whole.count("ordre_des_besoins: [") == 1
    order.write_text(whole.replace("ordre_des_besoins: [", "ordre_des_besoins: [lecture, "), encoding="utf-8")
    return charger(place / "content" / "questionnaires")


def test_the_form_answers_and_asks(questionnaires):
    both = evaluate_form(questionnaires, "pret", {})
    assert both.as_dict() == {"pret_ancien": [1, 2]}
    assert set(both.useful) == {"semaines", "attendu"}
    assert evaluate_form(questionnaires, "pret", {"semaines": "peu"}).ranks == (1,)
    assert evaluate_form(questionnaires, "pret", {"semaines": "beaucoup", "attendu": "oui"}).ranks == (2,)


def test_the_form_is_exported_with_the_others(questionnaires):
    assert "pret" in fhir.questionnaire_names(questionnaires)
    assert "pret-2" in dmn.write(questionnaires, "pret_ancien", "1")


def test_the_form_has_its_page_and_its_command(person):
    context = person.context
    person.window.activateWindow()
    command = context.registry.commands["situations.pret"]
    assert (command.text, command.words) == ("Ancienneté d’un prêt", "bibliothèque retard")
    context.run(command.id)
    person.settle()
    assert (person.page.key, list(person.page.rows)) == ("pret", ["semaines", "attendu"])
    person.press("2", "1")
    assert person.page.answers == {"semaines": "beaucoup", "attendu": "oui"}
    said = [label.text().replace("\u00a0", " ") for label in person.page.side.findChildren(QLabel)]
    assert "Ancienneté 2" in said


@pytest.mark.parametrize(("place", "principal"), [("hopital", ("service_hospitalier",)), ("domicile", ("benevoles",))])
def test_the_need_has_its_plan(questionnaires, place, principal):
    plan = Orientation(questionnaires).orienter({"besoin": ["lecture", "avis"], "lieu": place})
    assert [need.besoin for need in plan.besoins] == ["lecture", "avis"]
    assert plan.principal == principal


def test_the_general_laws_hold_for_the_need(questionnaires):
    report = verify(questionnaires, lois=GENERAL, besoins=["lecture"])
    assert report.holds, report.text()


def test_a_step_that_is_left_out_is_said(tmp_path):
    shutil.copytree(ROOT / "content", tmp_path / "content")
    ((_, file, below, text),) = [step for step in steps() if step[1].endswith("anciennete.yaml")]
    put(tmp_path / file, below, text)
    with pytest.raises(Exception, match=r"semaines|anciennete"):
        charger(tmp_path / "content" / "questionnaires")
