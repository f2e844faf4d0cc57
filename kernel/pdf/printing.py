"""Prints a template as PDF, and lets no document reach beyond what it was given."""

import gc
import hashlib
import io
import logging
import os
import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import segno
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import translation
from PIL import Image, ImageFile, ImageOps

from kernel.pdf import fonts, text_layer

RIGHT_TO_LEFT = {"ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"}
PHOTO_FORMATS = ("JPEG", "PNG", "WEBP")
PHOTO_SIZE = (900, 1200)
MAX_PHOTOS_KEPT = 8  # of a process: many offices ask for papers of the same notice
STATIC_NAME = re.compile(r"static:((?:css|img)/[a-z0-9-]+\.(css|svg|png|jpg))")
LINKED = re.compile(r'<link rel="stylesheet" href="(static:css/[a-z0-9-]+\.css)">')
MEDIA_TYPES = {
    "css": "text/css",
    "svg": "image/svg+xml",
    "png": "image/png",
    "jpg": "image/jpeg",
}

# Pango's font maps are not made for threads; one document at a time in a process.
_one_at_a_time = threading.Lock()
_photos: dict[str, "Picture"] = {}  # by the digest of what they were made of


class AddressRefused(Exception):
    """A document named an address outside itself. That is a fault of its template."""


class NotAPhoto(ValueError):
    """The bytes are not a photograph that can be printed."""


@dataclass(frozen=True)
class Picture:
    """An image made in memory, which a template names as `memory:NAME`."""

    data: bytes
    media_type: str


def render(
    template: str,
    context: Mapping[str, Any],
    *,
    language: str,
    pictures: Mapping[str, Picture] | None = None,
) -> bytes:
    """Render `template` with `context` in `language` and return the PDF.

    Equal input gives equal bytes. The document may name `static:css/NAME.css`, `static:img/NAME`
    and `memory:NAME` of `pictures`; any other address raises AddressRefused.
    """
    given = {"language": language, "direction": direction(language), **context}
    with translation.override(language):
        html = render_to_string(template, given)
    with _one_at_a_time, _uncollected():
        return _print(html, dict(pictures or {}), language)


def direction(language: str) -> str:
    """Return "rtl" or "ltr" for a language tag."""
    return "rtl" if language.split("-")[0].lower() in RIGHT_TO_LEFT else "ltr"


def qr(text: str) -> Picture:
    """Return a QR code of `text`, drawn as SVG."""
    drawn = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        drawn, kind="svg", xmldecl=False, svgns=True, border=0, omitsize=True
    )
    return Picture(drawn.getvalue(), "image/svg+xml")


def photo(data: bytes) -> Picture:
    """Return a photograph as a plain JPEG of at most 900 × 1200 points, without its metadata.

    Raises NotAPhoto for anything but a JPEG, PNG or WebP of reasonable size.
    """
    digest = hashlib.sha256(data).hexdigest()
    if (known := _photos.get(digest)) is None:
        known = _scaled(data)
        if len(_photos) >= MAX_PHOTOS_KEPT:
            _photos.clear()
        _photos[digest] = known
    return known


def _scaled(data: bytes) -> Picture:
    try:
        with Image.open(io.BytesIO(data), formats=PHOTO_FORMATS) as opened:
            opened.draft("RGB", PHOTO_SIZE)
            upright = ImageOps.exif_transpose(opened).convert("RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as fault:
        raise NotAPhoto(str(fault)) from fault
    upright.thumbnail(PHOTO_SIZE)
    written = io.BytesIO()
    upright.save(written, "JPEG", quality=82, optimize=True)
    return Picture(written.getvalue(), "image/jpeg")


def warm_up() -> None:
    """Load WeasyPrint and the fonts now, so that the first paper need not wait for them."""
    with _one_at_a_time:
        _engine()


@dataclass(frozen=True)
class _Engine:
    weasyprint: Any
    font_configuration: Any


@cache
def _engine() -> _Engine:
    fonts.prepare(Path(settings.AGENCY_DATA) / "fonts")
    # Imported late: fontconfig reads its file at import, and a web process never needs it.
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    # WeasyPrint switches this on for the whole process: half a photograph would pass as whole.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    for name in ("fontTools", "weasyprint"):
        logging.getLogger(name).setLevel(logging.ERROR)
    return _Engine(weasyprint, FontConfiguration())


def _print(html: str, pictures: dict[str, Picture], language: str) -> bytes:
    engine = _engine()
    from weasyprint.urls import FatalURLFetchingError

    sheets = [_style_sheet(address) for address in LINKED.findall(html)]
    document = engine.weasyprint.HTML(string=LINKED.sub("", html), url_fetcher=_Fetcher(pictures))
    try:
        with _standing_clock(), text_layer.kept(language) as layer:
            made: bytes = document.write_pdf(
                font_config=engine.font_configuration,
                stylesheets=sheets,
                pdf_tags=True,
                finisher=layer.finish,
            )
    except FatalURLFetchingError as fault:
        raise AddressRefused(str(fault)) from fault.__cause__
    return made


@cache
def _style_sheet(address: str) -> Any:
    """Return a style sheet of ours, read once: most of its rules are for every document."""
    engine = _engine()
    return engine.weasyprint.CSS(
        url=address, url_fetcher=_Fetcher({}), font_config=engine.font_configuration
    )


@contextmanager
def _uncollected() -> Iterator[None]:
    """Look for garbage once, when a document is done, and only in what was made for it.

    A document is some hundred thousand objects that live until its end. Python would walk through
    them, and through all that the process has loaded, again and again meanwhile.
    """
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.collect(0)
        if before:
            gc.enable()


@contextmanager
def _standing_clock() -> Iterator[None]:
    # Embedded fonts carry the time they were cut at, unless this variable stops it.
    before = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = "0"
    try:
        yield
    finally:
        if before is None:
            del os.environ["SOURCE_DATE_EPOCH"]
        else:
            os.environ["SOURCE_DATE_EPOCH"] = before


class _Fetcher:
    """Answers WeasyPrint's requests from the given pictures and the project's static files."""

    # WeasyPrint stops the document at the first address that can't be had.
    _fail_on_errors = True

    def __init__(self, pictures: dict[str, Picture]) -> None:
        self.pictures = pictures

    def __call__(self, url: str) -> Any:
        from weasyprint.urls import URLFetcherResponse

        picture = self._find(url)
        return URLFetcherResponse(url, picture.data, {"Content-Type": picture.media_type})

    fetch = __call__

    def _find(self, url: str) -> Picture:
        if url.startswith("memory:") and (known := self.pictures.get(url[7:])):
            return known
        if (named := STATIC_NAME.fullmatch(url)) and (found := finders.find(named[1])):
            return Picture(Path(found).read_bytes(), MEDIA_TYPES[named[2]])
        raise AddressRefused(url)
