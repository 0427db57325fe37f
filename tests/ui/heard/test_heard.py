"""What a person with a screen reader is told, page after page, by a real client of AT-SPI. Skipped in words where there is none."""

from __future__ import annotations

import pytest

from build_scripts.listening import listen

pytestmark = pytest.mark.slow

CONTAINERS = ("viewport", "filler", "panel", "layered pane", "scroll pane", "frame", "dialog")
"""Roles that a reader passes over: they need no name of their own."""
WALK = {
    "first question": {"go": ["orienter", "besoin"]},
    "nothing ticked": {"keys": ["<Return>"]},
    "one answer": {"keys": ["1", "<Return>"]},
    "several answers": {"keys": ["1"]},
    "last question": {"keys": ["<Return>", *"1111111"]},
    "plan": {"keys": ["1"]},
    "next part": {"keys": ["<Alt+Down>"]},
    "unfolded": {"press": "cote-plier"},
    "crisis": {"press": "cote-urgence-oui"},
    "keep": {"keys": ["<Ctrl+S>"]},
    "kept": {"keys": ["<Return>"]},
    "copied": {"keys": ["<Ctrl+Shift+C>"]},
    "my situations": {"go": ["situations"]},
    "reasoning": {"go": ["orienter", "raisonnement"]},
    "shortcuts": {"command": "aide.raccourcis"},
    "after the shortcuts": {"keys": ["<Return>"]},
    "palette": {"command": "aide.palette"},
}
"""A situation from its first question to the case that is kept, and the small windows."""


@pytest.fixture(scope="module")
def heard():
    """Every registered page, then the walk, in one run of the program."""
    if words := listen.missing():
        pytest.skip(words)
    pages = listen.hear([{"pages": True, "blind": True}])[0]["answer"]
    steps = {page: {"go": [page]} for page in pages}
    steps |= {"document": {"go": ["lecture", "usp"]}, **WALK}
    return dict(zip(steps, listen.hear(list(steps.values())), strict=True))


def shown(told, role=""):
    return [one for one in told["tree"] if "showing" in one["states"] and role in ("", one["role"])]


def names(told, role):
    return [plain(one["name"]) for one in shown(told, role)]


def plain(words):
    return words.replace("\u00a0", " ").replace("\u202f", " ")


def said(told):
    return plain(" ".join(told["said"]))


def test_every_thing_that_takes_the_focus_has_a_name_on_every_page(heard):
    unnamed = {
        place: [one["role"] for one in told["tree"] if nameless(one)]
        for place, told in heard.items()
        if any(nameless(one) for one in told["tree"])
    }
    assert unnamed == {}


def nameless(one):
    reached = {"focusable", "showing"} <= set(one["states"])
    return reached and not one["name"].strip() and one["role"] not in CONTAINERS


def test_every_page_has_a_heading(heard):
    for place, told in heard.items():
        if place not in ("document", "lecture", "palette", "keep"):
            assert names(told, "heading"), f"no heading on {place}"


def test_the_question_and_its_help_are_spoken_when_it_is_drawn(heard):
    first = said(heard["first question"])
    assert "De quoi s’agit-il ?" in first
    assert "Choisissez tout ce qui se pose aujourd’hui" in first
    place = said(heard["one answer"])
    assert place.startswith("Question 2, au plus")
    assert "Où se trouve la personne aujourd’hui ? Le lieu où elle vit" in place
    assert "Exemple : Dans un appartement" in place


def test_the_question_names_its_answers_for_a_reader_that_knows_no_announcements(heard):
    assert "Où se trouve la personne aujourd’hui ?" in names(heard["one answer"], "panel")


def test_go_on_without_an_answer_is_spoken(heard):
    assert "« Continuer » attend une réponse" in said(heard["nothing ticked"])


def test_one_answer_is_a_radio_button_and_several_are_check_boxes(heard):
    single, several = heard["one answer"], heard["several answers"]
    assert plain(single["focused"]["name"]).startswith("1 : À domicile")
    assert single["focused"]["role"] == "radio button"
    assert len(names(single, "radio button")) == 6
    assert several["focused"]["role"] == "check box"
    assert "0 : Je ne sais pas" in names(several, "check box")
    assert not names(several, "radio button")


def test_the_answers_that_are_given_say_so(heard):
    level = [one for one in shown(heard["bilan"], "radio button") if "checked" in one["states"]]
    assert [one["name"] for one in level], "the post that is shown is chosen"
    assert all("checkable" in one["states"] for one in shown(heard["niveau"], "radio button"))
    assert len(names(heard["niveau"], "radio button")) >= 15


def test_what_leads_elsewhere_is_a_link(heard):
    assert "Accueil" in names(heard["first question"], "link")
    assert any(name.startswith("Changer : ") for name in names(heard["first question"], "link"))
    assert any("Le référentiel indique" in name for name in names(heard["plan"], "link"))


def test_the_sentence_of_the_plan_is_spoken_and_has_the_focus(heard):
    plan = heard["plan"]
    assert said(plan).startswith("Maintenant : joindre l’appui téléphonique régional.")
    assert plan["focused"]["role"] == "heading"
    assert plain(plan["focused"]["name"]) == "Maintenant : joindre l’appui téléphonique régional."


def test_the_plan_is_reached_by_its_headings(heard):
    assert heard["next part"]["focused"]["role"] == "heading"
    assert heard["next part"]["focused"]["name"] != heard["plan"]["focused"]["name"]


def test_what_changes_in_the_plan_is_spoken(heard):
    words = said(heard["crisis"])
    assert words.startswith("Crise : crise en cours, au lieu de : pas dit.")
    assert "Le plan change." in words or "Le plan reste le même." in words


def test_keeping_is_one_key_and_is_spoken(heard):
    assert heard["keep"]["focused"]["role"] == "text"
    assert heard["keep"]["focused"]["name"] == "Libellé"
    assert "gard" in said(heard["kept"]).lower()


def test_copying_is_one_key_and_is_spoken(heard):
    assert "copi" in said(heard["copied"]).lower()
