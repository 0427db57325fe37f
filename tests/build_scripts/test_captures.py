"""The pictures and the printed guide come from the program; what is stale is said."""

from __future__ import annotations

import re
import struct

import pytest

from build_scripts import captures


def test_the_printed_guide_is_up_to_date():
    assert captures.GUIDE.read_text(encoding="utf-8") == captures.texte_du_guide(), "run build_scripts/captures.py"


def test_the_guide_in_the_program_carries_no_mark_into_print(corpus):
    texte = captures.texte_du_guide()
    assert "{#" not in texte
    assert texte.count("\n- ") == sum(1 for r in corpus.guide.regles.values() if r.document == "guide")
    assert set(captures.ILLUSTRATIONS) <= set(corpus.guide.rubriques)


@pytest.mark.parametrize("document", ["README.md", "docs/guide.md"])
def test_every_picture_shown_exists_and_is_of_the_window(root, document):
    chemin = root / document
    images = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", chemin.read_text(encoding="utf-8"))
    assert images
    for image in images:
        octets = (chemin.parent / image).read_bytes()
        assert octets[:8] == b"\x89PNG\r\n\x1a\n"
        assert struct.unpack(">II", octets[16:24]) == captures.TAILLE
        assert (chemin.parent / image).name in captures.SCENES
