"""The ids of the pages and commands of bookmarks and notes. No Qt."""

from __future__ import annotations

MARKS = "signets"
"""The page."""
SHOW_MARKS = "signets.liste"
