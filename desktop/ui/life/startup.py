"""What comes after the first paint: French for Qt's own words, the journal, other rooms, a second start. Late on purpose."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QSettings

from desktop.ui.door import ids
from desktop.ui.door.registry import Command, RuleAction
from desktop.ui.home.recent import Recent
from desktop.ui.kit import spoken_roles
from desktop.ui.life.crash import SAID, CrashNotes
from desktop.ui.life.ending import Ending
from desktop.ui.life.extensions import register_all
from desktop.ui.life.first_start import watch_files
from desktop.ui.life.log import follow_qt, open_log
from desktop.ui.life.qt_french import speak_french
from desktop.ui.life.trail import Trail
from desktop.ui.paper.printouts import sweep
from desktop.ui.shell.commands import register_commands
from desktop.ui.shell.deeds import copy_rule, on_current_rule

if TYPE_CHECKING:
    from desktop.ui.door.context import Context
    from desktop.ui.door.place import Place
    from desktop.ui.kit.held import HeldRecords
    from desktop.ui.life.faults import Faults
    from desktop.ui.life.instance import Instance
    from desktop.ui.shell.window import MainWindow

UNANSWERED = (
    "Une autre fenêtre de Cap palliatif est ouverte et ne répond pas : celle-ci s’ouvre à côté, avec les mêmes données."
)


class Completed(NamedTuple):
    """What was brought in and must be released when the session ends; None for what this session does without."""

    trail: Trail | None = None
    crash: CrashNotes | None = None
    ending: Ending | None = None


def complete(
    window: MainWindow, held: HeldRecords | None, instance: Instance | None, faults: Faults | None
) -> Completed:
    """Everything that the first paint did not need. `held`: records that wait for the journal."""
    context = window.context
    services = context.services
    trail: Trail | None = None
    crash: CrashNotes | None = None
    ending: Ending | None = None
    if held is not None:
        open_log(services.log_dir, held)
        follow_qt()
        trail = Trail(services.log_dir)
        crash = CrashNotes(services.log_dir, trail.former)
        context.ran.connect(trail.note)
        window.navigator.shown.connect(partial(_note_page, trail))
    if faults is not None:
        faults.follow(window)
    speak_french()
    sweep(services.data_dir)
    # Qt's file dialogs keep their last folder: in our own settings, so that an uninstallation finds it.
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, str(services.config_dir))
    recent = Recent(context.settings)
    context.registry.resume_sources.append(recent.entries)
    window.navigator.shown.connect(lambda place: _remember(context, recent, place))
    context.registry.add_rule_action(
        RuleAction("copier", lambda _rule: "Copier avec la référence", partial(copy_rule, window), icon="copy")
    )
    register_commands(context.registry, window)
    spoken_roles.install()
    register_all(context.registry, context)
    watch_files(context)
    register_rule_commands(context, window)
    window.complete()
    if instance is not None:
        instance.woken.connect(window.wake)
        instance.listen()
        # A window that is closing can't come to the front any more: the second start then opens its own.
        context.closing.connect(instance.stop_listening)
        if instance.unanswered:
            context.say(UNANSWERED)
        ending = Ending(window)
    if context.settings.problem:
        context.say(context.settings.problem)
    context.settings.tell = context.say
    if crash is not None and crash.former:
        context.say(SAID)
    return Completed(trail, crash, ending)


def register_rule_commands(context: Context, window: MainWindow) -> None:
    """A command on the current règle for each action that asks for one."""
    for action in context.registry.rule_actions.values():
        if action.command_text:
            context.registry.add_command(
                Command(
                    f"{ids.ON_RULE}{action.id}",
                    action.command_text,
                    "Édition",
                    partial(on_current_rule, window, action.handler),
                    action.shortcuts,
                    window.reading_is_shown,
                )
            )


def _note_page(trail: Trail, place: Place) -> None:
    """Note which page is shown; never what it shows."""
    trail.note(f"page:{place.page}")


def _remember(context: Context, recent: Recent, place: Place) -> None:
    if place.page == ids.READING and place.cible:
        recent.add(place.cible)
        context.resume_changed.emit()
