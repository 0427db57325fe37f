"""Words that stay words. Qt takes a text with a tag in it for HTML in labels, tooltips and message boxes, and opens what it names.

Everything that comes from data (content, lexique, questionnaires, labels and notes of the user, names of files, errors) passes here
before such a place shows it. tests/ui/test_ui_rich_text.py finds the places that do not, and shows hostile words in all of them.
"""

from __future__ import annotations

from html import escape

from PySide6.QtWidgets import QLabel


def plain(words: str) -> str:
    """The same words for a place in which Qt guesses: as they are, or, where it would guess wrong, as HTML that shows them."""
    if "<" not in words:  # without it Qt never takes a text for HTML
        return words
    return f'<qt><p style="white-space:pre-wrap">{escape(words)}</p></qt>'


class PlainLabel(QLabel):
    """A label that shows what it is given, letter by letter."""

    def setText(self, words: str) -> None:
        """Show words; never as HTML."""
        if "<" in words:
            # Only now: the `Qt` namespace costs a tenth of the first paint to import, and no word of that has a tag in it.
            from PySide6.QtCore import Qt

            self.setTextFormat(Qt.TextFormat.PlainText)
        super().setText(words)
