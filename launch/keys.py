"""Secrets of one data folder: made once, kept in secrets.json (mode 0600)."""

import json
import os
import secrets
from collections.abc import Iterable
from pathlib import Path

from launch.servers import new_passwords
from launch.trouble import Trouble, in_words

NAMES = ("SECRET_KEY", "FILE_KEY", "FINGERPRINT_KEY")


def load(folder: Path) -> dict[str, str]:
    """Keys of the system, passwords of the embedded servers, and `name`, this folder's own.

    A key that the folder does not have yet, since it was made by an earlier version, is added.
    """
    path = folder / "secrets.json"
    try:
        if not path.exists():
            _write(path)
        keys: dict[str, str] = json.loads(path.read_text())
        wanted = new_passwords() | _new(NAMES)
        if added := {name: word for name, word in wanted.items() if name not in keys}:
            keys |= added  # of a role or a use that an older version did not have
            write_private(path, json.dumps(keys, indent=1))
        return keys
    except OSError as error:
        raise in_words(error, f"read or write {path}") from error
    except ValueError:
        raise Trouble(f"{path} is damaged: restore it from its backup.") from None


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner may read, whole or not at all."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with open(handle, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.rename(path)


def _write(path: Path) -> None:
    made = {"name": f"data-{secrets.token_hex(8)}"} | new_passwords()
    made |= _new(NAMES)
    write_private(path, json.dumps(made, indent=1))


def _new(names: Iterable[str]) -> dict[str, str]:
    return {name: secrets.token_urlsafe(48) for name in names}
