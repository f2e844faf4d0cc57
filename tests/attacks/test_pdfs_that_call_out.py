"""PDFs that hide their actions from one reader of several, that call out or hold files."""

import zlib

import pytest

from kernel.files import pdf_actions
from kernel.files.unreadable import Unreadable
from tests.kernel import samples

SCRIPT = b"<< /Type /Action /S /JavaScript /JS (app.alert(1)) >>"
CATALOG = b"<< /Type /Catalog /Pages 2 0 R /OpenAction 4 0 R >>"


def pdf(*objects, end=b""):
    root = b"1 0 obj << /Type /Catalog /Pages 2 0 R %b >> endobj" % end
    return b"%PDF-1.7\n" + b"\n".join((root, *objects)) + b"\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


def objects(pack, head, *bodies, before=b"", typed=b"/Type /ObjStm"):
    """An object stream with objects 1 and 4, or others, packed by `pack`."""
    numbers, place = b"", 0
    for number, body in zip((1, 4), bodies or (CATALOG, SCRIPT), strict=False):
        numbers += b"%d %d " % (number, place)
        place += len(body) + 1
    text = pack(numbers + b" ".join(bodies or (CATALOG, SCRIPT)) + b" ")
    return b"7 0 obj << %b %b /N 2 /First %d %b >> stream\r\n%b\nendstream endobj" % (
        *(before, typed, len(numbers), head, text),
    )


def twice(text):
    return zlib.compress(zlib.compress(text))


def png(text, tag=2, wide=16):
    rows = [text[at : at + wide].ljust(wide) for at in range(0, len(text), wide)]
    above, packed = bytes(wide), b""
    for row in rows:
        less = above if tag == 2 else bytes(wide)
        packed += bytes([tag]) + bytes((a - b) % 256 for a, b in zip(row, less, strict=True))
        above = row
    return zlib.compress(packed)


def tiff(text, wide=16):
    rows = [text[at : at + wide].ljust(wide) for at in range(0, len(text), wide)]
    each = (bytes((r[at] - (r[at - 1] if at else 0)) % 256 for at in range(wide)) for r in rows)
    return zlib.compress(b"".join(each))


def as_hex(text):
    return zlib.compress(text.hex().encode() + b">")


FLATE = b"/Filter /FlateDecode"
PNG = b"/DecodeParms << /Predictor 12 /Columns 16 >>"
TIFF = b"/DecodeParms << /Predictor 2 /Columns 16 /Colors 1 /BitsPerComponent 8 >>"
TWO = b"/Filter [/FlateDecode /FlateDecode]"
HEX = b"/Filter [/FlateDecode /ASCIIHexDecode]"
UNREADABLE = {
    "two filters": objects(twice, TWO),
    "two filters said elsewhere": objects(twice, b"/Filter 9 0 R"),
    "one filter said, two taken": objects(twice, FLATE),
    "hexadecimal": objects(as_hex, HEX),
    "hexadecimal, filter first": objects(as_hex, b"", before=HEX),
    "filter twice": objects(as_hex, FLATE, before=HEX),
    "predictor of PNG": objects(png, FLATE + PNG),
    "predictor first": objects(png, FLATE, before=PNG),
    "rows of PNG that change nothing": objects(lambda t: png(t, tag=0), FLATE + PNG),
    "predictor unsaid": objects(lambda t: png(t, tag=0), FLATE),
    "predictor of TIFF": objects(tiff, FLATE + TIFF),
    "predictor elsewhere": objects(tiff, FLATE + b"/DecodeParms 9 0 R"),
    "a second beginning": objects(as_hex, FLATE, before=HEX + b" /X 1 0 obj"),
    "not said to hold objects": objects(twice, TWO, typed=b""),
    "ends in a string": objects(twice, TWO, typed=b"/First 8 0 R /T (endobj)"),
    "first object elsewhere": objects(zlib.compress, FLATE).replace(b"/First 9", b"/First 9 0 R"),
    "places that run back": objects(
        lambda t: zlib.compress(t.replace(b"1 0 4 52 ", b"1 52 4 0 ")), FLATE
    ),
    "outside": objects(zlib.compress, FLATE + b"/F (\\\\\\\\evil\\\\s)"),
    "LZW": objects(lambda t: t, b"/Filter /LZWDecode"),
    "a name escaped": objects(twice, b"/Fi#6cter [/FlateDecode /FlateDecode]"),
    "a password": b"9 0 obj << /Encrypt << /Filter /Standard /V 1 >> >> endobj",
    "a password elsewhere": b"9 0 obj << /Encr#79pt 8 0 R >> endobj",
}
UNC = b"(\\\\\\\\evil.example\\\\s\\\\a)"
ACTING = {
    "script in one filter": objects(zlib.compress, FLATE),
    "script in a list of one": objects(zlib.compress, b"/Filter [ /FlateDecode ]"),
    "script, not said to hold objects": objects(zlib.compress, FLATE, typed=b""),
    "opens an address": pdf(end=b"/OpenAction << /S /URI /URI (http://evil.example) >>"),
    "opens an address elsewhere": pdf(
        b"5 0 obj << /S /URI /URI (http://evil.example) >> endobj", end=b"/OpenAction 5 0 R"
    ),
    "opens an address after a place": pdf(
        b"5 0 obj << /S /GoTo /D [3 0 R /Fit] /Next 6 0 R >> endobj", end=b"/OpenAction 5 0 R"
    ),
    "opens what is written twice": pdf(
        b"5 0 obj [3 0 R /Fit] endobj\n5 0 obj << /S /URI /URI (http://e) >> endobj",
        end=b"/OpenAction%x\n005%y\n0 R",
    ),
    "opens what is packed": pdf(
        objects(zlib.compress, FLATE, CATALOG, b"<< /S /URI /URI (http://evil.example) >>")
    ),
    "opens what is nowhere": pdf(end=b"/OpenAction 5 0 R"),
    "page calls out": b"3 0 obj << /AA << /O << /S /URI /URI (http://e) >> >> >> endobj",
    "page calls out elsewhere": b"3 0 obj << /Type /Page /A#41 9 0 R >> endobj",
    "thread": b"9 0 obj << /S /Thread /F %b >> endobj" % UNC,
    "thread with a comment": b"9 0 obj << /S % x\n/Thread /D 0 >> endobj",
    "sound": b"9 0 obj << /S/Sound/Sound 8 0 R >> endobj",
    "movie": b"9 0 obj << /Subtype /Movie /Movie << /F %b >> /A true >> endobj" % UNC,
    "3D": b"9 0 obj << /Subtype /3D /3DD 8 0 R >> endobj",
    "stream elsewhere": b"9 0 obj << /Length 0 /F %b >> stream\n\nendstream endobj" % UNC,
    "stream at an address": b"9 0 obj << /Length 0 /F << /FS /URL /F (http://e) >> >> endobj",
    "stream at a reference": b"9 0 obj << /Length 0 /F 8 0 R >> stream\n\nendstream endobj",
    "stream behind a decoy": b"9 0 obj << /X (>>\nstream\n) /F %b /Y (endstream) >> endobj" % UNC,
    "page of another file": b"9 0 obj << /Subtype /Form /Ref << /F %b >> >> endobj" % UNC,
    "OPI": b"9 0 obj << /OPI << /2.0 << /F %b >> >> >> endobj" % UNC,
    "attached": b"9 0 obj << /Subtype /FileAttachment /FS 8 0 R >> endobj",
    "associated": b"9 0 obj << /AF [ << /EF << /F 8 0 R >> >> ] >> endobj",
    "held": b"9 0 obj << /E#46 8 0 R >> endobj",
    "link to a share": b"9 0 obj << /A << /S /URI /URI (file://evil/s) >> >> endobj",
    "link to a script": b"9 0 obj << /A << /S /URI /URI ( JavaScript:x) >> >> endobj",
    "archive behind": pdf() + b"PK\x03\x04" + bytes(100),
}


