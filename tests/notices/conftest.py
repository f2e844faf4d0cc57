"""What tests of notices need: the workers' work done at once, and a life at any point."""

import pytest

from agency.kernel import jobs
from ledger import delivery


@pytest.fixture
def carried():
    """carried() delivers everything that waits and makes every paper, as the workers do."""

    def work() -> None:
        for job in jobs.due():
            jobs.run(job)
        for destination in delivery.due_destinations():
            delivery.deliver(destination)

    return work
