"""What a file is, told by its content: the name and what a browser claims count for nothing."""

import codecs
import io
import warnings

from PIL import Image

PHOTOS = {"image/jpeg", "image/png", "image/webp"}
DOCUMENTS = PHOTOS | {
    "application/pdf",
    "text/plain",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
UNKNOWN = "application/octet-stream"

_OFFICE = {
    "word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_IMAGES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}


def media_type_of(head: bytes, name: str) -> str:
    """The media type of a file that begins with `head` (up to 1 MiB); UNKNOWN refuses it.

    A file that is two things at once, or a script dressed as text, is UNKNOWN.
    """
    if head.startswith(b"%PDF-"):
        return "application/pdf"
    if head.startswith(b"PK\x03\x04"):
        return _office(head)
    image = _image(head)
    if image:
        return image
    return "text/plain" if _is_text(head, name) else UNKNOWN


def _image(head: bytes) -> str:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(head), formats=list(_IMAGES)) as image:
                return _IMAGES[image.format or ""]
    except Exception:  # Pillow raises many kinds; each means "not an image that we take"
        return ""


def _office(head: bytes) -> str:
    if b"[Content_Types].xml" not in head or b"vbaProject" in head:
        return UNKNOWN
    for folder, media_type in _OFFICE.items():
        if folder.encode() in head:
            return media_type
    return UNKNOWN


def _is_text(head: bytes, name: str) -> bool:
    if not name.lower().endswith((".txt", ".csv", ".log")) or b"\0" in head:
        return False
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        start = decoder.decode(head).lstrip()[:200].lower()
    except UnicodeDecodeError:
        return False
    return not start.startswith(("#!", "<", "mz"))


def photo_bytes(content: bytes, longest: int = 1200) -> bytes:
    """A photograph drawn anew as JPEG: at most `longest` pixels, no metadata, no hidden payload.

    Raises ValueError when the content is not a whole image.
    """
    try:
        with Image.open(io.BytesIO(content), formats=list(_IMAGES)) as image:
            if image.width * image.height > 50_000_000:
                raise ValueError("more than 50 megapixels")
            picture = image.convert("RGB")
    except (OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise ValueError(str(error)) from error
    picture.thumbnail((longest, longest))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=85)
    return out.getvalue()
