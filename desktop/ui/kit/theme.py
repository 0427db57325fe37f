"""Colours, sizes and the style sheet: every look of the window comes from these tokens. No Qt at import.

The pairs that stand for text keep 4.5:1 (WCAG AA), the edges of controls 3:1; tests/ui/test_ui_theme.py computes them.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, Protocol

from desktop.colours import TOKENS

if TYPE_CHECKING:
    from PySide6.QtGui import QColor, QFont, QPalette


FAMILIES_OF_LETTERS = ("Inter", "Cap palliatif Symboles")
"""Text, then the boxes and circles that Inter lacks; both are bundled, since a machine may have no font at all."""
ZOOM_MIN, ZOOM_MAX, ZOOM_STEP = 80, 200, 10
SMALL, BODY, HEADING, TITLE = 13, 15, 17, 24
TARGET = 40
"""Least height of what is clicked, in pixels at any text size."""
COLUMN_CHARACTERS = 75


class ThemeMode(StrEnum):
    """What the user chose: follow the system, or one of the two."""

    SYSTEM = "systeme"
    LIGHT = "clair"
    DARK = "sombre"

    @property
    def label(self) -> str:
        """The word in the menu."""
        return {ThemeMode.SYSTEM: "Comme le système", ThemeMode.LIGHT: "Clair", ThemeMode.DARK: "Sombre"}[self]


class Theme(NamedTuple):
    """The look of now: light or dark, and the text size in percent."""

    dark: bool = False
    zoom: int = 100

    def hex(self, token: str) -> str:
        """The colour of a token as « #RRGGBB ». Raises KeyError for an unknown token."""
        return TOKENS[token][self.dark]

    def colour(self, token: str) -> QColor:
        """The colour of a token. Raises KeyError for an unknown token."""
        from PySide6.QtGui import QColor

        return QColor(self.hex(token))

    def px(self, size: float) -> int:
        """A length that follows the text size, in device-independent pixels."""
        return max(1, round(size * self.zoom / 100))

    def target(self) -> int:
        """Least height of what is clicked."""
        return max(TARGET, self.px(TARGET))

    def font(self, size: int = BODY, *, bold: bool = False, italic: bool = False) -> QFont:
        """The bundled font in one of the four sizes."""
        from PySide6.QtGui import QFont

        font = QFont(FAMILIES_OF_LETTERS)
        font.setPixelSize(self.px(size))
        font.setBold(bold)
        font.setItalic(italic)
        return font

    def palette(self) -> QPalette:
        """The palette for what no style sheet reaches (dialogs of Qt, selections, placeholders)."""
        from PySide6.QtGui import QPalette

        role = QPalette.ColorRole
        palette = QPalette(self.colour("panel"), self.colour("bg"))
        for name, token in (
            (role.Window, "bg"),
            (role.WindowText, "ink"),
            (role.Base, "panel"),
            (role.AlternateBase, "bg"),
            (role.Text, "ink"),
            (role.Button, "panel"),
            (role.ButtonText, "ink"),
            (role.BrightText, "alert"),
            (role.Link, "primary"),
            (role.LinkVisited, "primary"),
            (role.Highlight, "primary"),
            (role.HighlightedText, "on_primary"),
            (role.ToolTipBase, "panel"),
            (role.ToolTipText, "ink"),
            (role.PlaceholderText, "soft"),
            (role.Light, "panel"),
            (role.Midlight, "line"),
            (role.Mid, "edge"),
            (role.Dark, "edge"),
            (role.Shadow, "edge"),
            (role.Accent, "primary"),
        ):
            palette.setColor(name, self.colour(token))
        for name in (role.WindowText, role.Text, role.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, name, self.colour("edge"))
        return palette

    def style_sheet(self) -> str:
        """The style sheet of the application at this mode and text size."""
        values = {name: pair[self.dark] for name, pair in TOKENS.items()}
        values |= {"small": f"{self.px(SMALL)}px", "body": f"{self.px(BODY)}px"}
        values |= {
            "heading": f"{self.px(HEADING)}px",
            "title": f"{self.px(TITLE)}px",
            "target": f"{self.target() - 4}px",
            "tallcard": f"{self.target()}px",
        }
        values |= {f"p{n}": f"{self.px(n)}px" for n in (2, 4, 6, 8, 10, 12, 16)}
        sheet = _SHEET
        for name in sorted(values, key=len, reverse=True):
            sheet = sheet.replace(f"@{name}", values[name])
        return sheet


