"""A window on a small content of three documents, complete and ready to search, in folders of its own."""

from __future__ import annotations

import gc
import logging
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from desktop.corpus import Corpus
from desktop.corpus.loading import read_folder
from desktop.search import SearchEngine
from desktop.ui.door.services import Services
from desktop.ui.kit.fonts import add_fonts
from desktop.ui.kit.gestures import Gestures
from desktop.ui.life.app import WindowSession

HERE = Path(__file__).parent
CONTENU = Path(__file__).parent / "content"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen plugin says that it ignores a window's size hints and raises no tooltip; nothing else may be warned of."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore("does not support (propagateSizeHints|raise)", extend=True))


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    return ["cap-palliatif", "-style", "fusion"]


@pytest.fixture(scope="session")
def qapp(qapp):
    add_fonts(("Inter-Regular.ttf", "Inter-Bold.ttf", "Inter-Italic.ttf", "Symboles-Regular.ttf"))
    return qapp


@pytest.fixture(scope="session")
def petit() -> Corpus:
    corpus = read_folder(CONTENU)
    assert corpus.problemes == ()
    return corpus


@pytest.fixture
def services(tmp_path: Path, petit: Corpus) -> Services:
    def engine(corpus: Corpus) -> SearchEngine:
        made = SearchEngine(corpus, tmp_path / "cache")
        made.prepare()
        return made

    return Services(
        version="2026.0",
        load_corpus=lambda: petit,
        make_engine=engine,
        content_dir=CONTENU,
        config_dir=tmp_path / "config",
        log_dir=tmp_path / "log",
    )


class Opener:
    """Opens windows and closes them at the end, as a user would.

    Every so many windows what is left is collected and set apart: a look through all that tests and content hold costs as much
    as a window does.
    """

    EVERY = 20
    closed = 0

    def __init__(self, qtbot) -> None:
        self.qtbot = qtbot
        self.sessions: list[WindowSession] = []

    def __call__(self, services: Services, size: tuple[int, int] = (1366, 768)) -> WindowSession:
        session = WindowSession(services)
        self.sessions.append(session)
        session.window.resize(*size)
        session.start()
        self.qtbot.waitUntil(lambda: session._completed, timeout=20_000)
        self.qtbot.waitUntil(
            lambda: (
                session.window.searching.control.engine is not None
                or bool(session.window.searching.control.problem)
                or bool(session.context.problem)
            ),
            timeout=20_000,
        )
        QApplication.processEvents()
        return session

    def close(self) -> None:
        for session in self.sessions:
            session.window.close()
            session.end()
            session.window.deleteLater()
        self.sessions.clear()
        QApplication.sendPostedEvents(None, 52)  # DeferredDelete
        QApplication.processEvents()
        QApplication.instance().setStyleSheet("")
        Opener.closed += 1
        if Opener.closed % self.EVERY == 1 or not gc.get_freeze_count():
            gc.unfreeze()
            gc.collect()
            gc.freeze()


class Leisure:
    """A clock that lets two seconds pass each time it is read: whoever is tested reads before answering."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        self.now += 2.0
        return self.now


@pytest.fixture(autouse=True)
def gestures(qapp):
    """What refuses gestures that were not meant, at leisure; a test of haste gives it a clock of its own."""
    made = Gestures.shared()
    made.clock = Leisure()
    made.begin_anew()
    yield made
    made.begin_anew()


@pytest.fixture
def opener(qtbot):
    made = Opener(qtbot)
    yield made
    made.close()


@pytest.fixture
def session(opener, services) -> WindowSession:
    return opener(services)


@pytest.fixture
def clean_root():
    """The root of the journal, given back as it was."""
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    yield root
    for handler in list(root.handlers):
        if handler not in before:
            root.removeHandler(handler)
            handler.close()
    root.setLevel(level)


@pytest.fixture
def window(session):
    return session.window
