"""A document laid out: what stands where, what the filter hides, what is marked. Without Qt."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.search.tokens import fold_with_places
from desktop.telling import labels
from desktop.telling.document import Annotation, Line, Options, ShownTable, counts, filtered_words, layout, matches
from desktop.ui.reader.finding import FoldedPage


def lines(made, genre: str | None = None) -> list[Line]:
    return [item for item in made.items if isinstance(item, Line) and genre in (None, item.genre)]


def line(made, key: str) -> Line:
    return next(item for item in lines(made) if item.id == key and item.genre in ("rule", "target", "context"))


@pytest.fixture
def usp(petit):
    return petit.documents["usp"]


def test_every_rule_of_every_real_document_is_shown_once(corpus):
    for document in corpus.documents.values():
        made = layout(corpus, document)
        shown = [i.id for i in lines(made, "rule")] + [
            key for i in made.items if isinstance(i, ShownTable) for key, _ in i.lignes
        ]
        assert sorted(shown) == sorted(r.id for r in corpus.regles.values() if r.document == document.id)
        assert made.masquees == 0


def test_every_word_of_every_real_rule_is_shown(corpus):
    for document in corpus.documents.values():
        made = layout(corpus, document)
        for shown in lines(made, "rule"):
            words = "".join(run.texte for run in shown.runs if run.genre != "mark")
            assert corpus.regles[shown.id].texte.strip() in words


def test_badges_carry_the_words_of_force_bound_and_scale(petit, usp):
    made = layout(petit, usp)
    badges = [run.texte.strip("\u00a0") for run in line(made, "usp-lits-ratio").runs if run.genre == "badge"]
    assert badges == ["Requis", "Minimum"]
    assert [r.texte.strip("\u00a0") for r in line(made, "usp-niveau").runs if r.genre == "badge"] == ["Recours 3"]


def test_a_force_is_never_left_out_under_a_chapeau(petit, usp):
    """The chapeau recommends; under it an example and an obligation say their own force."""
    made = layout(petit, usp)
    said = {
        key: [(run.genre, run.texte.strip("\u00a0")) for run in line(made, key).runs if run.genre in ("badge", "force")]
        for key in ("usp-articulation-lisp", "usp-articulation-transferts", "usp-articulation-anticipees")
    }
    assert said == {
        "usp-articulation-lisp": [("badge", "Recommandation")],
        "usp-articulation-transferts": [("badge", "Exemple")],
        "usp-articulation-anticipees": [("badge", "Obligation")],
    }


def test_a_force_that_repeats_is_said_in_words_without_a_ground(corpus):
    """In every real document: a règle under a chapeau of its force, a row like the one above."""
    for document in corpus.documents.values():
        for shown in lines(layout(corpus, document), "rule"):
            regle = corpus.regles[shown.id]
            genres = {r.genre: r.texte.strip("\u00a0") for r in shown.runs if r.genre in ("badge", "force")}
            head = corpus.regles.get(regle.chapeau) if regle.chapeau else None
            if head is not None and head.force is not regle.force:
                assert regle.force.label in shown.texte, shown.id
            elif regle.force.value != "description":
                assert regle.force.label in genres.values() or regle.force.label in shown.texte, shown.id


def test_a_note_of_the_editor_stands_under_its_rule(petit, usp):
    items = layout(petit, usp).items
    place = next(n for n, item in enumerate(items) if isinstance(item, Line) and item.id == "usp-lits-unite")
    note = items[place + 1]
    assert note.genre == "note"
    assert note.texte.startswith("Note éditoriale")


def test_footnotes_and_references_stand_at_the_end(petit, usp):
    made = layout(petit, usp)
    marks = [run for run in line(made, "usp-abrogation").runs if run.genre == "mark"]
    assert [(run.texte, run.lien) for run in marks] == [("1", "note:usp/1")]
    small = [item.texte for item in lines(made, "small")]
    assert small[0] == "1. Elle avait posé le premier cadre."
    assert "abrogée selon la source" in small[1]


def test_links_and_backlinks(petit, usp):
    made = layout(petit, usp)
    assert "lisp" in [run.lien for run in line(made, "usp-articulation-lisp").runs]
    cited = [[run.lien for run in item.runs if run.lien] for item in lines(made, "cited")]
    assert cited == [["lisp-appui"], ["lisp-appui"]]  # the rubrique « Nombre de lits », then the whole document


def test_the_filter_keeps_its_forces_and_what_leads_to_them(petit, usp):
    made = layout(petit, usp, Options(familles=frozenset({"obligation"})))
    rules = {item.id: item.genre for item in lines(made) if item.genre in ("rule", "context")}
    assert rules == {
        "usp-lits-ratio": "rule",
        "usp-lits-unite": "rule",
        "usp-articulation-lisp": "context",
        "usp-articulation-anticipees": "rule",
    }
    assert [entry.titre for entry in made.toc] == ["Nombre de lits", "Articulation"]
    assert (made.masquees, made.retenues, made.total) == (10 - 4, 3, 10)
    assert filtered_words(frozenset({"obligation"}), made) == "Obligation, requis\u00a0: 3 règles sur 10"


def test_a_filtered_sheet_says_that_it_is_a_part_and_holds_no_button(petit, usp):
    made = layout(petit, usp, Options(familles=frozenset({"obligation", "borne"}), impression=True))
    said = [item.texte for item in made.items[:6] if isinstance(item, Line)]
    assert "Obligation, requis ; Chiffres\u00a0: 3 règles sur 10" in said
    whole = layout(petit, usp, Options(impression=True))
    assert not any("règles sur" in item.texte for item in lines(whole))


def test_the_filter_by_bounded_figures(petit, usp):
    made = layout(petit, usp, Options(familles=frozenset({"borne"})))
    assert {item.id for item in lines(made, "rule")} == {"usp-lits-ratio", "usp-lits-unite"}


def test_a_rubrique_whose_child_shows_a_rule_keeps_its_title(petit, usp):
    made = layout(petit, usp, Options(familles=frozenset({"indicatif"})))
    titles = [entry.titre for entry in made.toc]
    assert titles == ["Articulation", "Équipe"]


def test_counts_add_up(petit, usp):
    numbers = counts(petit, usp)
    total = sum(1 for r in petit.regles.values() if r.document == "usp")
    assert sum(numbers[f] for f in ("obligation", "recommandation", "possibilite", "indicatif", "enonce")) == total
    assert numbers["borne"] == 2


def test_the_target_and_the_searched_words_are_marked_in_their_rubrique_alone(petit, usp):
    made = layout(petit, usp, Options(cible="usp-lits-unite", termes=("lit",)))
    assert line(made, "usp-lits-unite").genre == "target"
    hits = {item.id for item in lines(made) for run in item.runs if run.genre == "hit"}
    assert hits == {"usp-lits", "usp-lits-ratio", "usp-lits-unite"}


def test_what_the_user_hung_on_a_rule_is_shown(petit, usp):
    def hung(regle: str):
        return [Annotation("marque"), Annotation("note", "à relire\ndeuxième ligne")] if regle == "usp-tutorat" else []

    made = layout(petit, usp, Options(annotations=hung))
    assert "★ Marquée" in line(made, "usp-tutorat").texte
    assert [item.texte for item in lines(made, "own")] == ["Ma note\u00a0: à relire", "deuxième ligne"]


def test_actions_are_links_on_the_screen_and_absent_on_paper(petit, usp):
    options = Options(actions=(("structure", "Est-ce la bonne structure ?"),))
    assert "action:structure/usp" in [r.lien for item in lines(layout(petit, usp, options)) for r in item.runs]
    paper = layout(petit, usp, Options(actions=options.actions, impression=True))
    assert all(not r.lien.startswith("action:") for item in lines(paper) for r in item.runs)


def test_matches_whole_forms_and_beginnings():
    assert matches("deces", ("deces",))
    assert matches("hospitalisations", ("hospit",))
    assert not matches("la", ("l",))
    assert not matches("palliatif", ("lit",))


@pytest.mark.parametrize(
    ("words", "found"),
    [("equipe", ["Équipe", "équipe"]), ("coeur", ["cœur"]), ("  ", []), ("absent", []), ("l'usp", ["l’USP"])],
)
def test_find_in_page_ignores_accents_case_and_ligatures(words, found):
    page = "Équipe mobile, cœur, l’USP et son équipe"
    assert [page[a:b] for a, b in FoldedPage(page).find(words)] == found


@given(st.text(max_size=60), st.text(min_size=1, max_size=4))
def test_ranges_are_ordered_and_inside(text, words):
    end = 0
    for a, b in FoldedPage(text).find(words):
        assert end <= a < b <= len(text)
        end = b


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("24h/24", ["24\u202fh/24"]),
        ("24 h / 24", ["24\u202fh/24"]),
        ("24h", ["24\u202fh/24"]),
        ("7j/7", ["7\xa0j/7"]),
        ("medico social", ["médico-social"]),
        ("médico-social", ["médico-social"]),
        ("medicosocial", ["médico-social"]),
        ("weekend", ["week-end", "weekend"]),
        ("week-end", ["week-end", "weekend"]),
        ("100000 habitants", ["100\u202f000\xa0habitants"]),
        ("21 juin 2023", ["21/06/2023"]),
        ("21/06/2023", ["21/06/2023"]),
        ("3eme", ["3e"]),
        ("2.5 ETP", ["2,5\xa0ETP"]),
        ("l1110-11", ["L.\xa01110-11"]),
        ("1110-11", ["L.\xa01110-11"]),
        ("18 heures", ["18\xa0h"]),
        ("ocial", ["ocial"]),
        ("(annexe", ["(annexe"]),
    ],
)
def test_find_in_page_reads_as_the_search_does(words, found):
    page = (
        "Joindre 24\u202fh/24 et 7\xa0j/7, dès 18\xa0h. Équipe du médico-social, le week-end (annexe 1), un weekend : "
        "2,5\xa0ETP pour 100\u202f000\xa0habitants, le 21/06/2023. 3e niveau (article L.\xa01110-11)."
    )
    assert [page[a:b] for a, b in FoldedPage(page).find(words)] == found


@given(st.text(max_size=80))
def test_the_folding_keeps_the_way_back(text):
    folded = fold_with_places(text)
    assert len(folded.text) == len(folded.places)
    begins = [start for start, _ in folded.places]
    assert begins == sorted(begins)
    assert all(0 <= start <= stop <= len(text) for start, stop in folded.places)


@given(st.text(alphabet="abéœ-’ .2/4h", max_size=30), st.integers(0, 30), st.integers(1, 30))
def test_what_stands_in_the_page_is_found_as_it_stands(text, start, length):
    words = text[start : start + length]
    if words.strip():
        places = FoldedPage(text).find(words)
        at = text.index(words)
        inner = at + len(words) - len(words.lstrip())
        assert any(a <= inner < b for a, b in places)


def test_a_copied_rule_says_what_it_is(petit):
    words = labels.citation(petit, petit.regles["usp-articulation-anticipees"])
    assert "travaille avec les lits identifiés" in words  # its chapeau
    assert "[obligation]" in words
    assert "Synthèse d’essai, annexe 2, « Articulation »" in words
    assert "Reformulation" in words


def test_names(petit):
    assert labels.origin(petit.documents["usp"]) == "Annexe 2 · USP"
    assert labels.origin(petit.documents["coordonnateur"]) == "Profil · Médecin coordonnateur"
    assert labels.recourse(petit.documents["lisp"]) == "2ᵉ recours"
    assert labels.structures(petit, petit.documents["usp"]) == ("USP",)
    assert labels.structures(petit, petit.documents["coordonnateur"]) == ()
