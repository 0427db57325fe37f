"""What stands on the screen: the plan as cards, why, what would change it, two states of a case."""

from __future__ import annotations

import pytest
from situations_data import NIGHT

from build_scripts.decisions import examples as exemples
from desktop.store import Store
from desktop.store.snapshot import ASKED, TOLD
from desktop.telling import growing, reasons, story
from desktop.telling.comparing import facts_differ, plans_differ, summary
from desktop.telling.jargon import Jargon
from desktop.text.typography import french
from desktop.ui.situations.keeping import ORIENTATION, restore, state_of

NATURES = {"Le référentiel indique", "Un document métier indique", "Lecture proposée par l’outil", "Hors référentiel"}


def fill(session, answers=NIGHT):
    while session.current is not None:
        session = session.answer(session.current, answers[session.current])
    return session


@pytest.fixture
def night(fresh):
    return fill(fresh)


def everything_said(told):
    for card in told.cartes:
        yield from (line.dit for line in (*card.principal, *card.alternatives, *card.appuis))
        yield from card.anticiper
        yield from card.rappels
        yield from (line.dit for line in card.conditions)
    yield from (line.dit for line in told.joindre)
    yield from told.ouverts
    yield from told.niveau


def test_the_first_line_can_be_said_on_the_telephone(night, corpus):
    told = story.tell(night, corpus)
    assert told.phrase == "Maintenant\u00a0: joindre l’appui téléphonique régional."
    assert told.ensuite == "Ensuite\u00a0: l’HAD, à demander par le médecin traitant ou le spécialiste référent."


def test_every_statement_says_where_it_comes_from(root, orientation, corpus):
    """On every worked example: a nature in words, and links to règles of the content."""
    examples = exemples.read_examples(root / "content" / "questionnaires" / "exemples")
    asked = [one.facts for one in examples if isinstance(one.facts, dict) and "besoin" in one.facts]
    assert len(asked) > 60
    sessions = [restore(orientation, facts) for facts in asked]
    for session in sessions:
        told = story.tell(session, corpus)
        for said in everything_said(told):
            assert said.nature in NATURES
            if said.nature in ("Le référentiel indique", "Un document métier indique"):
                assert said.references
            assert all(regle in corpus.regles for regle, _ in said.references)


def test_a_doctor_is_not_told_to_ask_a_doctor(orientation, corpus):
    session = restore(orientation, {**NIGHT, "demandeur": "medecin", "moment": "nuit"})
    assert story.tell(session, corpus).ensuite == "Ensuite\u00a0: solliciter l’HAD."


def test_a_missing_answer_makes_the_sentence_careful(orientation, corpus):
    session = restore(
        orientation, {"besoin": ["soins"], "demandeur": "soignant", "moment": "ouvrable", "lieu": "domicile"}
    )
    told = story.tell(session, corpus)
    assert not told.certain
    assert told.phrase == "Pas encore de réponse sûre\u00a0: il manque des réponses."


def test_two_possible_answers_are_an_or(orientation, corpus):
    facts = {**NIGHT, "demandeur": "soignant", "moment": "ouvrable"}
    unsure = {
        nom: valeur
        for nom, valeur in facts.items()
        if nom not in ("stabilite", "symptomes", "vie_et_entourage", "ethique")
    }
    told = story.tell(restore(orientation, {**unsure, "intervenants": "peu_nombreux", "ethique": "aucune"}), corpus)
    assert not told.certain
    assert told.phrase.startswith(("Selon ce qui n’est pas encore dit", "Pas encore de réponse sûre"))


def test_families_see_their_own_words(orientation, corpus):
    session = restore(
        orientation, {**NIGHT, "besoin": ["avis"], "demandeur": "patient_ou_proche", "moment": "ouvrable"}
    )
    assert story.tell(session, corpus).cartes[0].titre == "Un symptôme ou une question à faire évaluer"


def test_is_it_the_right_structure(fresh, corpus):
    session = fill(fresh)
    told = [story.tell(type(session)(**{**vars(session), "visee": s}), corpus).visee for s in ("had", "emsp", "usp")]
    assert "oui, elle est à solliciter" in told[0]
    assert "en appui" in told[1]
    assert "non, pas dans cette situation" in told[2]


def test_accords_are_facts_and_other_conditions_are_ticks(night, corpus):
    conditions = {line.id: line for line in story.tell(night, corpus).cartes[0].conditions}
    assert conditions["accord_personne"].accord == "had"
    assert conditions["prescription"].accord == ""
    ticked = story.tell(night.tick("had", "prescription", on=True).answer("accords", ["had"]), corpus)
    met = {line.id for line in ticked.cartes[0].conditions if line.remplie}
    assert met == {"prescription", "accord_personne"}


