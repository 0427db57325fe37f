"""One story, many shapes: nothing that a shape says of a plan is its own but titles and the words between."""

from __future__ import annotations

import ast
import re

import pytest
from told_values import values

from desktop.decision import Orientation
from desktop.export import fhir, fhir_response, report, report_text, sheet
from desktop.export.fhir_response import ResponseFrame
from desktop.telling.story import tell_plan, tell_short
from desktop.text.typography import bare

OWN = (
    "Réponses données", "Niveau de complexité", "D’abord", "À solliciter", "Sinon", "En appui", "À anticiper", "À savoir",
    "À réunir pour", "À réunir", "À préparer", "Ce que les textes laissent ouvert", "Ce qui changerait la réponse",
    "Pas encore dit, et qui peut changer le plan", "dépend d’une réponse qui manque", "fixe le niveau", "par",
)  # fmt: skip
"""What the shapes add: titles, and words between two values."""


def folded(text):
    return " ".join(re.sub(r"[^\w°%/]+", " ", bare(text).lower().replace("1ᵉʳ", "1er")).split())


def known_of(story):
    """All that a shape may say: the values of the story, whole or by sentences, and the shapes' own titles."""
    told = [part for value in values(story) for part in (value, *value.split(". "))]
    return sorted({folded(one) for one in [*told, *OWN, *map(str, range(1, 10))]} - {""}, key=len, reverse=True)


def left_over(text, known):
    """What remains of a text once all that the story says is taken out of it."""
    rest = f" {folded(text)} "
    for one in known:
        if f" {one} " in rest:
            rest = rest.replace(f" {one} ", " | ")
    return rest.replace("|", "").split()


@pytest.fixture(scope="module")
def stories(questionnaires, orientation, corpus, situations, frame):
    """The plan and the whole story of some worked examples."""
    some = [(name, orientation.orienter(facts)) for name, facts in situations[::12]]
    told = [(name, plan, tell_plan(questionnaires, plan, corpus, frame)) for name, plan in some]
    return [(name, plan, story, known_of(story)) for name, plan, story in told]


def test_the_report_says_nothing_of_its_own(stories):
    for name, _, story, known in stories:
        for section in report.compose(story).sections:
            assert left_over(section.titre, known) == [], (name, section.titre)
            for element in section.elements:
                assert left_over(element.texte, known) == [], (name, element.texte)
                assert left_over(report_text.support(element), known) == [], (name, element)


def test_the_sheet_and_the_letter_say_nothing_of_their_own(stories):
    for name, _, story, known in stories:
        made = sheet.compose(story)
        for text in values(made):
            assert left_over(text, known) == [], (name, text)
        for line in sheet.letter(made).splitlines():
            assert left_over(line, known) == [], (name, line)


def test_text_and_markdown_say_what_the_report_says(stories):
    for name, _, story, known in stories:
        composed = report.compose(story)
        for line in (
            *report_text.plain_text(composed).splitlines(),
            *report_text.markdown(composed).replace("\\", "").splitlines(),
        ):
            assert left_over(line.replace("[x]", ""), known) == [], (name, line)


def test_fhir_says_the_sentence_of_the_story(questionnaires, orientation, situations):
    model = fhir.questionnaire(questionnaires, "orientation", "1")
    for name, facts in situations[::10]:
        made = fhir_response.response_of(questionnaires, "orientation", facts, ResponseFrame("1"), model)
        result = next(item for item in made["item"] if item["linkId"] == "resultat")
        said = {item["linkId"]: item["answer"] for item in result["item"]}
        phrase = said["resultat.phrase"][0]["valueString"]
        plan = orientation.orienter(facts)
        moment = plan.faits.get("moment")
        quand = phrase.partition("\u00a0:")[0][:1].lower() + phrase.partition("\u00a0:")[0][1:] if moment else ""
        story = tell_short(questionnaires, plan, quand=quand)
        assert phrase == story.phrase, name
        assert moment is None or "maintenant" not in phrase.lower(), (name, phrase)
        names = {line.nom for card in story.cartes for line in card.principal}
        assert {answer["valueCoding"]["display"] for answer in said.get("resultat.principal", ())} <= names


def test_a_story_without_its_frame_is_no_paper(questionnaires, orientation):
    story = tell_short(questionnaires, orientation.orienter({"besoin": ["avis"]}))
    for shape in (report, sheet):
        with pytest.raises(ValueError, match="frame"):
            shape.compose(story)


@pytest.mark.parametrize("shape", ["report", "sheet", "report_text", "path_layout", "path_svg"])
def test_a_shape_reads_no_plan(root, shape):
    """Its only source is the story: it knows neither the questionnaires, nor the plan, nor the content."""
    tree = ast.parse((root / "desktop" / "export" / f"{shape}.py").read_text(encoding="utf-8"))
    modules = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {
        m
        for m in modules - {"desktop.decision.path"}
        if m.startswith(("desktop.decision", "desktop.corpus", "desktop.telling.words"))
    } == set()


def test_whoever_asks_the_screen_and_paper_say_the_same_structures(stories):
    for name, plan, story, _ in stories:
        assert [card.besoin for card in story.cartes] == [besoin.besoin for besoin in plan.besoins], name
        for card, besoin in zip(story.cartes, plan.besoins, strict=True):
            told = tuple(line.id for _, _, lines in card.roles for line in lines)
            assert told == besoin.structures, name


def test_what_is_read_at_once_computes_no_change(questionnaires, situations):
    """Changes cost milliseconds: a screen asks for them apart."""
    plan = Orientation(questionnaires).orienter(situations[0][1])
    tell_short(questionnaires, plan)
    assert "contrefactuels" not in vars(plan)


def test_the_expertise_beside_the_level_is_told_with_its_rank_on_the_screen(stories):
    told = [story.expertise for _, _, story, _ in stories if story.expertise is not None]
    assert told
    for one in told:
        assert re.search(r": [123]\. ", bare(one.dit.texte))
        assert not re.search(r"[123]", one.court.texte)
