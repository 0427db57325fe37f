"""The ids of the commands that lead to the guide. No Qt."""

from __future__ import annotations

SHOW_GUIDE = "aide.guide"
SHOW_FIRST_STEPS = "aide.premiers-pas"
