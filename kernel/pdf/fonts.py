"""The fonts of printed documents: where fontconfig finds them, and what the machine lacks."""

import ctypes
import os
import tempfile
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from django.core.checks import CheckMessage, Error, Warning, register
from django.utils.translation import gettext as _

from kernel.pdf import static_fonts

FONT_WHEELS = ("manimgx_fonts", "noto_cjk_sans_otc")
SYSTEM_FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))

# Families by the name a style sheet may ask for, first choice first.
FAMILIES = {
    "sans-serif": ("Noto Sans", "Noto Sans Arabic", "Noto Sans CJK SC"),
    "serif": ("Noto Serif", "Noto Sans", "Noto Sans Arabic", "Noto Sans CJK SC"),
    "monospace": ("Noto Sans Mono", "DejaVu Sans Mono", "Noto Sans"),
}

# What WeasyPrint opens, and the Debian package that brings it.
NEEDED = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
}
WANTED = {"libharfbuzz-subset.so.0": "libharfbuzz-subset0"}
APT_COMMAND = "apt-get install --no-install-recommends"


def prepare(folder: Path, *, with_system_fonts: bool = True) -> Path:
    """Write a fontconfig file into `folder`, point FONTCONFIG_FILE at it and return its path.

    Has to run before WeasyPrint is imported: fontconfig reads the variable once per process.
    Several processes may call it at the same time. The first call on a machine takes some ten
    seconds, see `static_fonts`.
    """
    folder = folder.absolute()
    (folder / "cache").mkdir(parents=True, exist_ok=True)
    static_fonts.cut(wheel_folders()[0], folder / "static")
    system = list(SYSTEM_FOLDERS) if with_system_fonts else []
    places = [folder / "static", *wheel_folders(), *system]
    target = folder / "fonts.conf"
    _write_whole(target, configuration(places, folder / "cache"))
    os.environ["FONTCONFIG_FILE"] = str(target)
    return target


def wheel_folders() -> list[Path]:
    """Return the folders of the installed font wheels; LookupError names a missing one."""
    folders = []
    for name in FONT_WHEELS:
        spec = find_spec(name)
        if spec is None or not spec.submodule_search_locations:
            raise LookupError(f"The font package {name} is not installed.")
        folders.append(Path(next(iter(spec.submodule_search_locations))))
    return folders


def configuration(places: Sequence[Path], cache: Path) -> str:
    """Return the text of a fontconfig file that knows `places` and nothing else."""
    lines = ['<?xml version="1.0"?>', '<!DOCTYPE fontconfig SYSTEM "fonts.dtd">', "<fontconfig>"]
    lines += [f"<dir>{escape(str(place))}</dir>" for place in places]
    # Their fixed weights stand in for them.
    hidden = [name.replace("[", "?").replace("]", "?") for name in static_fonts.HOT]
    globs = "".join(f"<glob>*/{name}</glob>" for name in hidden)
    lines.append(f"<selectfont><rejectfont>{globs}</rejectfont></selectfont>")
    lines.append(f"<cachedir>{escape(str(cache))}</cachedir>")
    for asked, given in FAMILIES.items():
        families = "".join(f"<family>{name}</family>" for name in given)
        lines.append(f"<alias><family>{asked}</family><prefer>{families}</prefer></alias>")
    lines.append("</fontconfig>")
    return "\n".join(lines) + "\n"


@register("pdf")
def check_libraries(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Name the system libraries that WeasyPrint lacks, with the one command that brings them."""
    missing = [package for library, package in NEEDED.items() if not _opens(library)]
    slow = [package for library, package in WANTED.items() if not _opens(library)]
    command = f"{APT_COMMAND} {' '.join(missing + slow)}"
    if missing:
        text = _("PDF documents can't be made: %(packages)s is missing.")
        return [Error(_named(text, missing + slow), hint=_hint(command), id="kernel.E010")]
    if slow:
        text = _("PDF documents take about 18 times as long: %(packages)s is missing.")
        return [Warning(_named(text, slow), hint=_hint(command), id="kernel.W010")]
    return []


def _named(text: str, packages: list[str]) -> str:
    return text % {"packages": ", ".join(packages)}


def _hint(command: str) -> str:
    return _("Run as root: %(command)s") % {"command": command}


def _opens(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _write_whole(target: Path, text: str) -> None:
    if target.exists() and target.read_text() == text:
        return
    with tempfile.NamedTemporaryFile("w", dir=target.parent, delete=False) as draft:
        draft.write(text)
    # Another process may be reading the old file: it sees either all of it or all of this one.
    os.replace(draft.name, target)
