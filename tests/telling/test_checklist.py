"""The balance of a profile: one story for the page, what is copied, and the command line."""

from __future__ import annotations

import pytest

from desktop.decision import profil
from desktop.export.checklist_text import checklist_text
from desktop.telling.checklist import tell_checklist
from desktop.text.typography import bare

PROFILES = ("coordinateur_parcours", "medecin_coordonnateur_had", "medecin_soins_palliatifs")


@pytest.mark.parametrize("name", PROFILES)
@pytest.mark.parametrize("held", ["nothing", "first", "refused"])
def test_who_copies_the_balance_loses_nothing_of_it(questionnaires, corpus, name, held):
    items = questionnaires.profils[name].exigences
    states = {
        "nothing": {},
        "first": {items[0].id: "acquis", "permis_b": "acquis"},
        "refused": dict.fromkeys((item.id for item in items), "non"),
    }[held]
    found = profil(questionnaires, name, states)
    story = tell_checklist(questionnaires, found, states, corpus)
    text = checklist_text(story)
    said = [story.titre, story.verdict, story.mise_en_garde, *(note.texte for note in story.notes)]
    said += [line for group in story.groups for line in (group.titre, *group.lines)]
    assert all(bare(words) in text for words in said)
    assert [item.id for item in items if f"- {item.id}\n" in text] == []  # a person reads words


def test_what_nobody_said_is_left_to_say_and_blocks_nothing_yet(questionnaires):
    name = PROFILES[0]
    nothing = tell_checklist(questionnaires, profil(questionnaires, name, {}), {})
    titles = [group.titre for group in nothing.groups]
    assert "Reste à dire" in titles
    assert "Ce qui manque et bloque" not in titles
    assert nothing.verdict.startswith("Rien ne bloque encore")
    states = {item.id: "non" for item in questionnaires.profils[name].exigences}
    refused = tell_checklist(questionnaires, profil(questionnaires, name, states), states)
    assert refused.groups[0].titre == "Ce qui manque et bloque"
    assert "bloquant" in refused.verdict
