"""One typography: what it mends, that it mends once, and what it leaves alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.text.typography import bare, french

RACINE = Path(__file__).parents[2]
SIGNS = "abcéL 0123456789:;!?«»'’,.%€/\\~\u00a0\u202f\n"


@pytest.mark.parametrize(
    ("plain", "typeset"),
    [
        ("l'HAD", "l’HAD"),
        ("« oui »", "«\u00a0oui\u00a0»"),
        ("Quoi ?", "Quoi\u202f?"),
        ("ainsi : non", "ainsi\u00a0: non"),
        ("ceci : cela ; « mot »", "ceci\u00a0: cela\u202f; «\u00a0mot\u00a0»"),
        ("100 000 habitants", "100\u202f000 habitants"),
        ("24 h/24", "24\u00a0h/24"),
        ("à 22 h 10", "à 22\u00a0h\u00a010"),
        ("il y a 20 min", "il y a 20\u00a0min"),
        ("0,3 ETP", "0,3\u00a0ETP"),
        ("50 %", "50\u202f%"),
        ("50\u00a0% des lits", "50\u202f% des lits"),
        ("12 €.", "12\u00a0€."),
        ("article L. 1110-11", "article L.\u00a01110-11"),
        ("n° 2021-1754", "n°\u00a02021-1754"),
        ("https://x.fr/a:b", "https://x.fr/a:b"),
        ("had:motifs", "had:motifs"),
    ],
)
def test_what_it_mends(plain, typeset):
    assert french(plain) == typeset
    assert french(typeset) == typeset


@pytest.mark.parametrize(
    "path",
    [
        "/home/jean d'arc/visite : 1/l'été.pdf",
        "C:\\Users\\Jean d'Arc\\l'été.md",
        "~/d'or/x",
        "\\\\serveur\\d'ici\\a b\\x",
    ],
)
def test_what_names_a_file_can_be_copied(path):
    assert path in french(f"Écrit : {path}")
    assert french(f"Écrit : {path}, l'HAD ?") == f"Écrit\u00a0: {path}, l’HAD\u202f?"


def test_a_slash_between_words_is_no_path():
    assert french("24 h/24 et 7 j/7 : l'HAD / l'EMSP ?") == "24\u00a0h/24 et 7\u00a0j/7\u00a0: l’HAD / l’EMSP\u202f?"


@given(st.one_of(st.text(), st.text(alphabet=SIGNS)))
def test_twice_is_once(words):
    once = french(words)
    assert french(once) == once


@given(st.text(alphabet=SIGNS))
def test_no_letter_is_changed(words):
    def tight(text):
        return "".join(bare(text).split())

    assert tight(french(words)) == tight(words)


def test_there_is_one_typography():
    """Nothing else in the program replaces the space before a sign of punctuation."""
    second = re.compile(r"""["'] [:;?!»%]["'], *["'](?:\\u00a0|\\u202f|\u00a0|\u202f)""")
    files = [file for file in (RACINE / "desktop").rglob("*.py") if file.name != "typography.py"]
    assert len(files) > 200
    assert [file.name for file in files if second.search(file.read_text(encoding="utf-8"))] == []
