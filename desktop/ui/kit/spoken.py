"""What a screen reader calls each thing: radio button, link, heading, group. Qt's own widgets do not know what these look like.

`spoken` names the role of one widget; what a whole kind is (links, headings) follows from the look that it was given. The
interfaces that say it to the screen reader are in `spoken_roles`, made after the first paint. No Qt at import.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtCore import QObject
    from PySide6.QtWidgets import QWidget

RADIO, CHECK, BUTTON, LINK = "radio", "check", "button", "link"
HEADING, GROUP, NOTIFICATION = "heading", "group", "notification"
_PROPERTY = "spoken"
_LOOKS = {("role", "title"): HEADING, ("role", "heading"): HEADING, ("kind", "link"): LINK, ("kind", "nav"): LINK}
"""What opens a part of a page, and what leads somewhere, by the property that the theme draws them from."""


def spoken(widget: QWidget, role: str) -> None:
    """Have a widget called by one of the roles above."""
    widget.setProperty(_PROPERTY, role)


def role_of(thing: QObject) -> str:
    """The role of a widget, "" where Qt's own is right."""
    if said := thing.property(_PROPERTY):
        return str(said)
    looks = (_LOOKS.get((name, str(thing.property(name)))) for name in ("role", "kind"))
    return next((role for role in looks if role), "")