def test_the_ticked_plan_is_what_is_printed(night):
    plan = story.ticked(night.flow.plan, frozenset({("had", "prescription")}))
    met = [c.id for c in plan.besoins[0].conditions if c.remplie]
    assert met == ["prescription"]


def test_the_bars_mark_what_decides(night):
    bars = {bar.nom: bar for bar in growing.bars(night)}
    assert bars["symptomes"].decisive
    assert not bars["ethique"].decisive
    assert bars["ethique"].mark == "1"
    assert bars["soins"].mark == "–"
    assert "décide du niveau" in bars["symptomes"].spoken


def test_the_preview_says_only_what_differs(fresh):
    session = fresh.answer("besoin", ["soins"]).answer("lieu", "domicile").answer("en_place", [])
    session = session.answer("faisable", "avec_renfort").answer("souhait", "rester").answer("stabilite", "a_risque")
    previews = growing.previews(session, "symptomes")
    assert [preview.suite for preview in previews] == ["niveau\u00a02 ou 3", "niveau\u00a03"]
    assert previews[1].reponse == "Réfractaires"


def test_no_preview_where_several_answers_may_be_given(fresh):
    assert growing.previews(fresh.answer("besoin", ["soins"]), "en_place") == ()


def test_why_names_the_answers_that_were_read(night, corpus):
    first, second = reasons.why(night, corpus)
    assert (first.quand, first.suite) == ("Nuit", "l’appui téléphonique régional")
    assert second.suite == "l’HAD"
    assert "niveau\u00a02" in second.faits
    assert second.references


def test_every_change_really_changes_the_answer(night):
    for change in reasons.changes(night):
        after = night.changed(change.changer)
        same = (after.flow.plan.niveau, after.flow.plan.principal) == (
            night.flow.plan.niveau,
            night.flow.plan.principal,
        )
        assert not same, change


def test_what_was_considered_and_not_chosen_is_not_in_the_plan(night, orientation):
    present = {s for besoin in night.flow.plan.besoins for s in besoin.structures}
    names = {orientation.donnees.structures[s].court for s in present}
    left = reasons.left_out(night)
    assert left
    assert names.isdisjoint(one.nom for one in left)


def test_all_rows_read_say_whether_they_apply(night):
    rows = reasons.rows_read(night)
    assert {row.dit for row in rows} <= {french(words) for words in reasons.VERDICTS.values()}
    assert any(row.applies for row in rows if row.table != "Niveau de complexité")


def test_two_states_side_by_side(night, questionnaires):
    after = night.answer("refus", ["had"]).answer("souhait", "non_exprime")
    answers = facts_differ(questionnaires, night.flow.reponses, after.flow.reponses)
    assert {(one.quoi, one.avant, one.apres) for one in answers} == {
        ("Souhait", "rester ou rentrer", "pas exprimé"),
        ("Refus", "pas dit", "HAD"),
    }
    plans = plans_differ(questionnaires, night.flow.plan.as_dict(), after.flow.plan.as_dict())
    assert ("À solliciter", "HAD", "premier recours") in {(one.quoi, one.avant, one.apres) for one in plans}
    assert plans_differ(questionnaires, night.flow.plan.as_dict(), night.flow.plan.as_dict()) == ()


def test_a_plan_that_is_none_is_compared_without_falling(questionnaires, night):
    assert plans_differ(questionnaires, None, night.flow.plan.as_dict())
    assert plans_differ(questionnaires, "?", None) == ()


def test_the_summary_of_a_case_as_a_list_reads_it(night, questionnaires, tmp_path):
    with Store(tmp_path) as store:
        store.cases.keep(ORIENTATION, state_of(night, None))
        (line,) = store.cases.lines(TOLD, facts=ASKED)
    words = summary(questionnaires, line)
    assert words == "Organiser les soins · HAD · niveau\u00a02"


def test_jargon_explains_acronyms_and_terms(corpus):
    jargon = Jargon(corpus)
    assert "hospitalisation à domicile" in jargon.explain("Sinon l’HAD")
    assert "Symptôme réfractaire" in jargon.explain("Non\u00a0: symptômes complexes ou réfractaires")
    assert jargon.explain("rien de tel") == ""


def test_the_foot_of_the_window_says_what_the_questionnaires_say(questionnaires):
    from desktop.ui.shell.footer import PLAN, URGENCY

    assert french(f"{URGENCY} {PLAN}") == french(questionnaires.orientation.textes.securite)
