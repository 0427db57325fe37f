"""The guide: opened from the menu, searched like the rest, and never taken for a référentiel."""

from __future__ import annotations

import re

import pytest

from desktop.corpus import Corpus
from desktop.search import SearchEngine
from desktop.telling import labels
from desktop.ui.reader.guide import GUIDE, GuideLines
from desktop.ui.shell.actions import shortcut_text

KEYS = r"\*\*((?:(?:Ctrl|Alt|Maj)\+)+[^*\s]+|F\d{1,2}|/)\*\*"
"""A shortcut in the guide: keys held together, a function key, or the stroke that leads to the search."""
OF_A_LIST = {"F2"}
"""What `desktop.ui.kit.rows` takes itself: it is no command."""


class _Context:
    def __init__(self, corpus: Corpus | None) -> None:
        self.corpus = corpus


@pytest.fixture(scope="module")
def moteur(corpus, tmp_path_factory):
    moteur = SearchEngine(corpus, tmp_path_factory.mktemp("index"))
    moteur.prepare()
    return moteur


def test_its_lines_are_found_with_the_content(corpus, moteur):
    moteur.learn(GuideLines(_Context(corpus)).passages())
    hits = moteur.search("sauvegarder mes données clé USB", 10).hits
    (premier, *_) = [h for h in hits if h.kind is GuideLines.kind]
    assert premier.regle == "guide-garder-sauvegarder"
    assert labels.shelf(corpus.document_of(premier.regle)) == "Guide"


def test_without_it_nothing_is_added(petit):
    assert GuideLines(_Context(None)).passages() == ()
    assert GuideLines(_Context(petit)).passages() == ()


def test_the_passages_are_made_once_a_content(corpus):
    lines = GuideLines(_Context(corpus))
    assert lines.passages() is lines.passages()


def test_the_reader_opens_it_and_stands_on_no_shelf(corpus):
    document = corpus.document_of("guide-trouver-filtres")
    assert document is not None
    assert document.id == GUIDE
    assert corpus.home_of(document) is corpus.guide
    assert corpus.home_of(corpus.documents["usp"]) is corpus


def test_it_stands_under_no_shelf_of_the_content(corpus):
    from desktop.telling.document import Line, layout

    guide = corpus.document_of(GUIDE)
    first = layout(corpus.home_of(guide), guide).items[0]
    assert isinstance(first, Line)
    assert "".join(run.texte for run in first.runs) == "Aide › Guide d’utilisation"
    assert labels.origin(guide) == "Guide d’utilisation"
    assert labels.origin(corpus.documents["usp"]) == "Annexe 2 · USP"


@pytest.fixture
def commands(session):
    """What each shortcut does, by the shortcut as it is shown; the first of a command is the one that is shown."""
    return {
        shortcut_text(shortcut): (command.text, rank == 0)
        for command in session.context.registry.commands.values()
        for rank, shortcut in enumerate(command.shortcuts)
    }


@pytest.mark.parametrize("page", ["guide.md", "premiers-pas.md"])
def test_every_shortcut_of_the_guide_is_one_of_the_program(root, commands, page):
    text = (root / "content" / "guide" / page).read_text(encoding="utf-8")
    named = set(re.findall(KEYS, text)) | set(re.findall(r"\b(?:Ctrl|Alt)\+(?:Maj\+)?\S?\w*", text.replace("*", "")))
    assert named - OF_A_LIST - set(commands) == set()


def test_the_guide_tells_every_shortcut_in_the_words_of_the_menu(root, commands):
    text = (root / "content" / "guide" / "guide.md").read_text(encoding="utf-8")
    section = text.partition("## Au clavier")[2].partition("\n## ")[0]
    told = {}
    for line in section.splitlines():
        if "guide-clavier-listes" in line:
            continue
        parts = re.split(KEYS, line.partition(" {#")[0].partition(" : ")[2])
        told |= {keys: words.strip(" \u00a0·").casefold() for keys, words in zip(parts[1::2], parts[2::2], strict=True)}
    assert told == {keys: words.casefold() for keys, (words, first) in commands.items() if first}
