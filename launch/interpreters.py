"""The Python of this machine of which the product's environment is made.

Distributions ship an interpreter that was built with its profile; one that a person compiled by
himself often was not, and then every page, worker and test takes up to half as long again. So the
interpreters that are here are tried, and the quickest is taken.
"""

import os
import shutil
import subprocess
import sys
import sysconfig

VERSIONS = (11, 12, 13, 14)  # of Python 3: the product was tried with each (docs/operations.md)
CLEARLY_QUICKER = 0.9  # of the time of the one that started us: less is worth a change
# Processor seconds of the quickest of five rounds of calls, look-ups and texts, as pages need them.
TRIAL = """
import os, sys, time, ensurepip
class A:
    def __init__(self, x): self.x = x
    def get(self): return self.x
def round():
    began, found = time.process_time(), {}
    for i in range(40000):
        a = A(i); found[str(i % 1000)] = a.get(); isinstance(a, A); [j for j in (1, 2) if j]
    return time.process_time() - began
print(min(round() for _ in range(5)), os.path.realpath(sys.executable))
"""


def quickest() -> str:
    """The path of the interpreter to use: ours, or one that is clearly quicker; says so then."""
    own = _seconds(sys.executable)
    found = {path: seconds for path in _others() if (seconds := _seconds(path))}
    best = min(found, key=lambda path: found[path], default="")
    if not best or (own and found[best] > own * CLEARLY_QUICKER):
        return sys.executable
    print(f"Taking {best}: {_compared(found[best], own)}.", flush=True)
    return best


def remark() -> str:
    """A sentence about the running interpreter, where its operator should know one; else ""."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    if sys.version_info.minor not in VERSIONS:
        tried = f"3.{VERSIONS[0]} to 3.{VERSIONS[-1]}"
        return f"Python {version} was not tried with this version of the system, only {tried}."
    if "--enable-optimizations" not in (sysconfig.get_config_var("CONFIG_ARGS") or ""):
        return (
            f"This Python {version} was built without its profile: everything takes up to half as "
            "long again. One from Debian's packages is quicker."
        )
    return ""


def _others() -> list[str]:
    """Others of a version that was tried, on the path and where Debian puts its own."""
    places = f"{os.environ.get('PATH', '')}:/usr/local/bin:/usr/bin".split(":")
    named = [(f"python3.{minor}", place) for minor in VERSIONS for place in places]
    known, found = {os.path.realpath(sys.executable)}, []
    for path in filter(None, (shutil.which(name, path=place) for name, place in named)):
        # A script in between, as pyenv puts one on the path, leads to an interpreter elsewhere.
        real = _tried(path)[1]
        if real and real not in known:
            known.add(real)
            found.append(real)
    return found


def _seconds(path: str) -> float:
    """Processor seconds of the trial; 0 where it cannot run or make an environment."""
    return min(_tried(path)[0] for _ in range(2))


def _tried(path: str) -> tuple[float, str]:
    """(processor seconds, the interpreter that it is); (0, "") where the trial cannot run."""
    try:
        done = subprocess.run(
            [path, "-I", "-c", TRIAL], capture_output=True, text=True, check=False, timeout=30
        )
        seconds, real = done.stdout.strip().split(" ", 1) if done.returncode == 0 else ("0", "")
        return float(seconds), real
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return 0.0, ""


def _compared(best: float, own: float) -> str:
    """Words on why another than ours is taken."""
    if not own:
        return f"{sys.executable} cannot make an environment"
    return f"it is {round(100 * (1 - best / own))} % quicker than {sys.executable}"
