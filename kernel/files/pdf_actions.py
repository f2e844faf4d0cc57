"""PDFs that do something when they are opened, call out, or hold other files.

A PDF is looked through as bytes, object streams unpacked, and never by a parser that may read it
differently from the reader's own: names have one spelling once `#` escapes are undone, and objects
can hide in object streams only (ISO 32000-1 §7.3.5, §7.5.7, §12.6.4). Such a stream is packed in
one way, Flate without a predictor, and begins with the numbers of its objects; anything else that
readers may unpack otherwise cannot be looked into.
"""

import re
import zlib
from collections.abc import Iterator

from kernel.files.unreadable import Unreadable

MAX_UNPACKED_BYTES = 32 * 1024 * 1024  # of all object streams
MAX_HEAD_BYTES = 4096  # of the dictionary of an object stream
MAX_ESCAPES = 200_000  # in names; honest files have few
MAX_FONTS_BYTES = 2048  # of a page's dictionary of fonts
MAX_NUMBERS_BYTES = 1024 * 1024  # that an object stream begins with
MOST_HEADS = 100_000  # of object streams, and of outlines, which share a name with them
MOST_OPENED = 20  # actions of opening; there is one in each version of a document

_W = rb"(?:[\0\t\n\f\r ]++|%[^\r\n]*+[\r\n])*+"  # between two tokens, comments included
_END = rb"(?![A-Za-z0-9_.:-])"


def _tokens(*patterns: bytes) -> bytes:
    """A pattern for tokens in a row, with whatever may stand between them."""
    return _W.join(patterns)


def _any(*patterns: bytes) -> bytes:
    return b"(?:" + b"|".join(patterns) + b")"


_REF = _tokens(rb"\d{1,10}", rb"\d{1,5}", rb"R") + _END
_HELD = _any(b"<<", _REF)
# Names that stand nowhere but in what runs, loads, calls out or holds other files.
_NAMES = [b"JavaScript", b"Launch", b"Rendition", b"RichMedia", b"EmbeddedFiles?", b"ImportData"]
_NAMES += [b"SubmitForm", b"GoToE", b"GoToR", b"FileAttachment", b"Filespec", b"FFilter"]
_ACTION = re.compile(b"/" + _any(*_NAMES) + _END)
# Short names, with what follows them there.
_NO_LINK = rb"(?i:file:|javascript:|vbscript:|data:|ms-|search-ms:|\\|//)"
_SHORT = re.compile(
    _any(
        _tokens(rb"/XFA", _any(rb"\[", b"<", _REF)),
        _tokens(rb"/(?:EF|OPI|Ref|Movie)", _HELD),
        _tokens(rb"/AA", _any(b"<<(?!" + _W + b">>)", _REF)),
        _tokens(rb"/S", rb"/(?:Thread|Sound|Movie|GoTo3DView)" + _END),
        _tokens(rb"/Subtype", rb"/(?:Movie|Sound|3D)" + _END),
        _tokens(rb"/F", rb"[(<]"),
        _tokens(rb"/URI", rb"\(\s*" + _NO_LINK),
    )
)
_FILE = re.compile(_tokens(b"/F", _REF))
_IN_FONTS = re.compile(_tokens(b"/Font", rb"<<[^>]*\Z"))
_ENCRYPTED = re.compile(_tokens(b"/Encrypt", _HELD))

# What may be opened with a document: a place in it, and nothing after that.
_ARRAY, _NAME = rb"\[[^\]]{0,500}\]", rb"/[^\0\t\n\f\r ()<>\[\]{}/%]{1,200}"
_STRING = rb"\([^()\\]{0,500}\)|<[0-9A-Fa-f\s]{0,500}>"
_GOTO = _any(
    _tokens(b"/Type", b"/Action"),
    _tokens(b"/S", b"/GoTo" + _END),
    _tokens(b"/D", _any(_ARRAY, _NAME, _STRING, _REF)),
)
_PLACE = _any(_ARRAY, b"null", _tokens(b"<<(?:" + _W + _GOTO + b"){1,5}", b">>"))
_WHAT = b"(?:(?P<place>" + _PLACE + b")|(?P<ref>" + _REF + b")|)"
_OPENED = re.compile(_tokens(b"/OpenAction", _WHAT))
_A_PLACE = re.compile(_W + _tokens(_PLACE, rb"(?:endobj|\Z)"))

_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_ENDS = re.compile(rb"stream(?:\r\n|\n|\r)|endobj")
_HEAD, _FILTER = re.compile(rb"\s*<<.*>>\s*", re.DOTALL), re.compile(b"/Filter" + _END)
_OBJECTS = re.compile(b"/ObjStm" + _END)
_FLATE = re.compile(
    _tokens(b"/Filter", _any(b"/FlateDecode" + _END, _tokens(rb"\[", b"/FlateDecode", rb"\]")))
)
_DIRECT = rb"(\d{1,9})(?![^\t\n\f\r />])(?!" + _tokens(b"", rb"\d+", b"R)")
_FIRST = re.compile(_tokens(b"/First", _DIRECT))
_OTHERWISE = re.compile(
    b"/(?:DecodeParms|DP|FDecodeParms|FFilter|F|Crypt)" + _END + b"|[%(]|endobj"
)
_ESCAPED, _STRINGS = re.compile(rb"\\.", re.DOTALL), re.compile(rb"\([^()]*\)")
_DIGITS = re.compile(rb"\d+")
_NUMBERS = re.compile(rb"[\d\t\n\f\r ]*")  # a predictor of PNG would put a NUL there
_ARCHIVE = re.compile(rb"PK\x03\x04|PK\x05\x06")
_TEXT = bytes(range(32, 127)) + b"\0\t\n\f\r"


