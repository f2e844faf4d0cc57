"""Files as offices have them: judged to their end, refused in words, nothing refused is left."""

import io
import os
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest
from django.conf import settings
from PIL import Image

from cases.models import Photo, Subject
from kernel.errors import NotReady
from kernel.files import stored_files
from kernel.files.types import DOCUMENTS, EXCEL, HEIC, MAIL, ODS, ODT, PDF, TEXT, TIFF, WORD
from kernel.models import StoredFile
from tests.cases import factories
from tests.kernel import samples

pytestmark = pytest.mark.django_db
RAR = b"Rar!\x1a\x07\x01\x00" + bytes(50)
NOISE = os.urandom(1_600_000)
ODF_NAMES = 'xmlns:text="t" xmlns:draw="d" xmlns:xlink="http://www.w3.org/1999/xlink"'


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.AGENCY_DATA = tmp_path


def packed(*parts: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return out.getvalue()


def letter(*more: tuple[str, bytes], main: str = "word/document.xml") -> bytes:
    return packed(*more, (main, b"<d/>"), ("[Content_Types].xml", b"<Types/>"))


def open_document(body: str = "", kind: str = ODT, *more: tuple[str, bytes]) -> bytes:
    content = f"<o {ODF_NAMES}>{body}</o>".encode()
    return packed(("mimetype", kind.encode()), ("content.xml", content), *more)


def mail(*attached: tuple[str, bytes]) -> bytes:
    message = EmailMessage()
    message["From"], message["To"] = "desk@office.example", "duty@office.example"
    message["Subject"] = "The lorry"
    message.set_content("It left at noon.")
    for name, content in attached:
        message.add_attachment(content, "application", "octet-stream", filename=name)
    return bytes(message)


def mpo() -> bytes:
    out = io.BytesIO()
    first, second = (Image.effect_noise((64, 48), 60).convert("RGB") for _ in range(2))
    first.save(out, "MPO", save_all=True, append_images=[second])
    return out.getvalue()


def tiff() -> bytes:
    return samples.picture("TIFF")


TAKEN = {
    "mpo.jpg": (mpo, "image/jpeg"),
    "Mzee.txt": (lambda: b"Mzee Juma aliona gari.", TEXT),
    "MZ.txt": (lambda: b"MZ 1234: a number plate.", TEXT),
    "bom.pdf": (lambda: b"\xef\xbb\xbf" + samples.PDF, PDF),
    "libre.docx": (lambda: letter(("word/media/image1.jpeg", NOISE)), WORD),
    "office365.docx": (lambda: letter(main="word/document2.xml"), WORD),
    "table.xlsx": (lambda: letter(("xl/word/x.xml", b"<x/>"), main="xl/workbook.xml"), EXCEL),
    "words.xlsx": (lambda: letter(("word/theme.xml", b"<x/>"), main="xl/workbook.xml"), EXCEL),
    "letter.odt": (open_document, ODT),
    "link.odt": (lambda: open_document('<text:a xlink:href="https://a.example"/>'), ODT),
    "table.ods": (lambda: open_document("", ODS), ODS),
    "message.eml": (mail, MAIL),
    "with.eml": (lambda: mail(("a.pdf", samples.PDF), ("b.docx", letter())), MAIL),
    "scan.tif": (tiff, TIFF),
    "face.heic": (lambda: b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(100), HEIC),
    "long.txt": (lambda: "Ж".encode() * 1_000_000, TEXT),
}
NOT_UTF8 = "Save it as UTF-8"
REFUSED = {
    "1252.txt": ("Zoë à Genève".encode("cp1252"), NOT_UTF8),
    "utf16.txt": ("Zoë".encode("utf-16"), NOT_UTF8),
    "gb.csv": ("王小明，北京".encode("gb18030"), NOT_UTF8),
    "macro.docx": (
        letter(("word/a.jpeg", NOISE), ("word/vbaProject.bin", b"x")),
        "scripts",
    ),
    "rar.jpg": (samples.picture() + RAR, "not of a type"),
    "rar-far.jpg": (samples.picture() + NOISE + RAR, "not of a type"),
    "7z.pdf": (samples.PDF + b"7z\xbc\xaf\x27\x1c" + bytes(9), "not of a type"),
    "turns.txt": (b"plain text. " * 100_000 + b"\0\xff\xfe\0", "not of a type"),
    "half.txt": ("Ж".encode() * 600_000 + b"\xd0", "not of a type"),
    "both.docx": (letter(("xl/workbook.xml", b"<x/>")), "not of a type"),
    "51.png": (samples.huge_png(20_000, 20_000), "more than 100 megapixels"),
    "script.odt": (open_document("", ODT, ("Basic/Standard/Module1.xml", b"<x/>")), "scripts"),
    "loads.odt": (open_document('<draw:image xlink:href="https://a.example/p.png"/>'), "scripts"),
    "file.odt": (open_document('<draw:image xlink:href="../secret.png"/>'), "scripts"),
    "event.odt": (open_document('<text:event-listener xlink:href="x"/>'), "scripts"),
    "broken.odt": (packed(("mimetype", ODT.encode()), ("content.xml", b"\x01\x02")), "looked into"),
    "program.eml": (mail(("invoice.pdf.exe", samples.PROGRAM)), "scripts"),
    "hidden.eml": (mail(("invoice.pdf", samples.PROGRAM)), "scripts"),
    "archive.eml": (mail(("invoice.dat", RAR)), "scripts"),
    "zip.eml": (mail(("all.zip", samples.archive("a.txt"))), "scripts"),
    "macro.eml": (mail(("a.docx", letter(("word/vbaProject.bin", b"x")))), "scripts"),
    "active.eml": (mail(("a.pdf", samples.PDF + b"/S /JavaScript /JS (x)")), "scripts"),
    "storage.msg": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "looked into"),
    "broken.tif": (b"II*\0" + bytes(40), "looked into"),
    "film.heic": (b"\0\0\0\x18ftypisom\0\0\0\0mp42isom" + bytes(100), "not of a type"),
    "words.eml": (b"no header of a message", "not of a type"),
}