def acts(content):
    return pdf_actions.acts(content if content.startswith(b"%PDF") else pdf(content))


def test_objects_that_one_reader_unpacks_otherwise_cannot_be_looked_into():
    for name, content in UNREADABLE.items():
        try:
            found = acts(content)
        except Unreadable:
            continue
        pytest.fail(f"{name}: {found}")


def test_whatever_runs_calls_out_or_holds_a_file_is_refused():
    assert [name for name, content in ACTING.items() if not acts(content)] == []
    packed = [
        name for name in ACTING if ACTING[name].startswith(b"9 0 obj") and "stream" not in name
    ]
    for name in packed:
        body = ACTING[name].removeprefix(b"9 0 obj").removesuffix(b"endobj")
        assert acts(objects(zlib.compress, FLATE, b"[ 0 ]", body)), name


def test_what_readers_need_is_kept():
    place = b"<< /Type /Action /S /GoTo /D [3 0 R /XYZ null null 0] >>"
    honest = [
        samples.PDF,
        pdf(end=b"/OpenAction [3 0 R /Fit]"),
        pdf(end=b"/OpenAction %b" % place),
        pdf(b"5 0 obj %b endobj" % place, end=b"/OpenAction 5 0 R"),
        pdf(objects(zlib.compress, FLATE, b"<< /OpenAction 4 0 R >>", place)),
        pdf(b"4 0 obj << /Annots [<< /F 4 /A << /S /URI /URI (https://e.example) >> >>] >> endobj"),
        pdf(b"4 0 obj << /Resources << /Font << /F 5 0 R >> >> >> endobj"),
        pdf(b"6 0 obj << /Title (A \\(b\\) 50%) /First 7 0 R /Last 8 0 R >> endobj"),
        pdf(
            b"4 0 obj << /AA << >> /Filter /DCTDecode >> stream\n/F(\x80\xff\x01\nendstream endobj"
        ),
        pdf(b"8 0 obj << /Type /XRef /Filter /FlateDecode %b >> stream\nx\nendstream" % PNG),
        pdf() + b"\n\n",
    ]
    assert [content for content in honest if pdf_actions.acts(content)] == []


def test_looking_takes_no_longer_than_the_file_is_long():
    for piece in (b"/First 1 endobj ", b"#41", b"/OpenAction 5 0 R ", b"%a\n", b"/F 1 "):
        try:
            pdf_actions.acts(pdf() + piece * (1_000_000 // len(piece)))
        except Unreadable:
            continue
