"""Trouble on the operator's machine, said in one sentence."""

import errno


class Trouble(Exception):
    """The launcher cannot go on; the message is the whole sentence that the operator reads."""


DISK_FULL = "No space left on device"


def in_words(error: OSError, doing: str) -> Trouble:
    """The sentence for a failing system call while `doing` something ("write var/secrets.json")."""
    if error.errno == errno.ENOSPC:
        return Trouble(f"The disk is full: could not {doing}. Free some space and start again.")
    return Trouble(f"Could not {doing}: {error.strerror or error}.")
