"""What comes after the first paint: French for Qt's own words, the journal, other rooms, a second start. Late on purpose."""

from __future__ import annotations

import logging
import sys
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, QtMsgType, qInstallMessageHandler

from desktop import files
from desktop.discreet import DiscreetFormatter
from desktop.errors import raison_systeme
from desktop.ui.door.registry import Command, RuleAction
from desktop.ui.home.recent import Recent
from desktop.ui.kit import spoken_roles
from desktop.ui.kit.held import LOG_NAME
from desktop.ui.life.crash import SAID, CrashNotes
from desktop.ui.life.ending import Ending
from desktop.ui.life.extensions import register_all
from desktop.ui.life.first_start import watch_files
from desktop.ui.life.qt_french import speak_french
from desktop.ui.life.trail import Trail
from desktop.ui.paper.printouts import sweep
from desktop.ui.shell.commands import register_commands
from desktop.ui.shell.deeds import copy_rule, on_current_rule

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtCore import QMessageLogContext

    from desktop.ui.door.context import Context
    from desktop.ui.door.place import Place
    from desktop.ui.kit.held import HeldRecords
    from desktop.ui.life.app import Session
    from desktop.ui.shell.window import MainWindow

logger = logging.getLogger(__name__)
LOG_BYTES, LOG_FILES = 512_000, 3
UNANSWERED = (
    "Une autre fenêtre de Cap palliatif est ouverte et ne répond pas : celle-ci s’ouvre à côté, avec les mêmes données."
)


def complete(session: Session) -> None:
    """Everything that the first paint did not need."""
    window, context = session.window, session.context
    if session.held is not None:
        open_log(session.services.log_dir, session.held)
        qInstallMessageHandler(_on_qt_message)
        session.trail = Trail(session.services.log_dir)
        session.crash = CrashNotes(session.services.log_dir, session.trail.former)
        context.ran.connect(session.trail.note)
        window.navigator.shown.connect(lambda place: _note_page(session, place))
    if session.faults is not None:
        session.faults.follow(window)
    speak_french()
    sweep(session.services.data_dir)
    # Qt's file dialogs keep their last folder: in our own settings, so that an uninstallation finds it.
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, str(session.services.config_dir))
    recent = Recent(context.settings)
    context.registry.resume_sources.append(recent.entries)
    window.navigator.shown.connect(lambda place: _remember(context, recent, place))
    context.registry.add_rule_action(
        RuleAction("copier", lambda _rule: "Copier avec la référence", partial(copy_rule, window), icon="copy")
    )
    register_commands(context.registry, window)
    spoken_roles.install()
    register_all(context.registry, context)
    watch_files(session)
    register_rule_commands(context, window)
    window.complete()
    if session.instance is not None:
        session.instance.woken.connect(window.wake)
        session.instance.listen()
        # A window that is closing can't come to the front any more: the second start then opens its own.
        context.closing.connect(session.instance.stop_listening)
        if session.instance.unanswered:
            context.say(UNANSWERED)
        session.ending = Ending(window)
    if context.settings.problem:
        context.say(context.settings.problem)
    context.settings.tell = context.say
    if session.crash is not None and session.crash.former:
        context.say(SAID)


def register_rule_commands(context: Context, window: MainWindow) -> None:
    """A command on the current règle for each action that asks for one."""
    for action in context.registry.rule_actions.values():
        if action.command_text:
            context.registry.add_command(
                Command(
                    f"regle.{action.id}",
                    action.command_text,
                    "Édition",
                    partial(on_current_rule, window, action.handler),
                    action.shortcuts,
                    window.reading_is_shown,
                )
            )


def open_log(folder: Path | None, held: HeldRecords | None = None) -> logging.Handler | None:
    """Open the rotating journal and hand it what was held; None (and nothing lost but the file) if it can't be written."""
    from desktop.journal import JournalHandler

    root = logging.getLogger()
    root.setLevel(logging.INFO)
    handler: logging.Handler | None = None
    if folder is not None:
        try:
            files.private_folder(folder)
            handler = JournalHandler(folder / LOG_NAME, maxBytes=LOG_BYTES, backupCount=LOG_FILES, encoding="utf-8")
        except OSError as error:
            if sys.stderr is not None:  # a window of Windows has none
                sys.stderr.write(f"Le journal ne peut pas être écrit dans {folder} : {raison_systeme(error)}.\n")
    # Without a file, Python's own last resort would write an error's words to stderr, which some systems keep.
    used = handler or (logging.StreamHandler() if sys.stderr is not None else logging.NullHandler())
    used.setFormatter(DiscreetFormatter())
    root.addHandler(used)
    if held is not None:
        root.removeHandler(held)
        for record in held.records:
            root.handle(record)
    return handler


_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def _on_qt_message(kind: QtMsgType, where: QMessageLogContext, message: str) -> None:
    del where
    logging.getLogger("qt").log(_LEVELS.get(kind, logging.WARNING), "%s", message)


def _note_page(session: Session, place: Place) -> None:
    """Note which page is shown; never what it shows."""
    if session.trail is not None:
        session.trail.note(f"page:{place.page}")


def _remember(context: Context, recent: Recent, place: Place) -> None:
    if place.page == "lecture" and place.cible:
        recent.add(place.cible)
        context.resume_changed.emit()
