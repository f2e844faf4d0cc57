"""A request as its bytes come in: what may not stand in it is refused before a thread sees it."""

from typing import Any

from waitress import parser
from waitress.parser import HTTPRequestParser, ParsingError
from waitress.utilities import Error

from agency.web_server import limits

DIGITS = 18  # of a length that is a number; with more it is only more than anybody may send


class Refused(Error):
    """An answer of the web server itself, in one sentence."""

    def __init__(self, code: int, reason: str, sentence: str, *fields: tuple[str, str]):
        super().__init__(sentence)
        self.code, self.reason, self.fields = code, reason, fields

    def to_response(self, ident: Any = None) -> tuple[str, list[tuple[str, str]], bytes]:
        fields = [("Content-Type", "text/plain; charset=utf-8"), ("Cache-Control", "no-store")]
        return f"{self.code} {self.reason}", [*fields, *self.fields], f"{self.body}\n".encode()


class Request(HTTPRequestParser):
    """A request under way."""

    is_known = False  # who sends it was asked for, and is signed in
    is_too_large = False  # its body was not read; it is answered by 413
    is_one_too_many = False  # so many wait to sign in that it is answered by 503
    error: Any
    version: str

    def received(self, data: bytes) -> int:
        used = int(super().received(data))
        if self.error is None and (sentence := _winds(self)):
            self.error, self.completed = Refused(400, "Bad Request", sentence), True
        if self.error is not None and not isinstance(self.error, Refused):
            self.error = Refused(self.error.code, self.error.reason, self.error.body)
        return used

    def parse_header(self, header_plus: bytes) -> None:
        """Read the head; a length of any number of digits is a number.

        Raises ParsingError where two servers could read it differently (RFC 9112 §5.2, §6.1).
        """
        lines = header_plus.split(b"\r\n")
        if any(line[:1] in (b" ", b"\t") for line in lines[1:]):
            raise ParsingError("A header field is folded.")
        super().parse_header(b"\r\n".join([lines[0], *map(_shorter, lines[1:])]))
        if self.version not in ("1.0", "1.1"):
            self.error = Refused(505, "HTTP Version Not Supported", "This is HTTP/1.1.")
            self.completed = True
        lengths = [line for line in lines[1:] if _name(line) == b"content-length"]
        codings = [_value(line) for line in lines[1:] if _name(line) == b"transfer-encoding"]
        if codings and (lengths or self.version != "1.1" or len(codings) > 1):
            raise ParsingError("The length is said in two ways.")
        if codings and codings[0].lower() != b"chunked":
            raise parser.TransferEncodingNotImplemented("Chunked is the only coding here.")


def _name(line: bytes) -> bytes:
    return line.partition(b":")[0].strip().lower()


def _value(line: bytes) -> bytes:
    return line.partition(b":")[2].strip(b" \t")


def _shorter(line: bytes) -> bytes:
    """The line of a length in few digits; Python makes no number of 5,000."""
    if _name(line) != b"content-length" or not _value(line).isdigit():
        return line
    digits = _value(line).lstrip(b"0") or b"0"
    return line.partition(b":")[0] + b": " + (digits if len(digits) <= DIGITS else b"9" * DIGITS)


def _winds(request: Any) -> str:
    """A sentence on the chunks of a body if no honest client would send them so; else empty."""
    receiver, received = request.body_rcv, request.body_bytes_received
    if (
        len(getattr(receiver, "control_line", b"")) > limits.CONTROL_BYTES
        or len(getattr(receiver, "trailer", b"")) > limits.TRAILER_BYTES
    ):
        return "Chunks with too long lines."
    if request.chunked and received > limits.FREE_BYTES and len(receiver) < received / 2:
        return "The chunks are too small."
    return ""