def acts(content: bytes) -> bool:
    """Whether this whole PDF runs, loads, calls out or holds a file. Raises Unreadable."""
    plain, objects = _unescaped(content), dict[int, list[bytes]]()
    unpacked = []
    for text, numbered in _unpacked(content):
        unpacked.append(text)
        for number, body in numbered:
            objects.setdefault(number, []).append(body)
    if _ENCRYPTED.search(plain):
        raise Unreadable
    if _ARCHIVE.search(content, max(content.rfind(b"%%EOF"), 0)):
        return True
    texts = [plain, *unpacked]
    return any(_names_action(text) for text in texts) or _opens_elsewhere(texts, objects)


def _names_action(text: bytes) -> bool:
    """Whether anything in the text names what acts; short names in packed data are chance."""
    if _ACTION.search(text):
        return True
    if any(_is_text(text, found) for found in _SHORT.finditer(text)):
        return True
    return any(
        _is_text(text, found) and not _is_font(text, found.start())
        for found in _FILE.finditer(text)
    )


def _is_font(text: bytes, place: int) -> bool:
    """Whether a reference named F is that of a font among the resources of a page."""
    return _IN_FONTS.search(text, max(0, place - MAX_FONTS_BYTES), place) is not None


def _is_text(text: bytes, found: re.Match[bytes]) -> bool:
    around = text[max(0, found.start() - 8) : found.end() + 24]
    return not around.translate(None, _TEXT)


def _opens_elsewhere(texts: list[bytes], objects: dict[int, list[bytes]]) -> bool:
    """Whether the document opens with anything but a place in itself."""
    asked: set[int] = set()
    for text in texts:
        for found in _OPENED.finditer(text):
            if found["ref"]:
                asked.add(int(_DIGITS.findall(found["ref"])[0]))
            elif not found["place"]:
                return True
    if len(asked) > MOST_OPENED:
        raise Unreadable
    for number in asked:
        begins = re.compile(rb"(?<!\d)0*%d%b\d{1,5}%bobj" % (number, _W, _W))
        places = [bool(_A_PLACE.match(texts[0], one.end())) for one in begins.finditer(texts[0])]
        places += [bool(_A_PLACE.fullmatch(body)) for body in objects.get(number, [])]
        if not places or not all(places):
            return True
    return False


def _unpacked(content: bytes) -> Iterator[tuple[bytes, list[tuple[int, bytes]]]]:
    """The text of each object stream, and its objects by number. Raises Unreadable."""
    spelt = re.compile(rb"/(?:%b)" % b"|".join((_spelt("ObjStm"), _spelt("First"))))
    room, place, heads = MAX_UNPACKED_BYTES, 0, 0
    while found := spelt.search(content, place):
        heads += 1
        ends = _ENDS.search(content, found.end(), found.end() + MAX_HEAD_BYTES)
        if ends is None or heads > MOST_HEADS:
            raise Unreadable
        place = ends.end()
        begins = content.rfind(b"obj", max(0, found.start() - MAX_HEAD_BYTES), found.start()) + 3
        head = _unescaped(content[begins : ends.start()])
        if ends[0] == b"endobj":
            if _OBJECTS.search(head) or _is_cut(head):
                raise Unreadable
            continue
        text = _inflated(content, ends.end(), head, room)
        room -= len(text)
        yield _unescaped(text), _numbered(text, head)


def _is_cut(head: bytes) -> bool:
    """Whether an object ends within a string, a comment or a name, and so elsewhere for readers."""
    bare = _STRINGS.sub(b"", _ESCAPED.sub(b"", head))
    return b"(" in bare or b"%" in bare or bare.endswith(b"/")


def _inflated(content: bytes, begins: int, head: bytes, room: int) -> bytes:
    """The bytes of an object stream, whose dictionary is `head` and has no second beginning."""
    whole = _HEAD.fullmatch(head) and head.count(b"<<") == head.count(b">>")
    if not whole or _OTHERWISE.search(head) or len(_FILTER.findall(head)) != 1:
        raise Unreadable
    if not _FLATE.search(head):
        raise Unreadable
    unpack = zlib.decompressobj()
    try:
        text = unpack.decompress(memoryview(content)[begins:], max(room, 1))
    except zlib.error:
        raise Unreadable from None
    if not unpack.eof:
        raise Unreadable
    return text


def _numbered(text: bytes, head: bytes) -> list[tuple[int, bytes]]:
    """The objects of a stream by number: it begins with pairs of numbers and places."""
    first = _FIRST.findall(head)
    if len(first) != 1 or not 0 < int(first[0]) <= MAX_NUMBERS_BYTES:
        raise Unreadable
    body, numbers = text[int(first[0]) :], text[: int(first[0])]
    if not _NUMBERS.fullmatch(numbers):
        raise Unreadable
    pairs = [int(one) for one in numbers.split()]
    starts = pairs[1::2]
    ends = [*starts[1:], len(body)]
    if any(start > end for start, end in zip(starts, ends, strict=True)):
        raise Unreadable
    return [
        (number, _unescaped(body[start:end]))
        for number, start, end in zip(pairs[::2], starts, ends, strict=False)
    ]


def _unescaped(text: bytes) -> bytes:
    """The text with the escapes of names undone (§7.3.5)."""
    if b"#" not in text:
        return text
    plain, many = _ESCAPE.subn(lambda code: bytes([int(code[1], 16)]), text, MAX_ESCAPES)
    if many == MAX_ESCAPES:
        raise Unreadable
    return plain


def _spelt(name: str) -> bytes:
    """A pattern for every spelling of a name."""
    return "".join(
        f"(?:{c}|#{''.join(f'[{d}{d.upper()}]' for d in f'{ord(c):02x}')})" for c in name
    ).encode()
