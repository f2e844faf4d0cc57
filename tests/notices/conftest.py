"""What tests of notices need: the workers' work done at once, and a life at any point."""

import pytest

from kernel.jobs import running
from ledger.delivery import delivering


@pytest.fixture
def carried():
    """carried() delivers everything that waits and makes every paper, as the workers do."""

    def work() -> None:
        for job in running.due():
            running.run(job)
        for destination in delivering.due_destinations():
            delivering.deliver(destination)

    return work
