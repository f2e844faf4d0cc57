"""Runs the benches, or those named: `make bench`, `python3 -m launch bench pdf`."""

import subprocess
import sys

# Each is a module of this folder with a `main` that needs no argument.
IN_THE_DEMO = ["pdf", "delivery", "webhooks", "signatures", "slow_clients", "witness"]
IN_A_WORLD = ["over_http"]  # in a large one, kept from run to run
BENCHES = [*IN_THE_DEMO, *IN_A_WORLD]


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
