"""The scales stand in `questionnaires/faits.yaml` alone: what a règle may name, and how it is told, follows from it."""

from __future__ import annotations

import pytest

from desktop.corpus import load
from desktop.corpus.loading import SCALES, read_folder
from desktop.telling import labels

BODY = '\n## A {#essai-a source="s"}\n\n- Niveau. {#essai-n .requis niveau="danger:5"}\n'
DANGER = "echelles:\n  - {id: danger, titre: Danger, nom: le danger, badge: 'Danger de {}', minimum: 1, maximum: 5}\n"


def test_a_new_scale_needs_the_content_alone(content):
    corpus = read_folder(content(BODY, scales=DANGER))
    (level,) = corpus.regles["essai-n"].niveaux
    assert corpus.problemes == ()
    assert (level.scale.measures, labels.level(level)) == ("le danger", "Danger de 5")


def test_a_scale_without_words_is_told_by_its_title(content):
    bare = "echelles:\n  - {id: danger, titre: Danger, minimum: 1, maximum: 5}\n"
    (level,) = read_folder(content(BODY, scales=bare)).regles["essai-n"].niveaux
    assert (level.scale.measures, labels.level(level)) == ("Danger", "Danger 5")


def test_the_kept_copy_has_the_scales_and_is_made_anew_when_they_change(content, tmp_path):
    read = load(content(BODY, scales=DANGER), tmp_path / "cache")
    again = load(tmp_path / "content", tmp_path / "cache")
    assert (again.scales, again.regles) == (read.scales, read.regles)
    (tmp_path / "content" / SCALES).write_text(DANGER.replace("Danger de", "Péril"), encoding="utf-8")
    (level,) = load(tmp_path / "content", tmp_path / "cache").regles["essai-n"].niveaux
    assert labels.level(level) == "Péril 5"


@pytest.mark.parametrize(
    ("scales", "line"),
    [
        ("- liste\n", 1),
        ("echelles: danger\n", 1),
        ("echelles:\n  - {id: danger, titre: Danger, minimum: un, maximum: 5}\n", 2),
        ("echelles: [\n", 2),
    ],
)
def test_scales_that_cannot_be_read_are_said_once_and_cost_no_regle(content, scales, line):
    corpus = read_folder(content(BODY, scales=scales))
    assert [(p.fichier, p.ligne) for p in corpus.problemes] == [(SCALES, line)]
    assert corpus.regles["essai-n"].niveaux == ()


def test_what_may_be_written_is_said_of_a_level_that_is_not_on_a_scale(content):
    (problem,) = read_folder(content(BODY.replace(":5", ":6"), scales=DANGER)).problemes
    assert "danger:6" in problem.message
    assert "danger:1 à danger:5" in problem.message
