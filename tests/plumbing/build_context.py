"""A reader of .dockerignore: the files of a folder that are sent to be built into an image.

Rules as Docker documents them for that file: the last pattern that matches a path, or a folder
above it, decides; `!` brings back; `*` and `?` stop at a slash, `**` does not.
"""

import re
from collections.abc import Iterable
from pathlib import PurePosixPath


def sent(names: Iterable[str], ignore: str) -> set[str]:
    """Those of the files, named from the root of the context, that `ignore` lets through."""
    rules = [_rule(line) for line in ignore.splitlines() if line.strip() and line[0] != "#"]
    return {name for name in names if not _is_left_out(PurePosixPath(name), rules)}


def _is_left_out(path: PurePosixPath, rules: list[tuple[bool, re.Pattern[str]]]) -> bool:
    above = [str(path), *(str(folder) for folder in path.parents if str(folder) != ".")]
    left_out = False
    for leaves_out, pattern in rules:
        if left_out != leaves_out and any(pattern.fullmatch(name) for name in above):
            left_out = leaves_out
    return left_out


def _rule(line: str) -> tuple[bool, re.Pattern[str]]:
    leaves_out = not line.startswith("!")
    parts = re.split(r"(\*\*/|\*\*|\*|\?|\[[^]]*\])", line.strip().removeprefix("!").strip("/"))
    known = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    words = [known.get(part) or (part if part[:1] == "[" else re.escape(part)) for part in parts]
    return leaves_out, re.compile("".join(words))
