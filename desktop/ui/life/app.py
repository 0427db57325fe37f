"""Start the window: paint first, then read the content, then prepare the search."""

from __future__ import annotations

import logging
import sys
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from desktop.settings import THEME, ZOOM, Settings
from desktop.ui.door.context import Context
from desktop.ui.door.ids import HOME, LIBRARY, PROFILES, READING
from desktop.ui.door.registry import PageSpec, Registry
from desktop.ui.kit.bus import quiet_bus
from desktop.ui.kit.fonts import add_fonts, assets_dir
from desktop.ui.kit.garbage import Collector
from desktop.ui.kit.held import HeldRecords
from desktop.ui.kit.worker import Worker
from desktop.ui.life.bench import bench, is_measured
from desktop.ui.life.faults import Faults
from desktop.ui.life.instance import Instance
from desktop.ui.shell.looks import chosen_mode, theme_for
from desktop.ui.shell.window import MainWindow

if TYPE_CHECKING:
    from desktop.corpus.model import Corpus
    from desktop.ui.door.page import Page
    from desktop.ui.door.services import Services
    from desktop.ui.kit.theme import Theme
    from desktop.ui.life.crash import CrashNotes
    from desktop.ui.life.ending import Ending
    from desktop.ui.life.trail import Trail

SWITCH = 0.001
"""Seconds that a thread keeps the interpreter while another one waits; Python's own is five times as long."""
logger = logging.getLogger(__name__)
COMPLETE_AFTER = 200
"""Milliseconds after the first paint at which content, shortcuts and other rooms come, even if the search is not ready."""
_FIRST_FONTS = ("Inter-Regular.ttf", "Inter-Bold.ttf")
_LATER_FONTS = ("Inter-Italic.ttf", "Symboles-Regular.ttf")


def make_context(services: Services, settings: Settings, worker: Worker, theme: Theme) -> Context:
    """The context of a window, with the pages that are always there."""
    registry = Registry()
    context = Context(services, settings, registry, worker, theme)
    registry.add_page(PageSpec(HOME, "Accueil", partial(_home, context), order=10))
    registry.add_page(PageSpec(LIBRARY, "Référentiels", partial(_referentiels, context), order=20))
    registry.add_page(PageSpec(PROFILES, "Profils", partial(_profils, context), order=30))
    registry.add_page(PageSpec(READING, "Lecture", partial(_reading, context), in_navigation=False))
    return context


def _home(context: Context) -> Page:
    from desktop.ui.home.page import HomePage

    return HomePage(context)


def _reading(context: Context) -> Page:
    from desktop.ui.results.page import ReadingPage

    return ReadingPage(context)


def _referentiels(context: Context) -> Page:
    from desktop.ui.home.library import LibraryPage

    intro = "L’instruction, le cadre des filières et les référentiels d’organisation de chaque structure."
    return LibraryPage(context, "Référentiels", intro, referentiels=True)


def _profils(context: Context) -> Page:
    from desktop.ui.home.library import LibraryPage

    intro = "Missions, compétences et conditions d’exercice, poste par poste."
    return LibraryPage(context, "Profils de poste", intro, referentiels=False)


