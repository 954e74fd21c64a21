"""Background work: one executor, one job at a time, answers delivered on the GUI thread (DESIGN 4).

    self.place.work.run(
        lambda progress: safety.backup(desk, progress=progress),
        self._backed_up,
        label=t("正在备份"),                     # with a label the status strip shows progress and 停止 (Esc)
        owner=self,                             # when the page is gone, nothing is delivered
    )

`failed` gets known troubles and `Cancelled`; without it a `Trouble` goes to the messages' trouble dialog and a bug to the
bug dialog. A job that was stopped raises `Cancelled` inside the work at its next progress call and changes nothing.
"""

import logging
import threading
import time
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal

from station_desk.domain.progress import Cancelled, Progress

T = TypeVar("T")
_STEP = 0.05
"""Progress is told at most every so many seconds; the last step always."""

log = logging.getLogger(__name__)


class Job(QObject):
    """One piece of work. Signals arrive on the GUI thread."""

    progressed = Signal(int, int)
    ended = Signal()
    _answered = Signal(object, object)

    def __init__(
        self,
        work: Callable[[Progress], Any],
        done: Callable[[Any], object] | None,
        failed: Callable[[Exception], object],
        label: str,
        owner: QObject | None,
    ) -> None:
        super().__init__()
        self.label = label
        self._work, self._done, self._failed, self._owner = work, done, failed, owner
        self._stop = threading.Event()
        self._told = 0.0
        self._answered.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def cancel(self) -> None:
        """Ask the work to stop at its next step."""
        self._stop.set()

    @property
    def cancelled(self) -> bool:
        return self._stop.is_set()

    def progress(self, done: int, total: int) -> None:
        """What the work calls; raises `Cancelled` once it was asked to stop."""
        if self._stop.is_set():
            raise Cancelled
        now = time.monotonic()
        if now - self._told >= _STEP or done >= total:
            self._told = now
            self.progressed.emit(done, total)

    def perform(self) -> None:
        """Do the work, in the background thread; every outcome becomes an answer."""
        try:
            if self._stop.is_set():
                raise Cancelled
            answer = self._work(self.progress)
        except Exception as error:  # noqa: BLE001 - delivered whole to the GUI thread, which sorts trouble from bug
            self._answered.emit(None, error)
        else:
            self._answered.emit(answer, None)

    def _deliver(self, answer: object, error: Exception | None) -> None:
        try:
            if self._owner is not None and not shiboken6.isValid(self._owner):
                return
            if error is not None:
                self._failed(error)
            elif self._done is not None:
                self._done(answer)
        finally:
            self.ended.emit()


class Work(QObject):
    """The one background thread of the window."""

    busy_changed = Signal(object)  # the labelled Job that runs, or None
    rested = Signal()  # everything that was asked is done and delivered

    def __init__(self, on_error: Callable[[Exception], object]) -> None:
        """`on_error` is told of every error that a job does not take itself."""
        super().__init__()
        self._on_error = on_error
        self._queue: SimpleQueue[Job | None] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._jobs: list[Job] = []
        self._closed = False

    def run(
        self,
        work: Callable[[Progress], T],
        done: Callable[[T], object] | None = None,
        failed: Callable[[Exception], object] | None = None,
        *,
        label: str = "",
        owner: QObject | None = None,
    ) -> Job:
        """Do `work(progress)` in the background, then `done(answer)` or `failed(error)` on the GUI thread."""
        job = Job(work, done, failed or self._on_error, label, owner)
        if self._closed:
            return job
        self._jobs.append(job)
        job.ended.connect(lambda: self._end(job))
        self._queue.put(job)
        if self._thread is None:
            self._thread = threading.Thread(target=_perform_all, args=(self._queue,), name="desk-work")
            self._thread.start()
        if label:
            self.busy_changed.emit(self.current())
        return job

    def current(self) -> Job | None:
        """The labelled job that the status strip shows."""
        return next((job for job in self._jobs if job.label), None)

    @property
    def idle(self) -> bool:
        """Whether nothing runs or waits."""
        return not self._jobs

    def close(self) -> None:
        """Stop what runs at its next step and wait for it; nothing is delivered any more."""
        self._closed = True
        for job in self._jobs:
            job.cancel()
        self._queue.put(None)
        if self._thread is not None:
            self._thread.join()
        self._jobs.clear()

    def _end(self, job: Job) -> None:
        if job in self._jobs:
            self._jobs.remove(job)
        if job.label:
            self.busy_changed.emit(self.current())
        if self.idle:
            self.rested.emit()


def _perform_all(queue: "SimpleQueue[Job | None]") -> None:
    """What the background thread does: one job after another until None comes."""
    while (job := queue.get()) is not None:
        job.perform()
