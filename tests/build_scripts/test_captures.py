"""The pictures and the printed guide come from the program; what is stale is said."""

from __future__ import annotations

import re
import struct

import pytest

from build_scripts import captures


def test_the_printed_guide_is_up_to_date():
    assert captures.GUIDE.read_text(encoding="utf-8") == captures.guide_text(), "run build_scripts/captures.py"


def test_the_guide_in_the_program_carries_no_mark_into_print(corpus):
    text = captures.guide_text()
    assert "{#" not in text
    assert text.count("\n- ") == sum(1 for r in corpus.guide.regles.values() if r.document == "guide")
    assert set(captures.ILLUSTRATIONS) <= set(corpus.guide.rubriques)


@pytest.mark.parametrize("document", ["README.md", "docs/guide.md"])
def test_every_picture_shown_exists_and_is_of_the_window(root, document):
    path = root / document
    images = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", path.read_text(encoding="utf-8"))
    assert images
    for image in images:
        data = (path.parent / image).read_bytes()
        assert data[:8] == b"\x89PNG\r\n\x1a\n"
        assert struct.unpack(">II", data[16:24]) == captures.SIZE
        assert (path.parent / image).name in captures.SCENES
