"""What PostgreSQL is told about the machine; its own defaults are for one of 1 GB with slow disks.

`python3 -m launch.postgres_settings 32` prints the settings for a server with 32 GB of memory, for
a PostgreSQL of your own (docs/operations.md).
"""

import sys
from pathlib import Path

# Where a container's limit stands (cgroup 2 and 1); "max", or more than there is, is none.
LIMITS = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")
MB_WHERE_UNKNOWN = 2048

# How a plan is chosen: the same in tests, so that a plan seen there is the one that runs. Solid
# disks read a page anywhere at nearly the cost of the next one.
PLANS = ("random_page_cost=1.1",)
WRITING = (
    "max_wal_size=4GB",  # checkpoints by the clock, not by a busy quarter of an hour
    "checkpoint_timeout=15min",
)


def fitted(memory_mb: int) -> list[str]:
    """Settings, "name=value" each, for a machine that PostgreSQL shares with the whole system.

    An eighth of the memory holds pages (a quarter is usual where nothing else runs), half is what
    the system may be trusted to keep of files. Each sort or bitmap may use a 256th: below
    some 30 MB the bitmap of a common word loses rows, and all of its pages are read again.
    """
    return [
        f"shared_buffers={_within(memory_mb // 8, 128, 16_384)}MB",
        f"effective_cache_size={memory_mb // 2}MB",
        f"work_mem={_within(memory_mb // 256, 4, 64)}MB",
        f"maintenance_work_mem={_within(memory_mb // 32, 64, 1024)}MB",
        *PLANS,
        *WRITING,
    ]


def memory_mb() -> int:
    """Megabytes of this machine, or of this container where it has less."""
    try:
        words = Path("/proc/meminfo").read_text().partition("MemTotal:")[2].split()
        found = [int(words[0]) // 1024]
    except (OSError, IndexError, ValueError):
        found = [MB_WHERE_UNKNOWN]
    for place in LIMITS:
        try:
            found.append(int(Path(place).read_text()) >> 20)
        except (OSError, ValueError):
            continue
    return min(found)


def _within(value: int, least: int, most: int) -> int:
    return max(least, min(most, value))


if __name__ == "__main__":
    if len(sys.argv) != 2 or not sys.argv[1].isdigit() or int(sys.argv[1]) < 1:
        sys.exit("Say how many GB of memory the server has: python3 -m launch.postgres_settings 32")
    print("\n".join(fitted(int(sys.argv[1]) * 1024)))
