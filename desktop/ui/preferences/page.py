"""« Réglages »: everything that can be chosen, as it is declared, and the folders in which the program keeps things."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from desktop.settings import DEPARTMENT, SETTINGS, SettingKind
from desktop.territories import calendar_of, calendar_words
from desktop.ui.door.page import Page
from desktop.ui.kit.focus import take_focus
from desktop.ui.kit.widgets import FlowLayout, clear, link, scroller, text
from desktop.ui.preferences.controls import ChoiceControl, Control, make

if TYPE_CHECKING:
    from pathlib import Path

    from desktop.settings import Setting
    from desktop.ui.door.context import Context
    from desktop.ui.door.place import Place

WIDTH = 640
INTRO = "Chaque choix vaut aussitôt et reste sur cet ordinateur."


class SettingsPage(Page):
    """Draws `SETTINGS`; a choice is written at once, and whatever shows the setting follows it."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        inner = QWidget()
        inner.setObjectName("library")
        self.box = QVBoxLayout(inner)
        self._area = scroller(inner)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._area)
        self.controls: dict[str, Control] = {}
        self._details: dict[str, QVBoxLayout] = {}
        self._cible = ""
        context.settings_changed.connect(self._on_setting)
        context.options_changed.connect(self._on_options)
        self.rebuild()

    def show_place(self, place: Place) -> None:
        """At a setting, or at the first."""
        self._cible = place.cible if place.cible in self.controls else ""
        if self.isVisible():
            self.focus_main()

    def focus_main(self) -> None:
        """The setting that was asked for, in sight."""
        control = self.controls[self._cible] if self._cible else next(iter(self.controls.values()))
        take_focus(control.focusProxy() or control)
        QTimer.singleShot(0, control, lambda: self._area.ensureWidgetVisible(control, 0, self.context.theme.px(80)))

    def on_text_size(self) -> None:
        """Drawn anew; the focus stays where it was."""
        had = QApplication.focusWidget()
        key = next((key for key, control in self.controls.items() if had is not None and control.isAncestorOf(had)), "")
        name = had.accessibleName() if had is not None else ""
        self.rebuild()
        if key:
            control = self.controls[key]
            again = next((w for w in control.findChildren(QWidget) if name and w.accessibleName() == name), None)
            take_focus(again or control.focusProxy() or control)

    def rebuild(self) -> None:
        """Draw all settings, then the folders."""
        px = self.context.theme.px
        clear(self.box)
        self.controls.clear()
        self._details.clear()
        self.box.setContentsMargins(px(34), px(24), px(34), px(24))
        self.box.setSpacing(px(6))
        self.box.addWidget(text("Réglages", "title"))
        self.box.addWidget(text(INTRO, "soft", wrap=True))
        if self.context.settings.problem:
            self.box.addWidget(self._selectable(self.context.settings.problem, "alert"))
        section = ""
        for setting in SETTINGS.values():
            if not setting.section:
                continue
            if setting.section != section:
                section = setting.section
                self._heading(section)
            self._setting(setting)
        self._folders()
        self.box.addStretch(1)

    def _heading(self, words: str) -> None:
        heading = text(words, "heading")
        heading.setContentsMargins(0, self.context.theme.px(16), 0, 0)
        self.box.addWidget(heading)

    def _setting(self, setting: Setting) -> None:
        theme = self.context.theme
        holder = QWidget()
        holder.setMaximumWidth(theme.px(WIDTH))
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, theme.px(4), 0, theme.px(8))
        column.setSpacing(theme.px(4))
        options = self.context.registry.setting_options.get(setting.id, setting.options)
        control = make(setting, options, theme)
        control.wanted.connect(partial(self._want, setting.id))
        if setting.kind is not SettingKind.FLAG:  # a tick carries its own words
            label = text(setting.label, "strong")
            label.setBuddy(control.focusProxy() or control)  # a list says its value: what it sets is said by its label
            column.addWidget(label)
        column.addWidget(control)
        column.addWidget(text(setting.help, "small", wrap=True))
        details = self._details[setting.id] = QVBoxLayout()
        column.addLayout(details)
        self.controls[setting.id] = control
        # In a row of its own: a column would reckon the heights of wrapped words with its whole width.
        line = QHBoxLayout()
        line.addWidget(holder, 1)
        line.addStretch(0)
        self.box.addLayout(line)
        self._show(setting.id)

    def _want(self, key: str, value: object) -> None:
        self.context.settings.put(**{key: value})

    def _on_setting(self, key: str) -> None:
        if key in self.controls:
            self._show(key)

    def _on_options(self, key: str) -> None:
        """A room came to know what may be chosen."""
        control = self.controls.get(key)
        if isinstance(control, ChoiceControl):
            control.offer(self.context.registry.setting_options.get(key, SETTINGS[key].options))
            self._show(key)

    def _show(self, key: str) -> None:
        setting, settings = SETTINGS[key], self.context.settings
        read = {SettingKind.CHOICE: settings.text, SettingKind.WHOLE: settings.number, SettingKind.FLAG: settings.flag}[
            setting.kind
        ]
        self.controls[key].show_value(read(key))
        clear(self._details[key])
        if key == DEPARTMENT:
            for words in calendar_details(settings.text(key)):
                self._details[key].addWidget(text(words, "small", wrap=True))

    # -- folders

    def _folders(self) -> None:
        from desktop.paths import cache_dir

        services = self.context.services
        self._heading("Dossiers du programme")
        self.box.addWidget(
            text("Ils se lisent ici et se choisissent à l’installation. Rien n’en sort.", "small", wrap=True)
        )
        folders: list[tuple[str, Path | None]] = [
            ("Réglages", services.config_dir),
            ("Vos données et leurs sauvegardes", services.data_dir),
            ("Journal", services.log_dir),
            ("Index et copies de travail (peut être vidé)", cache_dir()),
            ("Contenu", services.content_dir),
        ]
        for name, folder in folders:
            line = FlowLayout(self.context.theme.px(10))
            line.addWidget(text(name, "smallstrong"))
            if folder is None:
                line.addWidget(text("aucun : rien n’est gardé", "small"))
            else:
                line.addWidget(self._selectable(str(folder), "small", wrap=False))
                copy = link("copier", partial(self._copy, folder))
                copy.setAccessibleName(f"Copier le chemin\u00a0: {name}")
                line.addWidget(copy)
            self.box.addLayout(line)

    @staticmethod
    def _selectable(words: str, role: str, *, wrap: bool = True) -> QWidget:
        label = text(words, role, wrap=wrap)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label

    def _copy(self, folder: Path) -> None:
        QGuiApplication.clipboard().setText(str(folder))
        self.context.say("Chemin copié.")


def calendar_details(department: str) -> tuple[str, ...]:
    """Which calendar counts for a department, what it adds, and what it leaves out although custom has it."""
    calendar = calendar_of(department)
    lines = [f"Calendrier : {calendar_words(department)}."]
    if calendar.added:
        lines.append(f"S’y ajoutent : {calendar.added}.")
    if calendar.unofficial:
        names = ", ".join(name.replace("'", "’") for name in calendar.unofficial)
        lines.append(f"Chômés selon l’usage local, annoncés mais pas comptés comme fériés : {names}.")
    return tuple(lines)
