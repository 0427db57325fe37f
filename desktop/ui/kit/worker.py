"""The one worker thread: jobs one after the other, only the newest of a kind waits, stale results are dropped."""

from __future__ import annotations

import logging
import sys
import threading
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from PySide6.QtCore import QObject, Signal

from desktop.errors import CapPalliatifError

if TYPE_CHECKING:
    from collections.abc import Callable

logger = logging.getLogger(__name__)
_T = TypeVar("_T")


class Job(NamedTuple):
    """A task of a kind (`key`) with its generation.

    `run` does it on the worker's thread and gives what hands its result over; that, and `failed`, are called on the window's.
    """

    key: str
    generation: int
    run: Callable[[], Callable[[], None]]
    failed: Callable[[Exception], None] | None = None


class _Outcome(NamedTuple):
    """What became of a job: it is to be handed over, or it failed."""

    job: Job
    hand_over: Callable[[], None] | None = None
    error: Exception | None = None


class Worker(QObject):
    """Runs tasks off the window's thread. Generations are counted a key, never a shared flag that could be reset."""

    failed = Signal(str)
    """A task without a handler of its own raised an error of ours: its message, in French."""
    _finished = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._generations: dict[str, int] = {}
        self._waiting: dict[str, Job] = {}
        self._wake = threading.Condition()
        self._stopping = False
        self._thread: threading.Thread | None = None

    def generation(self, key: str) -> int:
        """The newest generation of a key."""
        return self._generations.get(key, 0)

    def submit(
        self,
        key: str,
        task: Callable[[], _T],
        done: Callable[[_T], object],
        failed: Callable[[Exception], None] | None = None,
    ) -> int:
        """Queue a task in place of the one of the same key that waits; returns its generation.

        `done` gets what `task` returned, on the window's thread.
        """

        def run() -> Callable[[], None]:
            value = task()

            def hand_over() -> None:
                done(value)

            return hand_over

        generation = self.supersede(key)
        if self._thread is None:
            self._start()
        with self._wake:
            self._waiting[key] = Job(key, generation, run, failed)
            self._wake.notify()
        return generation

    def _start(self) -> None:
        # Emitted by another thread than this object's own, so Qt queues it.
        self._finished.connect(self._deliver)
        self._thread = threading.Thread(target=self._run, name="travail", daemon=True)
        self._thread.start()

    def supersede(self, key: str) -> int:
        """Take a new generation of a key: what waits is forgotten and what runs will be dropped."""
        with self._wake:
            self._waiting.pop(key, None)
        self._generations[key] = generation = self.generation(key) + 1
        return generation

    def stop(self, timeout: float = 5.0) -> None:
        """Finish the running task and end the thread; waits for it `timeout` seconds at most."""
        with self._wake:
            self._stopping = True
            self._waiting.clear()
            self._wake.notify()
        if self._thread is not None:
            self._thread.join(timeout)
            self._thread = None
            self._finished.disconnect(self._deliver)

    def _run(self) -> None:
        while True:
            with self._wake:
                while not self._waiting and not self._stopping:
                    self._wake.wait()
                if self._stopping:
                    return
                job = self._waiting.pop(next(iter(self._waiting)))
            try:
                outcome = _Outcome(job, job.run())
            except Exception as error:  # noqa: BLE001 - a worker must survive any task; it is logged and said
                outcome = _Outcome(job, error=error)
            if self._stopping:
                return
            self._finished.emit(outcome)

    def _deliver(self, outcome: _Outcome) -> None:
        job, error = outcome.job, outcome.error
        stale = self._stopping or job.generation != self.generation(job.key)
        if error is None:
            if not stale and outcome.hand_over is not None:
                outcome.hand_over()
        elif job.failed is None and not isinstance(error, CapPalliatifError):
            # Nobody expected it: it goes the way of every such error, also when its result is not wanted any more.
            sys.excepthook(type(error), error, error.__traceback__)
        else:
            logger.error("task %s failed", job.key, exc_info=error)
            if not stale:
                (job.failed or self._tell)(error)

    def _tell(self, error: Exception) -> None:
        self.failed.emit(str(error))