def left() -> list[Path]:
    return [one for one in Path(settings.AGENCY_DATA).rglob("*") if one.is_file()]


def test_what_offices_have_is_taken_for_what_it_is(amina):
    for name, (make, kind) in TAKEN.items():
        content = make()
        row = stored_files.store(io.BytesIO(content), name, by=amina, allowed=DOCUMENTS)
        assert row.media_type == kind, name
        assert b"".join(stored_files.read(row)) == content


def test_what_is_refused_says_why_and_leaves_nothing(amina):
    for name, (content, why) in REFUSED.items():
        with pytest.raises(NotReady, match=why) as refused:
            stored_files.store(io.BytesIO(content), name, by=amina, allowed=DOCUMENTS)
        assert name in str(refused.value)
        assert (left(), StoredFile.objects.count()) == ([], 0), name


def test_a_message_of_outlook_is_taken_and_its_attachments_are_looked_at(amina, monkeypatch):
    """The storage is one that olefile reads; nothing here can write one."""
    from kernel.files import containers

    streams = {
        ("__properties_version1.0",): b"",
        ("__attach_version1.0_#00000000", "__substg1.0_3707001F"): "a.pdf".encode("utf-16-le"),
        ("__attach_version1.0_#00000000", "__substg1.0_37010102"): samples.PDF,
    }

    class Storage:
        def __init__(self, stream):
            self.streams = streams

        def __enter__(self):
            return self

        def __exit__(self, *raised):
            return None

        def exists(self, name):
            return (name,) in streams

        def listdir(self, **how):
            return [list(place) for place in streams]

        def openstream(self, place):
            return io.BytesIO(streams[tuple(place)])

    monkeypatch.setattr(containers.olefile, "OleFileIO", Storage)
    message = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)

    def keep():
        return stored_files.store(io.BytesIO(message), "a.msg", by=amina, allowed=DOCUMENTS)

    assert keep().media_type == "application/vnd.ms-outlook"
    streams["__attach_version1.0_#00000000", "__substg1.0_37010102"] = samples.PROGRAM
    with pytest.raises(NotReady, match="scripts"):
        keep()
    streams["__attach_version1.0_#00000000", "__substg1.0_37010102"] = b"plain"
    streams["__attach_version1.0_#00000000", "__substg1.0_3707001F"] = "a.js".encode("utf-16-le")
    with pytest.raises(NotReady, match="scripts"):
        keep()


def test_five_refused_photographs_leave_no_bytes(amina, signed_in):
    factories.case(amina, people=["Daniel Okello"])
    subject, browser = Subject.objects.get(), signed_in(amina)
    address = f"/persons/{subject.pk}/photos/"
    for content in (
        samples.picture()[:400],
        samples.huge_png(9_000, 9_000),
        samples.huge_png(1_000, 1_000),
        samples.picture() + RAR,
        samples.PDF,
    ):
        upload = io.BytesIO(content)
        upload.name = "face.jpg"
        page = browser.post(address, {"file": upload}, follow=True)
        assert page.status_code in (200, 422), page.status_code
        assert "face.jpg" in page.content.decode(), (page.redirect_chain, len(content))

    assert (left(), Photo._base_manager.count(), StoredFile.objects.count()) == ([], 0, 0)


def test_a_file_kept_in_what_is_undone_is_gone_with_it(amina):
    from kernel import acting

    with pytest.raises(NotReady):
        with acting.acting_as(amina):
            with acting.acting_as(amina):
                stored_files.store(io.BytesIO(samples.PDF), "a.pdf", by=amina, allowed=DOCUMENTS)
            assert len(left()) == 1
            raise NotReady("The case is closed.")

    assert left() == []
