"""The situations of a window without the window: the same store, settings and ways, and a worker whose turn is given by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from desktop.settings import Settings
from desktop.ui.door.place import Place
from desktop.ui.door.services import Services
from desktop.ui.kit.worker import Worker
from desktop.ui.life.app import make_context
from desktop.ui.shell.looks import chosen_mode, theme_for
from desktop.ui.situations.ids import SITUATION
from desktop.ui.situations.room import Decisions
from desktop.ui.situations.situation import Situation


class Turns(Worker):
    """Jobs wait until they are given their turn; a newer one of a key takes the place of the one that waits."""

    def submit(self, key, task, done, failed=None) -> int:
        self._waiting.pop(key, None)
        self._waiting[key] = (task, done, failed)
        return 0

    def run(self) -> None:
        while self._waiting:
            task, done, failed = self._waiting.pop(next(iter(self._waiting)))
            try:
                value = task()
            except Exception as error:
                if failed is None:
                    raise
                failed(error)
            else:
                done(value)

    def drop(self) -> None:
        self._waiting.clear()


class Window:
    """What the page does with a place, and nothing else."""

    def __init__(
        self, folder: Path, questionnaires: Callable[[], object], corpus: object, clock: Callable[[], dt.datetime]
    ) -> None:
        services = Services(
            version="2026.0",
            load_corpus=lambda: corpus,
            make_engine=lambda _corpus: None,
            content_dir=folder,
            config_dir=folder / "config",
            log_dir=folder / "log",
            load_questionnaires=questionnaires,
            data_dir=folder / "data",
        )
        self.worker = Turns()
        self.context = make_context(
            services, Settings(services.config_dir), self.worker, theme_for(chosen_mode("clair"), 100)
        )
        self.context.corpus = corpus
        self.situation = Situation(self.context, Decisions(self.context))
        self.situation.clock = clock
        self.situation.steady = lambda: 0.0
        self.place = Place(SITUATION)
        self.entered: bool | None = None
        self.context.place_requested.connect(self.go)
        self.situation.followed.connect(self.again)
        self.situation.decisions.load()
        self.situation.data.open()
        self.worker.run()

    def go(self, place: Place) -> None:
        self.place = place
        self.entered = self.situation.enter(place.cible)

    def again(self) -> None:
        if self.situation.session is None:
            self.entered = self.situation.enter(self.place.cible)

    def settle(self) -> None:
        self.worker.run()

    def close(self) -> None:
        self.context.closing.emit()
        self._release()

    def kill(self) -> None:
        """As kill -9: what had its turn is on the disk, the rest never was."""
        self.worker.drop()
        store = self.situation.data.store
        assert store is not None
        store._engine.connection.close()
        store._engine.closed = True
        self._release()

    def _release(self) -> None:
        self.situation.watch.deleteLater()
        self.context.deleteLater()