# Without « outline: none » Fusion fills what has the focus of the keyboard with the highlight, as if it were chosen.
# Borders are 2 px everywhere, so that the focus can colour them without moving anything.
_SHEET = """
QMainWindow, QDialog, #page, #home, #library { background: @bg; }
QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; border: none; }
#topbar, #footer, #panel, #results, #reader { background: @panel; }
#topbar { border-bottom: 1px solid @line; }
#footer { border-top: 1px solid @line; }
#navigation { background: @bg; border-right: 1px solid @line; }
#results { border-right: 1px solid @line; }
#rubriques { background: @bg; }
QLabel { background: transparent; }
QLabel[role="title"] { font-size: @title; font-weight: bold; }
QLabel[role="heading"] { font-size: @heading; font-weight: bold; }
QLabel[role="title"], QLabel[role="heading"] { border: 2px solid transparent; border-radius: 4px; qproperty-indent: 0; }
QLabel[role="title"]:focus, QLabel[role="heading"]:focus { border-color: @ink; }
QLabel[role="strong"] { font-weight: bold; }
QLabel[role="soft"] { color: @soft; }
QLabel[role="small"] { color: @soft; font-size: @small; }
QLabel[role="smallstrong"] { font-size: @small; font-weight: bold; }
QLabel[role="alert"] { color: @alert; font-size: @small; font-weight: bold; }
QLabel[role="key"] { color: @soft; font-size: @small; border: 1px solid @line; border-radius: 4px;
    background: @bg; padding: 0 @p6; }
QFrame[role="card"], QPushButton[kind="card"] { background: @panel; border: 1px solid @line; border-radius: 8px; }
QFrame[role="primary-card"] { background: @panel; border: 1px solid @line; border-left: 5px solid @primary;
    border-radius: 8px; border-top-left-radius: 0; border-bottom-left-radius: 0; }
QFrame[role="open"] { background: @open_ground; border: 1px solid @open_line; border-radius: 8px; }
QFrame[role="band"] { background: @open_ground; border: none; border-bottom: 1px solid @open_line; }
#foot { background: @bg; border-top: 1px solid @line; }
QFrame[role="rule"] { background: @line; border: none; max-height: 1px; min-height: 1px; }
QFrame#popup { background: @panel; border: 2px solid @primary; border-radius: 8px; }
QFrame#toast { background: @ink; border-radius: 4px; }
QFrame#toast QLabel { color: @panel; font-size: @small; }
QPushButton { background: @panel; color: @primary; border: 2px solid @primary; border-radius: 8px; font-weight: bold; outline: none;
    min-height: @target; padding: 0 @p16; }
QPushButton:hover { background: @primary_soft; }
QPushButton:focus { border-color: @ink; background: @primary_soft; text-decoration: underline; }
QPushButton:disabled { color: @edge; border-color: @line; }
QPushButton[kind="primary"] { background: @primary; color: @on_primary; }
QPushButton[kind="primary"]:hover { background: @primary_hover; }
QPushButton[kind="primary"]:focus { border-color: @ink; background: @primary; }
QPushButton[kind="card"] { padding: 0; text-align: left; min-height: @tallcard; }
QPushButton[kind="card"]:hover { border-color: @edge; background: @panel; }
QPushButton[kind="card"]:focus { border: 2px solid @ink; background: @panel; }
QPushButton[kind="row"] { background: transparent; border: 2px solid transparent; border-radius: 6px; padding: 0;
    text-align: left; color: @ink; font-weight: normal; }
QPushButton[kind="row"]:hover { background: @primary_soft; }
QPushButton[kind="row"]:focus { border-color: @ink; background: transparent; }
QLabel[role="link"] { color: @primary; font-size: @small; text-decoration: underline; }
QPushButton[kind="link"] { background: transparent; border: 2px solid transparent;
    border-radius: 4px; color: @primary;
    font-weight: normal; text-align: left; padding: 0 1px; text-decoration: underline; font-size: @small; }
QPushButton[kind="link"]:hover { background: @primary_soft; }
QPushButton[kind="link"]:focus { border-color: @ink; background: transparent; }
QPushButton[kind="nav"] { background: transparent; border: 2px solid transparent; color: @ink; font-weight: normal;
    text-align: left; padding: 0 @p10; }
QPushButton[kind="nav"]:hover { background: @primary_soft; }
QPushButton[kind="nav"]:checked { background: @primary_soft; color: @primary; font-weight: bold; }
QPushButton[kind="nav"]:focus { border-color: @ink; background: transparent; text-decoration: none; }
QPushButton[kind="nav"]:checked:focus { background: @primary_soft; }
QPushButton[kind="flat"] { background: transparent; border: 2px solid transparent; color: @ink; font-weight: normal;
    min-width: 36px; padding: 0; }
QPushButton[kind="flat"]:hover { background: @primary_soft; }
QPushButton[kind="flat"]:focus { border-color: @ink; background: transparent; text-decoration: none; }
QPushButton[kind="flat"]:disabled { color: @edge; }
QPushButton[filter="true"] { padding: 0 @p8; font-size: @small; color: @primary; }
QPushButton[filter="true"]::menu-indicator, #action-plus::menu-indicator { subcontrol-position: right center; width: 0; }
QLineEdit { background: @panel; border: 2px solid @edge; border-radius: 8px; padding: 0 @p8; min-height: @target;
    selection-background-color: @primary; selection-color: @on_primary; }
QLineEdit:focus { border-color: @primary; }
QComboBox { background: @panel; border: 2px solid @edge; border-radius: 8px; padding: 0 @p8; min-height: @target; }
QComboBox:focus { border-color: @primary; }
QComboBox::drop-down { border: none; width: @p16; padding: 0 @p12; }
QComboBox::down-arrow { image: none; width: 0; height: 0; }
QComboBox QLineEdit { border: none; min-height: 0; padding: 0; background: transparent; }
QComboBox QListView { border: 1px solid @edge; }
QListView, QTreeView, QTableView, QTextBrowser, QPlainTextEdit { background: @panel; border: 2px solid transparent; outline: none;
    selection-background-color: @primary; selection-color: @on_primary; }
QListView:focus, QTreeView:focus, QTableView:focus, QTextBrowser:focus, QPlainTextEdit:focus { border-color: @primary; }
QListView::item { padding: @p4; }
QListView::item:selected { background: @primary_soft; color: @ink; }
QTreeView::item { padding: @p6; }
QTreeView::item:selected { background: @primary_soft; color: @ink; }
QHeaderView::section { background: @bg; border: none; padding: @p6; font-weight: bold; }
#rubriques QListView { background: transparent; }
QMenu { background: @panel; border: 1px solid @edge; padding: 4px; }
QMenu::item { padding: @p8 @p16; border-radius: 4px; }
QMenu::item:selected { background: @primary_soft; color: @primary; }
QMenu::item:disabled { color: @edge; }
QMenu::separator { height: 1px; background: @line; margin: 4px; }
QMenuBar { background: @panel; }
QMenuBar::item { padding: @p8 @p12; background: transparent; }
QMenuBar::item:selected { background: @primary_soft; color: @primary; }
QToolTip { background: @panel; color: @ink; border: 1px solid @edge; padding: 6px; font-size: @small; }
QScrollBar:vertical { background: transparent; width: 14px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 14px; margin: 0; }
QScrollBar::handle { background: @handle; border-radius: 4px; margin: 3px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: @edge; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QSplitter::handle { background: @line; }
"""


class ThemeHolder(Protocol):
    """Whoever holds the theme of now: it is another one after the colours or the text size changed."""

    theme: Theme
