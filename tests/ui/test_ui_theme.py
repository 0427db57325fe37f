"""The looks: contrast that people can read, tokens that all exist, letters that the bundled font has."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QFont, QFontInfo, QRawFont

from desktop.colours import TOKENS
from desktop.corpus.forces import FAMILIES, family_of
from desktop.corpus.model import Borne, Force
from desktop.telling.hits import LABELS, NAMES
from desktop.telling.meanings import NOTES
from desktop.ui.kit import theme
from desktop.ui.kit.fonts import assets_dir
from desktop.ui.kit.theme import FAMILIES_OF_LETTERS, Theme, ThemeMode
from desktop.ui.reader.builder import badge_tokens
from desktop.ui.reader.guide import GuideLines
from desktop.ui.situations import style

FONTS = assets_dir() / "fonts"
GROUNDS = ("bg", "panel")
TEXT_PAIRS = [
    *[(ink, ground) for ink in ("ink", "soft", "primary", "alert") for ground in GROUNDS],
    *[(ink, "primary_soft") for ink in ("ink", "soft", "primary")],
    ("on_primary", "primary"),
    ("on_primary", "primary_hover"),
    ("hit", "hit_ground"),
    ("panel", "ink"),
    *[(ink, ground) for ink in ("ink", "soft", "primary") for ground in ("rule_ground", "open_ground")],
    *[badge_tokens(name) for name in {*FAMILIES, "own", "guide", "niveau"}],
    *[(f"niveau{n}", ground) for n in (1, 2, 3) for ground in GROUNDS],
]
ON_OTHER_GROUNDS = {("panel", "bg"): ("panel", "ink"), ("panel", "panel"): ("panel", "ink")}
"""Rules whose ground another rule gives: the message in the foot stands on ink."""
EDGE_PAIRS = [*[(edge, ground) for edge in ("edge", "primary", "ink") for ground in GROUNDS]]
FRENCH = "àâäçéèêëîïôöùûüÿœæÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸŒÆ«»’‘“”–—…·•€°×≥≤±→←↑↓ᵉʳ²³½✓★›‹−\u00a0\u202f\u2011"


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a: str, b: str) -> float:
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_computed_as_wcag_says():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize(("ink", "ground"), sorted(TEXT_PAIRS))
def test_text_is_readable(ink: str, ground: str, dark: bool):
    assert contrast(TOKENS[ink][dark], TOKENS[ground][dark]) >= 4.5


def pairs_of_sheets() -> list[tuple[str, str]]:
    """Ink and ground of every rule of the style sheets; a rule that leaves its ground to what lies below stands on both."""
    pairs = set()
    for sheet in (theme._SHEET, style._SHEET):
        for selector, body in re.findall(r"([^{}]+)\{([^{}]*)\}", sheet):
            ink = re.search(r"(?<![-\w])color: @(\w+)", body)
            if ink is None or ":disabled" in selector:
                continue
            ground = re.search(r"background: @(\w+)", body)
            pairs |= {(ink[1], one) for one in ([ground[1]] if ground else GROUNDS)}
    return sorted(pairs)


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize(("ink", "ground"), pairs_of_sheets())
def test_every_rule_of_the_style_sheets_is_readable(ink: str, ground: str, dark: bool):
    if (ink, ground) in ON_OTHER_GROUNDS:
        ink, ground = ON_OTHER_GROUNDS[ink, ground]
    assert contrast(TOKENS[ink][dark], TOKENS[ground][dark]) >= 4.5


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize(("edge", "ground"), sorted(EDGE_PAIRS))
def test_edges_and_focus_are_seen(edge: str, ground: str, dark: bool):
    assert contrast(TOKENS[edge][dark], TOKENS[ground][dark]) >= 3


@pytest.mark.parametrize("look", [Theme(), Theme(dark=True), Theme(zoom=200), Theme(dark=True, zoom=80)])
def test_the_style_sheet_has_a_value_for_every_token(look: Theme):
    assert "@" not in look.style_sheet()


def test_every_kind_of_badge_has_its_colours():
    for family in (*LABELS, NOTES.look, GuideLines.kind.look, "niveau"):
        assert set(badge_tokens(family)) <= set(TOKENS), family


def test_the_label_of_a_family_names_all_its_forces():
    assert set(LABELS) == set(NAMES) == set(FAMILIES)
    for force in Force:
        assert force.label.lower() in LABELS[family_of(force)].lower()


def test_sizes_follow_the_text_size_and_targets_stay_large_enough():
    assert Theme(zoom=200).px(15) == 30
    assert Theme(zoom=80).target() == 40
    assert Theme(zoom=200).target() == 80


def test_badges_are_told_by_their_word_never_by_colour_alone():
    words = [force.label for force in Force] + [borne.label for borne in Borne]
    assert len(set(words)) == len(words)


@pytest.mark.parametrize("name", ["Inter-Regular.ttf", "Inter-Bold.ttf", "Inter-Italic.ttf"])
def test_the_bundled_font_has_all_of_french(qapp, name: str):
    font = QRawFont(str(FONTS / name), 16)
    assert font.isValid()
    assert [c for c in FRENCH if not font.supportsCharacter(ord(c))] == []


def test_the_bundled_fonts_have_every_letter_of_the_window_and_the_content(qapp, root: Path):
    fonts = [QRawFont(str(FONTS / name), 16) for name in ("Inter-Regular.ttf", "Symboles-Regular.ttf")]
    sources = [*(root / "desktop" / "ui").rglob("*.py"), *(root / "content").rglob("*.md")]
    used = set("".join(path.read_text(encoding="utf-8") for path in sources))
    missing = {c for c in used if ord(c) > 127 and not any(font.supportsCharacter(ord(c)) for font in fonts)}
    assert missing == set()


def test_the_first_family_draws_letters_and_the_second_what_it_lacks(qapp):
    family, signs = (QFontInfo(QFont(name)).family() for name in FAMILIES_OF_LETTERS)
    assert (family, signs) == FAMILIES_OF_LETTERS
    drawn = QRawFont.fromFont(QFont(signs))
    assert drawn.supportsCharacter(ord("☐"))
    assert not QRawFont.fromFont(QFont(family)).supportsCharacter(ord("☐"))


@pytest.mark.parametrize("name", ["Inter-OFL.txt", "Symboles-OFL.txt"])
def test_the_licence_of_a_font_stands_beside_it(name: str):
    assert "SIL OPEN FONT LICENSE" in (FONTS / name).read_text(encoding="utf-8").upper()


def test_modes_have_words():
    assert [mode.label for mode in ThemeMode] == ["Comme le système", "Clair", "Sombre"]


def test_no_size_is_written_outside_the_theme(root: Path):
    """Font sizes come from `Theme.font`: 13, 15, 17, 24 (and 12 on badges), so that the text size reaches all of them.

    A picture that is exported has a scale of its own.
    """
    found = [
        f"{path.name}: {line.strip()}"
        for path in (root / "desktop" / "ui").rglob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.search(r"setPointSize|setPixelSize", line) and path.name not in ("theme.py", "path_picture.py")
    ]
    assert found == []
