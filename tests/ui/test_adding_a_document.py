"""« How to add a document » of ARCHITECTURE.md, followed word for word in a copy of the content: checked, found, shown."""

from __future__ import annotations

import json
import re
import shutil
import textwrap

import pytest
import yaml

from build_scripts.check_content import compare
from build_scripts.inventory import INVENTORY, take_inventory
from desktop.corpus.loading import read_folder
from desktop.corpus.validation import validate
from desktop.search import SearchEngine
from desktop.ui.kit.widgets import CardButton

FENCE = re.compile(r"^ {3}```\w+ (\S+)\n(.*?)^ {3}```$", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def steps(root) -> dict[str, str]:
    """The files of the recipe, by their path."""
    page = (root / "ARCHITECTURE.md").read_text(encoding="utf-8")
    section = page.partition("\n## How to add a document\n")[2].partition("\n## ")[0]
    return {path: textwrap.dedent(text) for path, text in FENCE.findall(section)}


@pytest.fixture(scope="module")
def followed(root, steps, tmp_path_factory):
    """The content with the document of the recipe, and the inventory with its source."""
    place = tmp_path_factory.mktemp("recipe")
    shutil.copytree(root / "content", place / "content")
    sources = place / "sources"
    sources.mkdir()
    (written,) = [path for path in steps if path.startswith("content/")]
    (source,) = [path for path in steps if path.endswith(".txt")]
    (sources / source).write_text(steps[source], encoding="utf-8")
    (place / written).write_text(steps[written], encoding="utf-8")
    inventory = json.loads(INVENTORY.read_text(encoding="utf-8"))
    inventory |= take_inventory(sources, yaml.safe_load(steps["build_scripts/segments.yaml"]))
    return read_folder(place / "content"), inventory


def test_the_recipe_leaves_nothing_for_the_check_to_say(followed):
    corpus, inventory = followed
    assert validate(corpus) == []
    assert compare(corpus, inventory) == []


@pytest.mark.parametrize(
    ("written", "instead", "said"),
    [
        ("en 48 heures au plus", "sans attendre", "ne montre pas le chiffre"),
        ("le 3 mars 2024", "au printemps", "la date 2024-03-03 manque"),
        ("accueil-des-familles", "accueil-des-proches", "n’existe pas dans les sources"),
        ("Une équipe", "Une équipe XYZ", "le sigle « XYZ » n’est pas dans le lexique"),
    ],
)
def test_what_the_recipe_guards_against_is_said(root, steps, followed, tmp_path, written, instead, said):
    (path,) = [path for path in steps if path.startswith("content/")]
    shutil.copytree(root / "content", tmp_path / "content")
    assert written in steps[path]
    (tmp_path / path).write_text(steps[path].replace(written, instead), encoding="utf-8")
    corpus = read_folder(tmp_path / "content")
    faults = [*(fault.message for fault in validate(corpus)), *compare(corpus, followed[1])]
    assert any(said in fault for fault in faults)


def test_the_new_document_is_found_by_its_words(followed, tmp_path):
    corpus, _ = followed
    engine = SearchEngine(corpus, tmp_path)
    engine.prepare()
    for query in ("charte d'accueil des familles délai", "dormir sur place proches"):
        assert engine.search(query, 5).hits[0].regle.startswith("charte-"), query


def test_it_stands_on_its_shelf_and_opens(followed, services, opener):
    corpus, _ = followed
    window = opener(services._replace(load_corpus=lambda: corpus)).window
    window.context.run("aller.profils")
    cards = {card.accessibleName(): card for card in window.navigator.page.findChildren(CardButton)}
    (card,) = [card for name, card in cards.items() if "Charte d’accueil" in name]
    card.click()
    assert window.reading.document.id == "charte"
    assert "dormir sur place" in window.reading.view.toPlainText()
