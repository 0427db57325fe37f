"""One language rule: names are English but for the domain's words; a class name is one class. What is owed may only shrink."""

from __future__ import annotations

import re

import pytest

from build_scripts import language
from build_scripts.language import Language, Named
from desktop.telling.labels import fold


@pytest.fixture(scope="module")
def house() -> Language:
    return Language.of_the_house()


@pytest.fixture(scope="module")
def owed(house) -> set[str]:
    return language.owed(list(language.chosen_names()), house)


def test_no_name_and_no_class_breaks_the_rule_anew(owed):
    assert owed - set(language.debt()) == set(), "English, a term of docs/glossary.md, or a name of its own"


def test_what_is_paid_leaves_the_list(owed):
    assert set(language.debt()) - owed == set(), "python build_scripts/language.py --shrink"


def test_the_debt_is_sorted_and_says_each_name_once():
    assert language.debt() == sorted(set(language.debt()))


@pytest.mark.parametrize(
    ("name", "foreign"),
    [
        ("load_rubriques", []),
        ("SansPresseError", ["sans", "presse"]),
        ("_joindre_maintenant", []),
        ("PlanDeBesoin", ["de"]),
        ("premier_recours_of", []),
        ("premier_rang", ["premier", "rang"]),
        ("setGeometry", []),
        ("A4Page", []),
        ("lire_entête", ["lire", "entête"]),
        ("HADNiveau", []),
    ],
)
def test_a_name_is_read_word_by_word(house, name, foreign):
    assert house.foreign(name) == foreign


def test_a_word_that_both_languages_have_counts_as_french():
    tongue = Language({"rang", "page"}, ["regle"], {"svg"}, {"rang"})
    assert tongue.foreign("svg_page_rang_regle") == ["rang"]


def test_only_public_classes_of_the_program_must_differ():
    named = [
        Named("Report", "class", "desktop/telling/report.py"),
        Named("Report", "class", "desktop/proof/verify.py"),
        Named("_Pen", "class", "desktop/a.py"),
        Named("_Pen", "class", "desktop/b.py"),
        Named("Step", "class", "desktop/a.py"),
        Named("Step", "class", "build_scripts/a.py"),
        Named("run", "function", "desktop/a.py"),
    ]
    assert language.shared_classes(named) == {"Report": ["desktop/telling/report.py", "desktop/proof/verify.py"]}


def test_names_of_packages_classes_and_methods_are_read(tmp_path):
    room = tmp_path / "desktop" / "lecture"
    room.mkdir(parents=True)
    (room / "__init__.py").write_text("", encoding="utf-8")
    (room / "page.py").write_text(
        "class Page:\n    def __init__(self): ...\n    async def turn(self):\n        def inner(): ...\n", "utf-8"
    )
    found = [(named.name, named.kind) for named in language.chosen_names(tmp_path)]
    assert found == [
        ("lecture", "module"),
        ("page", "module"),
        ("Page", "class"),
        ("turn", "function"),
        ("inner", "function"),
    ]


def test_shrinking_takes_out_and_never_adds(tmp_path):
    path = tmp_path / "debt.txt"
    path.write_text("# why\nlire\ntaper\n", encoding="utf-8")
    assert language.shrink({"lire", "neuf"}, path) == 1
    assert path.read_text(encoding="utf-8") == "# why\nlire\n"


def test_every_term_of_the_glossary_has_a_meaning_and_a_source():
    rows = [line for line in language.GLOSSARY.read_text(encoding="utf-8").splitlines() if line.startswith("| `")]
    assert len(rows) > 50
    for row in rows:
        cells = [cell.strip() for cell in row.strip("|").split(" | ")]
        assert len(cells) == 3, row
        assert all(cells), row
    terms = language.glossary_terms("\n".join(rows))
    assert len(terms) == len(set(terms))


def test_every_term_of_the_glossary_is_a_word_of_its_sources(root):
    """No term stands in the glossary that neither the decisions, the format nor an identifier of the data uses."""
    pages = [root / "docs" / "decisions.md", root / "docs" / "format-du-contenu.md"]
    pages += (root / "content" / "questionnaires").rglob("*.yaml")
    used = {word for page in pages for word in re.findall(r"[a-z]+", fold(page.read_text(encoding="utf-8")))}
    terms = language.glossary_terms(language.GLOSSARY.read_text(encoding="utf-8"))
    used |= {f"{word}s" for word in used} | {word.removesuffix("s") for word in used}
    assert [term for term in terms if not used.issuperset(language.words(term))] == []