class WindowSession(QObject):
    """One run of the window: holds its parts, and brings them in in their order."""

    def __init__(
        self,
        services: Services,
        held: HeldRecords | None = None,
        instance: Instance | None = None,
        faults: Faults | None = None,
    ) -> None:
        super().__init__()
        self.collector = Collector()
        self.held = held
        self.instance = instance
        self.faults = faults
        self.ending: Ending | None = None
        self.crash: CrashNotes | None = None
        self.trail: Trail | None = None
        self.services = services
        settings = Settings(services.config_dir)
        zoom = settings.number(ZOOM)
        theme = theme_for(chosen_mode(settings.text(THEME)), zoom)
        self.context = make_context(services, settings, Worker(), theme)
        self.window = MainWindow(self.context)
        self.window.painted.connect(self._after_paint)
        self.window.searching.control.prepared.connect(self._on_prepared)
        self._completed = False
        self._moment = QTimer()
        self._moment.setSingleShot(True)
        self._moment.timeout.connect(self.complete)
        self._ahead = QTimer()
        self._ahead.setSingleShot(True)
        self._ahead.timeout.connect(self._make_reading_page)

    def start(self) -> None:
        """Show the window."""
        self.window.appear()

    def _after_paint(self) -> None:
        bench("premiere_peinture")
        self.window.topbar.name_controls()
        self.context.worker.submit("contenu", self.context.services.load_corpus, self._on_corpus, self._on_no_corpus)
        # One interpreter, one thread at a time: what the first paint did without waits until the search is ready, so that
        # neither slows the other, but never longer than this.
        self._moment.start(COMPLETE_AFTER)

    def _on_corpus(self, read: Corpus) -> None:
        self.context.corpus = read
        for problem in read.problemes:
            logger.warning("content: %s line %s: %s", problem.fichier, problem.ligne, problem.message)
        self.window.searching.control.prepare()
        if self._completed:
            self._show_corpus()

    def _on_no_corpus(self, error: Exception) -> None:
        self.context.problem = str(error)
        self.complete()

    def _on_prepared(self) -> None:
        bench("recherche_prete")
        self.complete()

    def complete(self) -> None:
        """Bring in what the first paint did without: shortcuts, menus, other rooms, the content on the screen."""
        if self._completed:
            return
        self._completed = True
        from desktop.ui.life.startup import complete

        app = QApplication.instance()
        if isinstance(app, QApplication):
            complete_application(app)
        done = complete(self.window, self.held, self.instance, self.faults)
        self.trail, self.crash, self.ending = done.trail, done.crash, done.ending
        self.collector.begin()
        # The first letter of a query would otherwise wait for the reading page to be made.
        self._ahead.start(COMPLETE_AFTER)
        self._show_corpus()

    def _make_reading_page(self) -> None:
        self.window.navigator.page_of(READING)

    def _show_corpus(self) -> None:
        if self.context.corpus is not None:
            self.context.corpus_ready.emit()
            self.window.restore_place()
        elif self.context.problem:
            self.context.corpus_ready.emit()

    def end(self) -> None:
        """Finish the worker, and let the next start be the first."""
        self._moment.stop()
        self._ahead.stop()
        self.context.worker.stop()
        self.collector.release()
        if self.ending is not None:
            self.ending.release()
        if self.crash is not None:
            self.crash.release()
        if self.trail is not None:
            self.trail.release()
        if self.instance is not None:
            self.instance.release()


def make_application(arguments: list[str]) -> QApplication:
    """The application with its style and the fonts of the first paint."""
    # QApplication.setStyle("Fusion") would first make every enumeration of QStyle: 10 ms of the first paint.
    quiet_bus()
    app = QApplication([*arguments[:1], "-style", "fusion", *arguments[1:]])
    app.setApplicationName("cap-palliatif")
    app.setDesktopFileName("cap-palliatif")
    add_fonts(_FIRST_FONTS)
    return app


def complete_application(app: QApplication) -> None:
    """The name, the fonts and the icon that the first paint did without."""
    app.setApplicationDisplayName("Cap palliatif")
    add_fonts(_LATER_FONTS)
    app.setWindowIcon(QIcon(str(assets_dir() / "cap-palliatif.png")))


def run(services: Services, arguments: list[str]) -> int:
    """Open the window and stay until it is closed; returns the exit code."""
    # The worker and the window take turns at the interpreter: shorter turns, and a key press waits less for either.
    sys.setswitchinterval(SWITCH)
    held = HeldRecords()
    logging.getLogger().addHandler(held)
    instance = Instance(services.config_dir / "instance")
    if not is_measured() and not instance.acquire() and instance.wake_first():
        if sys.stderr is not None:  # a window of Windows has none
            sys.stderr.write("Cap palliatif est déjà ouvert : sa fenêtre passe au premier plan.\n")
        return 0
    app = make_application(arguments)
    faults = Faults(services.log_dir, held)
    faults.install()
    try:
        return _stay_open(app, WindowSession(services, held, instance, faults))
    except Exception as error:  # noqa: BLE001 - whatever it is, it must be said
        return faults.fatal(error)
    finally:
        faults.release()
        instance.release()


def _stay_open(app: QApplication, session: WindowSession) -> int:
    session.start()
    code = app.exec()
    session.end()
    return code
