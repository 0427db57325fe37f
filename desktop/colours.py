"""The colours of the program, by token: the window, paper and the pictures that are written to files use these and no others.

Plain values, without Qt. The pairs that stand for text keep 4.5:1 (WCAG AA), the edges of controls 3:1; tests/ui/test_ui_theme.py
computes them.
"""

from __future__ import annotations

TOKENS: dict[str, tuple[str, str]] = {
    "bg": ("#F7F6F2", "#161B1F"),
    "panel": ("#FFFFFF", "#1E252A"),
    "ink": ("#1D2730", "#E8E6E0"),
    "soft": ("#55626D", "#A7B0B8"),
    "line": ("#DEDCD5", "#333C43"),
    "edge": ("#848C93", "#76828B"),
    "handle": ("#C3C7CA", "#4A555D"),
    "primary": ("#0B5A60", "#7FD0CF"),
    "primary_soft": ("#E2EFEF", "#16393B"),
    "on_primary": ("#FFFFFF", "#10201F"),
    "primary_hover": ("#0E6D74", "#9BDEDD"),
    "alert": ("#7A1F1F", "#F2B8B0"),
    "obligation": ("#7A1F1F", "#F2B8B0"),
    "obligation_ground": ("#F8E4E1", "#43211F"),
    "borne": ("#5B3A86", "#D3BDF0"),
    "borne_ground": ("#EDE6F6", "#332447"),
    "recommandation": ("#1D4E89", "#B5D0F2"),
    "recommandation_ground": ("#E3ECF7", "#1D2F45"),
    "possibilite": ("#4A5560", "#C6CDD3"),
    "possibilite_ground": ("#ECEEF0", "#2A3136"),
    "enonce": ("#55626D", "#A7B0B8"),
    "enonce_ground": ("#F1EFE9", "#1A2025"),
    "guide": ("#1D2730", "#E8E6E0"),
    "guide_ground": ("#DEDCD5", "#333C43"),
    "indicatif": ("#7A5200", "#F0D08A"),
    "indicatif_ground": ("#FAEFD6", "#3E3116"),
    "niveau1": ("#2E6B3F", "#8CCB9B"),
    "niveau2": ("#8A5A00", "#E2B25A"),
    "niveau3": ("#9B2C2C", "#F0978F"),
    "hit": ("#1D2730", "#FFF3CC"),
    "hit_ground": ("#FFE9A8", "#5A4708"),
    "rule_ground": ("#FFF6DF", "#2B2A1C"),
    "open_ground": ("#FBF6E8", "#26251B"),
    "open_line": ("#E8DCB8", "#4A4427"),
}
"""Each colour in the light theme and in the dark one."""
