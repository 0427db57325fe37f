"""Give each character of the bundled letters a glyph of its own, so that what is copied out of a PDF is what was written.

A PDF remembers glyphs; whoever copies gets the first character that has the glyph. In Inter ’ shares its glyph with ʼ
(U+02BC), which comes first: « d’accès » was copied as another word. Run once on a new version of Inter, fontTools at hand:

    python build_scripts/fonts.py desktop/ui/assets/fonts/Inter-*.ttf
"""

from __future__ import annotations

import copy
import sys
from collections import defaultdict
from pathlib import Path

PREFERRED = frozenset({0x2019, 0x201D})
"""Characters that keep the glyph (and its kerning) although another one comes first: the quotes that French writes."""


def separate(path: Path) -> list[int]:
    """Copy the glyph for each further character that shares it; returns those characters. The file is written anew."""
    from fontTools.ttLib import TTFont

    font = TTFont(path)
    sharing: dict[str, list[int]] = defaultdict(list)
    for character, glyph in font.getBestCmap().items():
        sharing[glyph].append(character)
    order, separated = list(font.getGlyphOrder()), []
    for glyph, characters in sharing.items():
        first = next((c for c in characters if c in PREFERRED), min(characters))
        for character in characters:
            if character == first:
                continue
            own = f"{glyph}.{character:04X}"
            order.append(own)
            font["glyf"].glyphs[own] = copy.deepcopy(font["glyf"][glyph])
            font["hmtx"].metrics[own] = font["hmtx"].metrics[glyph]
            for table in font["cmap"].tables:
                if character in table.cmap:
                    table.cmap[character] = own
            separated.append(character)
    font.setGlyphOrder(order)
    font["glyf"].glyphOrder = order
    font.save(path)
    return separated


if __name__ == "__main__":
    for name in sys.argv[1:]:
        print(name, " ".join(f"U+{character:04X}" for character in separate(Path(name))))
