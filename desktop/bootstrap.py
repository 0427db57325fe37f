"""The composition root: builds the services and hands them over. Nothing else in the program is global."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, NamedTuple

from desktop import __version__, paths

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from desktop.cli.services import Press, RunContext
    from desktop.corpus.model import Corpus
    from desktop.decision import Questionnaires
    from desktop.search import SearchEngine
    from desktop.store.kinds import AnyKind
    from desktop.store.schema import Step
    from desktop.telling.annotations import StructureSource
    from desktop.ui.door.services import Services
    from desktop.ui.life.extensions import Extension

NO_SCREEN = (
    "Cap palliatif ne trouve pas d’écran : sa fenêtre ne peut pas s’ouvrir ici.\n"
    "La ligne de commande répond quand même, par exemple :\n"
    '  {commande} chercher "lits usp"\n'
    "  {commande} aide\n"
)
NO_SCREEN_CODE = 2


class Room(NamedTuple):
    """What a room beyond the window's own wings is to the others; each part may be left out.

    `kinds`: the records that it keeps, each with the migration that makes its table. `window`: registers pages, commands, home
    cards, texts for the search. `structures`: what it knows of a structure, told wherever a plan tells one, in window and
    command line. Rooms know nothing of one another: they are introduced here.
    """

    kinds: tuple[tuple[AnyKind, Step], ...] = ()
    window: Extension | None = None
    structures: StructureSource | None = None


ROOMS: tuple[Room, ...] = ()
"""One line a room."""


def introduce(rooms: Iterable[Room]) -> Callable[[], None]:
    """Let rooms keep what they keep, before any database is opened; what it returns parts with them again."""
    kinds = [pair for room in rooms for pair in room.kinds]
    if not kinds:
        return lambda: None  # a start imports nothing of the store
    from desktop.store import schema

    taken = [schema.register(kind, step) for kind, step in kinds]

    def part() -> None:
        for take_out in reversed(taken):
            take_out()

    return part


def load_corpus() -> Corpus:
    """Read the content, from its cache if it is fresh. Raises ContentError if none of it can be read."""
    from desktop.corpus import folder, load

    # Whatever happens, the window learns that the content can't be read: it waits for one word or the other.
    with folder.guarded("content"):
        return load(paths.content_dir(), paths.cache_dir(), paths.bundled_cache_dir())


def make_engine(corpus: Corpus) -> SearchEngine:
    """A search engine that is ready to answer."""
    from desktop.search import SearchEngine

    engine = SearchEngine(corpus, paths.cache_dir(), paths.bundled_cache_dir())
    engine.prepare()
    return engine


def load_questionnaires() -> Questionnaires:
    """Read and check the questionnaires, from their cache if it is fresh. Raises ContentError with file, line and rule."""
    from desktop.decision import charger

    return charger(paths.content_dir() / "questionnaires", paths.cache_dir(), paths.bundled_cache_dir())


def window_services(rooms: Sequence[Room] = ROOMS) -> Services:
    """What the window is given."""
    from desktop.ui.door.services import Services

    return Services(
        version=__version__,
        load_corpus=load_corpus,
        make_engine=make_engine,
        content_dir=paths.content_dir(),
        config_dir=paths.config_dir(),
        log_dir=paths.log_dir(),
        load_questionnaires=load_questionnaires,
        data_dir=paths.data_dir(),
        check_files=check_files if paths.is_frozen() else None,
        verify_files=verify_files,
        rooms=tuple(room.window for room in rooms if room.window is not None),
        structure_sources=_structure_sources(rooms),
    )


def _structure_sources(rooms: Iterable[Room]) -> tuple[StructureSource, ...]:
    return tuple(room.structures for room in rooms if room.structures is not None)


def check_files() -> tuple[bool, str] | None:
    """At the first start of a bundle: what is wrong with its files and what to do, in French; None if nothing is."""
    from desktop import integrity
    from desktop.errors import CapPalliatifError

    try:
        rapport = integrity.first_start(paths.cache_dir())
    except CapPalliatifError as faute:
        return False, str(faute)
    return None if rapport is None or rapport.intact else (False, rapport.message())


def verify_files() -> tuple[bool, str]:
    """When it is asked for: whether the installed files are whole, and the sentence that says so."""
    from desktop import integrity
    from desktop.errors import CapPalliatifError

    try:
        rapport = integrity.verify()
    except CapPalliatifError as faute:
        return False, str(faute)
    return (True, integrity.NO_MANIFEST) if rapport is None else (rapport.intact, rapport.message())


def command_line(arguments: list[str]) -> int:
    """Run one sub-command; returns the exit code. Qt comes in only for the one that writes PDFs, and needs no screen."""
    from desktop.cli import main

    introduce(ROOMS)
    return main(arguments, line_services())


def line_services(rooms: Sequence[Room] = ROOMS) -> RunContext:
    """What the command line is given: what the window is given too, and PDFs without a window."""
    from desktop.cli.services import RunContext

    return RunContext(load_corpus, make_engine, load_questionnaires, make_press, _structure_sources(rooms))


def make_press() -> Press:
    """What writes PDFs without a window: the one thing for which the command line loads Qt."""
    from desktop.ui.life.press import PdfPress

    return PdfPress()


def open_window(arguments: list[str]) -> int:
    """Open the window; where there is no screen, say so and offer the command line (exit code 2)."""
    if not has_screen():
        if sys.stderr is not None:
            sys.stderr.write(NO_SCREEN.format(commande=os.environ.get("CAP_PALLIATIF_COMMANDE", "cap-palliatif")))
        return NO_SCREEN_CODE
    from desktop.ui.life.app import run

    introduce(ROOMS)
    return run(window_services(), arguments)


def has_screen() -> bool:
    """Whether a window could open: always on Windows and macOS, elsewhere if a display answers to its name."""
    if sys.platform in ("win32", "darwin") or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("WAYLAND_DISPLAY")) or _x_answers(os.environ.get("DISPLAY", ""))


def _x_answers(display: str) -> bool:
    """Whether an X display is worth trying: Qt would end the program on one that is gone.

    Only a local display can be looked at without a network; another machine's is taken at its word.
    """
    from pathlib import Path

    host, _, number = display.rpartition(":")
    if not number:
        return False
    if host not in ("", "unix"):
        return True
    socket = Path("/tmp/.X11-unix") / f"X{number.partition('.')[0]}"  # noqa: S108 - where X puts it
    return socket.exists() or not socket.parent.is_dir()
