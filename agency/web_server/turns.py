"""Which task a free thread takes next: callers take turns, and few passwords are tried at a time.

A caller is a network address (of IPv6 a /64); whoever tries a password from a browser that an
officer came in with before is that browser, and comes before those whom nobody knows.
"""

from collections import Counter, deque
from enum import Enum
from typing import Any, NamedTuple

from waitress.task import ThreadedTaskDispatcher

HASHES = 1  # passwords or secrets of one kind that a process tries at a time
WAITING = 24  # of unknown callers, for their password to be tried
WAITING_OF_ONE = 8  # of them from one address


class Kind(Enum):
    """Kinds of tasks by what they cost; a free thread looks for one in this order."""

    KNOWN_SIGN_IN = "sign_in", 1
    SIGN_IN = "sign_in", 2
    TOKEN = "token", 3
    OTHER = "other", 4

    @property
    def slot(self) -> str:
        """Kinds of one slot share its threads."""
        return self.value[0]


class Turn(NamedTuple):
    """The caller that a task is for, and its kind."""

    who: str
    kind: Kind = Kind.OTHER


class Turns:
    """Tasks that wait (in `task.turn`, whom each is for), and how many of each caller run.

    Used under the lock of the threads that share it.
    """

    def __init__(self) -> None:
        self.threads = 1
        self.lanes: dict[Kind, dict[str, deque[Any]]] = {kind: {} for kind in Kind}
        self.running, self.busy = Counter[str](), Counter[str]()

    def __len__(self) -> int:
        return sum(len(tasks) for lane in self.lanes.values() for tasks in lane.values())

    def append(self, task: Any) -> None:
        """Let a task wait."""
        turn: Turn = task.turn
        self.lanes[turn.kind].setdefault(turn.who, deque()).append(task)

    def take(self) -> tuple[Turn, Any] | None:
        """The task whose turn it is; None where all that wait are of callers who have their share.

        Half of the threads is the most that one caller has; `done` gives it back.
        """
        for kind, lane in self.lanes.items():
            if self.busy[kind.slot] >= (self.threads if kind is Kind.OTHER else HASHES):
                continue
            for who in lane:
                if self.running[who] < max(1, self.threads // 2):
                    self.running[who] += 1
                    self.busy[kind.slot] += 1
                    return Turn(who, kind), self._next_of(lane, who)
        return None

    def done(self, turn: Turn) -> None:
        """The thread of such a task is free again."""
        self.busy[turn.kind.slot] -= 1
        self.running[turn.who] -= 1
        if not self.running[turn.who]:
            del self.running[turn.who]

    def popleft(self) -> Any:
        """Any of them; for those that are given up at the end."""
        lane = next(lane for lane in self.lanes.values() if lane)
        return self._next_of(lane, next(iter(lane)))

    def has_no_room(self, turn: Turn) -> bool:
        """Whether so many wait for their password to be tried that no more may."""
        if turn.kind in (Kind.KNOWN_SIGN_IN, Kind.OTHER):
            return False
        lane = self.lanes[turn.kind]
        own = len(lane.get(turn.who, ()))
        return own >= WAITING_OF_ONE or sum(map(len, list(lane.values()))) >= WAITING

    @staticmethod
    def _next_of(lane: dict[str, deque[Any]], who: str) -> Any:
        """A task of a caller, who then stands behind all others."""
        tasks = lane.pop(who)
        task = tasks.popleft()
        if tasks:
            lane[who] = tasks
        return task


class Threads(ThreadedTaskDispatcher):
    """The threads of a process, which do the tasks that wait in their turn."""

    def __init__(self) -> None:
        super().__init__()
        self.queue: Any = Turns()

    def set_thread_count(self, count: int) -> None:
        self.queue.threads = max(1, count)
        super().set_thread_count(count)

    def handler_thread(self, thread_no: int) -> None:
        while (found := self._wait(thread_no)) is not None:
            turn, task = found
            try:
                task.service()
            except BaseException:
                self.logger.exception("Exception when servicing %r", task)
            with self.lock:
                self.queue.done(turn)
                self.queue_cv.notify()

    def _wait(self, thread_no: int) -> tuple[Turn, Any] | None:
        """The next task for a thread; None when the thread shall end."""
        with self.lock:
            while not self.stop_count:
                found: tuple[Turn, Any] | None = self.queue.take()
                if found is not None:
                    return found
                self.active_count -= 1
                self.queue_cv.wait()
                self.active_count += 1
            self.active_count -= 1
            self.stop_count -= 1
            self.threads.discard(thread_no)
            self.thread_exit_cv.notify()
            return None
