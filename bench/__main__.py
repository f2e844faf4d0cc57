"""Runs the benches, or those named: `make bench`, `python3 -m launch bench pdf`."""

import subprocess
import sys

# Each is a module of this folder with a `main` that needs no argument.
BENCHES = ["pdf", "delivery", "webhooks", "cases", "desk", "signatures", "slow_clients", "witness"]


def main(wanted: list[str]) -> int:
    """The number of benches that failed."""
    if unknown := set(wanted) - set(BENCHES):
        print(f"No such bench: {', '.join(sorted(unknown))}. There are: {', '.join(BENCHES)}.")
        return 2
    failed = 0
    for name in wanted or BENCHES:
        print(f"--- {name}", flush=True)
        failed += bool(subprocess.call([sys.executable, "-m", f"bench.{name}"]))
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
