"""Places: the clone, its virtual environment, the data folder, free ports."""

import os
import socket
import tempfile
from pathlib import Path

from launch.trouble import Trouble, in_words

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
METRICS = "metrics"  # in the data folder: figures of the web server's processes


def data_folder() -> Path:
    """AGENCY_DATA (default var/), made when missing; raises Trouble when it cannot be ours."""
    folder = Path(os.environ.get("AGENCY_DATA") or ROOT / "var").absolute()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        owner = folder.stat().st_uid
    except OSError as error:
        raise in_words(error, f"make the data folder {folder}") from error
    if owner != os.geteuid():
        raise Trouble(
            f"The data folder {folder} belongs to {account_name(owner)}, not to "
            f"{account_name(os.geteuid())}: start as its owner, or set AGENCY_DATA to a folder "
            "of your own."
        )
    try:
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(b"0" * 65536)
            probe.flush()
    except OSError as error:
        raise in_words(error, f"write to the data folder {folder}") from error
    return folder


def account_name(uid: int) -> str:
    import pwd

    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"user {uid}"


def free_port() -> int:
    """A loopback port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
