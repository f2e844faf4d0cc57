"""Beat, which says that it is alive: the container's health check looks at it."""

from pathlib import Path
from typing import Any

from celery.beat import PersistentScheduler


class Scheduler(PersistentScheduler):  # type: ignore[misc]
    """Touches a file beside its schedule at each tick.

    The schedule itself is no sign of life: which files it consists of, and whether their times
    move, depends on the dbm library that this interpreter was built with.
    """

    def tick(self, *args: Any, **kwargs: Any) -> float:
        """Send what is due; returns the seconds until the next tick."""
        wait: float = super().tick(*args, **kwargs)
        Path(f"{self.schedule_filename}.ticked").touch()
        return wait
