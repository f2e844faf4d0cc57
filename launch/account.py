"""As whom a server process runs: PostgreSQL refuses root, so root needs a way round.

ordinary user ─▶ as is
root, user namespaces allowed ─▶ `unshare -U`: files stay root's, no account, no mode changed
root otherwise ─▶ the account `nobody`, with program and data in a folder of our own
"""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from launch.trouble import Trouble, in_words

OUR_FOLDER = Path("/var/lib/iisa")


@dataclass(frozen=True)
class Account:
    """How to start a process: words put before its command, and subprocess options."""

    prefix: list[str] = field(default_factory=list)
    options: dict[str, Any] = field(default_factory=dict)
    uid: int | None = None  # set only when the process runs as somebody else
    gid: int | None = None

    @property
    def is_other(self) -> bool:
        return self.uid is not None

    def give(self, folder: Path) -> None:
        """Make `folder`, which must be ours, and everything in it belong to this account."""
        uid = os.geteuid() if self.uid is None else self.uid
        gid = os.getegid() if self.gid is None else self.gid
        if folder.stat().st_uid == uid:
            return
        for path in [folder, *folder.rglob("*")]:
            os.chown(path, uid, gid, follow_symlinks=False)


def find() -> Account:
    """The account for a server that refuses to run as root."""
    if os.geteuid() != 0:
        return Account()
    if shutil.which("unshare") and _quiet(["unshare", "-U", "true"]):
        return Account(prefix=["unshare", "-U"])
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError:
        raise Trouble(
            "PostgreSQL refuses to run as root and this system has no account `nobody`: "
            "start as an ordinary user."
        ) from None
    options = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    return Account(options=options, uid=nobody.pw_uid, gid=nobody.pw_gid)


def our_folder() -> Path:
    """A folder of ours that every account may enter, unlike a clone under /root."""
    try:
        OUR_FOLDER.mkdir(parents=True, exist_ok=True)
        OUR_FOLDER.chmod(0o755)
    except OSError as error:
        raise in_words(error, f"make {OUR_FOLDER}") from error
    return OUR_FOLDER


def dies_with_us() -> list[str]:
    """Words before a command that end the process when the launcher itself is killed."""
    found = shutil.which("setpriv")
    return [found, "--pdeathsig", "INT"] if found else []


def reachable_by_others(path: Path) -> bool:
    """True when any account may enter every folder above `path`."""
    return all(parent.stat().st_mode & 0o001 for parent in path.resolve().parents)


def _quiet(command: list[str]) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0
