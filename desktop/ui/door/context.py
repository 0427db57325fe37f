"""What a page is given: services, signals and ways to move. It stands in for the window, which no page ever sees."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from desktop.text.typography import french
from desktop.ui.door.ids import READING
from desktop.ui.door.place import Place

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.corpus.model import Corpus
    from desktop.settings import Settings
    from desktop.ui.access.user_data import UserData
    from desktop.ui.door.registry import Registry
    from desktop.ui.door.services import Services
    from desktop.ui.kit.theme import Theme
    from desktop.ui.kit.worker import Worker

_T = TypeVar("_T")


class Context(QObject):
    """Services, signals and navigation for pages.

    `corpus` is None until `corpus_ready` was emitted; a page built later finds it set. `theme` holds the colours and sizes of
    now and is replaced before `theme_changed` is emitted.
    """

    corpus_ready = Signal()
    """The content was read (or could not be: see `problem`)."""
    search_ready = Signal()
    """The search engine answers."""
    theme_changed = Signal()
    """Colours or text size changed: `theme` is new."""
    annotations_changed = Signal()
    """Emit it when bookmarks or notes changed: the reader draws them anew and the search takes them in."""
    resume_changed = Signal()
    """Emit it when « Reprendre » on the home page may have new lines."""
    place_requested = Signal(object)
    """A page wants to go to a `Place`; the window follows."""
    state_changed = Signal()
    """The page's `state()` is worth keeping now (it is asked anyway when the page is left)."""
    message = Signal(str)
    """A short sentence for the foot of the window, gone after a few seconds."""
    query_requested = Signal(str)
    """Put these words into the search field and search."""
    settings_changed = Signal(str)
    """A setting (its id) has another value: whatever shows it draws it anew."""
    options_changed = Signal(str)
    """What may be chosen for a setting (its id) came to be known, or changed."""
    ran = Signal(str)
    """A command (its id) is about to run."""
    closing = Signal()
    """The window closes, the worker has stopped: write what is still to be written, release files."""

    def __init__(
        self, services: Services, settings: Settings, registry: Registry, worker: Worker, theme: Theme
    ) -> None:
        super().__init__()
        self.services = services
        self.settings = settings
        settings.changed = self.settings_changed.emit
        self.registry = registry
        self.worker = worker
        self.theme = theme
        self.corpus: Corpus | None = None
        self.problem = ""
        self._data: UserData | None = None

    @property
    def data(self) -> UserData:
        """The user's own data, made at the first need: the first paint waits for nothing of the store."""
        if self._data is None:
            from desktop.ui.access.user_data import UserData

            self._data = UserData(self.services.data_dir, self.worker, self.say, self)
            self.closing.connect(self._data.close)
        return self._data

    @property
    def has_data(self) -> bool:
        """Whether anything asked for the user's own data yet."""
        return self._data is not None

    def go(self, page: str, cible: str = "", *, requete: str = "", etat: str = "") -> None:
        """Show a page, and remember the way back."""
        self.place_requested.emit(Place(page, cible, requete, etat))

    def open_content(self, identifiant: str) -> None:
        """Open the reader at a document, a rubrique or a règle."""
        self.go(READING, identifiant)

    def search(self, words: str) -> None:
        """Type words into the search field for the user."""
        self.query_requested.emit(words)

    def run(self, command_id: str) -> None:
        """Run a registered command if it can be run now."""
        command = self.registry.commands[command_id]
        if command.is_enabled:
            self.ran.emit(command_id)
            command.handler()

    def say(self, sentence: str) -> None:
        """Tell the user briefly that something was done."""
        self.message.emit(french(sentence))

    def in_background(self, key: str, task: Callable[[], _T], done: Callable[[_T], object]) -> None:
        """Run `task` on the one worker thread; `done` gets its result on the window's thread.

        A newer task of the same `key` replaces the one that waits, and the result of the older one is dropped. A task that
        raises is written to the log and said at the foot of the window.
        """
        self.worker.submit(key, task, done)
