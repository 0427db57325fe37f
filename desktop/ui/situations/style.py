"""What the pages of the situations add to the style sheet of the window: answers, switches, struck words. No Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop.ui.kit.theme import Theme


def style_sheet(theme: Theme) -> str:
    """For a page of this room; the window's own sheet holds for the rest."""
    values = {
        token: theme.hex(token)
        for token in ("panel", "bg", "ink", "soft", "line", "edge", "primary", "primary_soft", "on_primary", "alert")
    }
    values |= {f"p{n}": f"{theme.px(n)}px" for n in (4, 6, 8, 10, 12, 15, 16)}
    values |= {"small": f"{theme.px(13)}px", "body": f"{theme.px(15)}px", "target": f"{theme.target() - 4}px"}
    sheet = _SHEET
    for name in sorted(values, key=len, reverse=True):
        sheet = sheet.replace(f"@{name}", values[name])
    return sheet


_SHEET = """
#answers, #side { background: transparent; }
QPushButton[kind="choice"] { background: @panel; color: @ink; border: 2px solid @line; border-radius: 8px; padding: 0;
    text-align: left; min-height: @target; }
QPushButton[kind="choice"]:hover { background: @panel; border-color: @edge; }
QPushButton[kind="choice"]:checked { background: @primary_soft; border-color: @primary; }
QPushButton[kind="choice"]:focus { border-color: @ink; background: @panel; }
QPushButton[kind="choice"]:checked:focus { background: @primary_soft; }
QPushButton[kind="switch"] { background: @panel; color: @ink; border: 2px solid @line; border-radius: 8px; font-weight: normal;
    font-size: @small; padding: 0 @p4; min-height: @target; }
QPushButton[kind="switch"]:hover { background: @panel; border-color: @edge; }
QPushButton[kind="switch"]:checked { background: @primary_soft; color: @primary; border-color: @primary; font-weight: bold; }
QPushButton[kind="switch"]:focus { border-color: @ink; background: @panel; text-decoration: none; }
QPushButton[kind="switch"]:checked:focus { background: @primary_soft; }
QPushButton[kind="answer"] { background: transparent; border: 2px solid transparent; border-radius: 6px; color: @ink;
    font-weight: normal; text-align: left; padding: 0; }
QPushButton[kind="answer"]:hover { background: @primary_soft; }
QPushButton[kind="answer"]:focus { border-color: @ink; background: transparent; }
QLabel[role="choice"] { font-size: @body; font-weight: bold; }
QLabel[role="smallchoice"] { font-size: @small; }
QLabel[role="struck"] { color: @soft; font-size: @small; text-decoration: line-through; }
QLabel[role="warning"] { color: @alert; font-size: @small; }
QLabel[role="tick"] { color: @on_primary; background: @primary; border: 2px solid @primary; border-radius: 4px;
    font-size: @small; font-weight: bold; }
QLabel[role="box"] { background: @panel; border: 2px solid @edge; border-radius: 4px; }
QLabel[role="mark"] { color: @primary; font-size: @small; font-weight: bold; }
QProgressBar { background: @line; border: none; border-radius: 3px; min-height: 6px; max-height: 6px; }
QProgressBar::chunk { background: @primary; border-radius: 3px; }
"""
