"""No Python file names a fact, a value, a structure… of the content: questionnaires are data, all of it.

The string constants of `desktop` are compared with the identifiers of the content. Laws of the proof restate what the sources say,
and so name them; every other exception is listed here with its reason, and the list may only shrink.
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from desktop.decision import Questionnaires

DESKTOP = Path(__file__).parents[2] / "desktop"
LAWS = DESKTOP / "proof"

# Reasons.
SHAPE = "a key of the shapes of docs/decisions.md § 7, which other programs read"
WORD = "another word of the same letters: a key of the content's format, a kind, a rank, a command, a column"
ENGINE = "what the engine itself says: yes and no, whether somebody answers, the kinds of notes and statements"
CLOCK = "what the clock proposes: the moments are those of the public holidays and the hours"
EARLY = "known before the content is read: ids of pages and commands, settings"
TELLING = "to be told from roles, parts and codes of the plan"

EXCEPTIONS: dict[str, tuple[str, frozenset[str]]] = {
    "cli/commands.py": (EARLY, frozenset({"errspp", "aide"})),
    "cli/export.py": (WORD, frozenset({"aucun"})),
    "cli/moment.py": (CLOCK, frozenset({"moment"})),
    "corpus/frontmatter.py": (WORD, frozenset({"autre"})),
    "corpus/parse.py": (WORD, frozenset({"niveau"})),
    "decision/counterfactuals.py": (SHAPE, frozenset({"niveau"})),
    "decision/loading/course.py": (WORD, frozenset({"moment"})),
    "decision/loading/orientation.py": (WORD, frozenset({"refus"})),
    "decision/loading/profils.py": (WORD, frozenset({"aide", "non"})),
    "decision/loading/questionnaires.py": (WORD, frozenset({"aide", "refus"})),
    "decision/loading/shapes.py": (WORD, frozenset({"aide", "refus"})),
    "decision/loading/surroundings.py": (WORD, frozenset({"aucun"})),
    "decision/loading/vocabulary.py": (WORD, frozenset({"aucun"})),
    "decision/model.py": (ENGINE, frozenset({"oui", "non", "refus", "niveau", "hors_source"})),
    "decision/moment.py": (CLOCK, frozenset({"ouvrable", "soiree", "nuit", "weekend_ferie"})),
    "decision/niveau.py": (SHAPE, frozenset({"niveau", "expertise_had"})),
    "decision/path.py": (ENGINE, frozenset({"niveau", "refus"})),
    "decision/plan.py": (SHAPE, frozenset({"besoin", "niveau"})),
    "decision/space.py": (ENGINE, frozenset({"oui", "non", "complexite"})),
    "decision/trace.py": (SHAPE, frozenset({"besoin", "niveau"})),
    "export/path_layout.py": (WORD, frozenset({"niveau"})),
    "export/fhir.py": (WORD, frozenset({"aide"})),
    "settings.py": (EARLY, frozenset({"lieu"})),
    "store/snapshot.py": (SHAPE, frozenset({"besoin", "niveau"})),
    "telling/comparing.py": (SHAPE, frozenset({"besoin", "niveau"})),
    "telling/document.py": (WORD, frozenset({"niveau"})),
    "telling/growing.py": (WORD, frozenset({"niveau"})),
    "telling/hours.py": (TELLING, frozenset({"moment"})),
    "telling/path_graph.py": (TELLING, frozenset({"oui", "non"})),
    "telling/reasons.py": (TELLING, frozenset({"moment", "oui", "hors_source", "urgence", "en_place"})),
    "telling/wording.py": (ENGINE, frozenset({"oui", "non"})),
    "ui/door/ids.py": (EARLY, frozenset({"aide", "referentiels"})),
    "ui/reader/builder.py": (WORD, frozenset({"niveau"})),
    "ui/reader/ids.py": (EARLY, frozenset({"aide"})),
    "ui/situations/bars.py": (WORD, frozenset({"niveau"})),
    "ui/situations/ids.py": (EARLY, frozenset({"niveau", "errspp", "aide"})),
    "ui/situations/keeping.py": (SHAPE, frozenset({"niveau", "besoin"})),
    "ui/situations/plan_cards.py": (ENGINE, frozenset({"oui", "non"})),
    "ui/situations/profil_page.py": (WORD, frozenset({"oui", "non"})),
    "ui/situations/register.py": (WORD, frozenset({"aucun"})),
}  # fmt: skip


def identifiers(q: Questionnaires) -> set[str]:
    """Of facts, values, derived facts, structures, what is planned, notes, conditions, scales, forms, profiles and their items."""
    found = {*q.faits, *q.echelles, *q.niveau.derived, *q.forms, *q.profils}
    found |= {value for fact in q.faits.values() for value in fact.identifiants if not value.isdigit()}
    found |= {*q.orientation.structures, *q.orientation.anticipations, *q.orientation.notes}
    found |= {condition.id for condition in q.orientation.conditions}
    found |= {row.id for form in q.forms.values() for row in (*form.table.rows, *form.notes)}
    return found | {item.id for profile in q.profils.values() for item in profile.exigences}


def named(source: str, known: set[str]) -> set[str]:
    """The identifiers that a file's string constants are, whole or as a part between points."""
    constants = (node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant))
    words = {part for text in constants if isinstance(text, str) for part in (text, *text.split("."))}
    return words & known


def names_by_file(q: Questionnaires) -> dict[str, set[str]]:
    known = identifiers(q)
    found = {
        path.relative_to(DESKTOP).as_posix(): named(path.read_text(encoding="utf-8"), known)
        for path in sorted(DESKTOP.rglob("*.py"))
        if LAWS not in path.parents
    }
    return {name: names for name, names in found.items() if names}


def test_no_file_names_what_only_the_content_should(q):
    allowed = {name: names for name, (_, names) in EXCEPTIONS.items()}
    new = {name: names - allowed.get(name, frozenset()) for name, names in names_by_file(q).items()}
    assert {name: names for name, names in new.items() if names} == {}, (
        "read it of the content: q.parts, q.course, q.faits…"
    )


def test_what_is_paid_leaves_the_list(q):
    found = names_by_file(q)
    paid = {name: names - found.get(name, set()) for name, (_, names) in EXCEPTIONS.items()}
    assert {name: names for name, names in paid.items() if names} == {}


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ('if fact == "urgence": pass', {"urgence"}),
        ('espace.index["refus.had"]', {"refus", "had"}),
        ('NOTE = "niveau-3-a-discuter"', {"niveau-3-a-discuter"}),
        ('"""Une phrase qui parle de had et d’usp."""', set()),
        ("had = usp", set()),
    ],
)
def test_a_constant_that_is_an_identifier_is_seen(q, source, names):
    assert named(source, identifiers(q)) == names
