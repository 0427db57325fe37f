"""Light or dark, and the text size: keeps the choice, follows the system, and applies the theme to the application."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from desktop.settings import THEME, ZOOM
from desktop.ui.kit.theme import ZOOM_MAX, ZOOM_MIN, ZOOM_STEP, Theme, ThemeMode

if TYPE_CHECKING:
    from PySide6.QtCore import Qt

    from desktop.ui.door.context import Context


def chosen_mode(value: str) -> ThemeMode:
    """The mode that a settings file holds; the system's for anything else."""
    try:
        return ThemeMode(value)
    except ValueError:
        return ThemeMode.SYSTEM


def theme_for(mode: ThemeMode, zoom: int) -> Theme:
    """The theme of a choice; the system's is told from its own palette, before ours replaces it."""
    if mode is ThemeMode.SYSTEM:
        return Theme(QApplication.palette().window().color().lightness() < 128, zoom)
    return Theme(mode is ThemeMode.DARK, zoom)


class Looks(QObject):
    """The one place that changes `context.theme`."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        context.settings_changed.connect(self._on_setting)
        self._system_dark = context.theme.dark if self.mode is ThemeMode.SYSTEM else False
        self.apply()

    @property
    def mode(self) -> ThemeMode:
        """What was chosen: the system's, light or dark."""
        return chosen_mode(self.context.settings.text(THEME))

    @property
    def zoom(self) -> int:
        """The text size in percent."""
        return self.context.settings.number(ZOOM)

    def follow_system(self) -> None:
        """Ask the system properly, and from now on; after the first paint, since Qt's enumerations are slow to import."""
        from PySide6.QtCore import Qt

        hints = QApplication.styleHints()
        hints.colorSchemeChanged.connect(self._on_system)
        if hints.colorScheme() is not Qt.ColorScheme.Unknown:
            self._on_system(hints.colorScheme())

    def apply(self) -> None:
        """Give the application its theme; nothing happens if it has it already."""
        dark = self._system_dark if self.mode is ThemeMode.SYSTEM else self.mode is ThemeMode.DARK
        theme = Theme(dark, self.zoom)
        app = QApplication.instance()
        if not isinstance(app, QApplication) or (theme == self.context.theme and app.styleSheet()):
            return
        self.context.theme = theme
        app.setPalette(theme.palette())
        app.setFont(theme.font())
        app.setStyleSheet(theme.style_sheet())
        self.context.theme_changed.emit()

    def set_mode(self, mode: ThemeMode) -> None:
        """Choose light, dark or the system's."""
        self.context.settings.put(**{THEME: mode.value})
        self.context.say(f"Thème : {mode.label.lower()}.")

    def toggle_mode(self) -> None:
        """The other of light and dark."""
        self.set_mode(ThemeMode.LIGHT if self.context.theme.dark else ThemeMode.DARK)

    def zoom_by(self, steps: int) -> None:
        """Larger or smaller text, between 80 and 200 %."""
        self.set_zoom(self.zoom + steps * ZOOM_STEP)

    def set_zoom(self, zoom: int) -> None:
        """A text size in percent, brought into its bounds."""
        self.context.settings.put(**{ZOOM: max(ZOOM_MIN, min(ZOOM_MAX, zoom))})
        self.context.say(f"Taille du texte : {self.zoom}\u202f%.")

    def _on_setting(self, key: str) -> None:
        if key in (THEME, ZOOM):
            self.apply()

    def _on_system(self, scheme: Qt.ColorScheme) -> None:
        self._system_dark = scheme.name == "Dark"
        self.apply()
