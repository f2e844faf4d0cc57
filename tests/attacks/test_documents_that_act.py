"""Documents that run, load or hide something; names of programs; more than anybody may send."""

import io
import zipfile
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kernel.errors import NotReady
from kernel.files import stored_files
from kernel.files.types import DOCUMENTS
from kernel.models import StoredFile
from tests.kernel import samples

pytestmark = pytest.mark.django_db
SCHEMAS = "schemas.openxmlformats.org"
RELATIONS = (
    f'<Relationships xmlns="http://{SCHEMAS}/package/2006/relationships">'
    f'<Relationship Id="r1" Type="http://{SCHEMAS}/x/{{}}" Target="{{}}"'
    ' TargetMode="External"/></Relationships>'
)


def stored(content, name, by=None):
    return stored_files.store(io.BytesIO(content), name, by=by, allowed=DOCUMENTS)


def refused(content, name):
    with pytest.raises(NotReady) as refusal:
        stored(content, name)
    assert not StoredFile.objects.filter(original_name=name).exists()
    return str(refusal.value)


def pdf(*objects):
    return b"%PDF-1.7\n" + b"\n".join(objects) + b"\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


def packed(text, head=b"/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode"):
    return b"7 0 obj << %b >> stream\r\n%b\nendstream endobj" % (head, zlib.compress(text))


def word(parts, kind="word/document.xml"):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed_file:
        for name, content in {"[Content_Types].xml": "<Types/>", kind: "<d/>", **parts}.items():
            packed_file.writestr(name, content)
    return out.getvalue()


ACTIONS = [
    b"/S /JavaScript /JS (app.alert(1))",
    b"/S/JavaScript/JS 9 0 R",
    b"/S /#4aava#53cript /JS (x)",
    b"/S /Launch /F (cmd.exe)",
    b"/S /SubmitForm /F (x)",
    b"/S /GoToE /F (x)",
    b"/S /GoToR /F (\\\\\\\\server\\\\share)",
    b"/S /ImportData /F (x)",
    b"/S /Rendition /JS (x)",
    b"/AcroForm << /XFA [ (a) 8 0 R ] >>",
    b"/AcroForm << /XFA 8 0 R >>",
    b"/Names << /EmbeddedFiles 5 0 R >>",
    b"/Subtype /RichMedia",
]


def test_a_pdf_that_acts_is_refused_wherever_its_action_lies():
    for action in ACTIONS:
        plain = b"1 0 obj << /Type /Catalog /OpenAction << %b >> >> endobj" % action
        for content in (pdf(plain), pdf(packed(b"1 0 << " + action + b" >>"))):
            assert "It was not kept" in refused(content, "order.pdf"), action


def test_a_pdf_whose_objects_cannot_be_looked_into_is_refused():
    odd = [
        b"7 0 obj << /Type /ObjStm /Filter /LZWDecode >> stream\nabc\nendstream endobj",
        b"7 0 obj << /Type /ObjStm % stream\n >> stream\n" + zlib.compress(b"x") + b"\nendstream",
        b"7 0 obj << /Type /#4fbjStm >> endobj",
        packed(b"x" * 64 * 1024 * 1024),
    ]
    for content in odd:
        assert "cannot be looked into" in refused(pdf(content), "order.pdf")


def test_honest_pdfs_are_kept():
    picture = b"\xff\xd8 /JS /AA /XF " + bytes(range(256)) * 40
    honest = [
        samples.PDF,
        pdf(b"1 0 obj << /Type /Catalog /OpenAction [3 0 R /Fit] >> endobj"),
        pdf(b"4 0 obj << /A << /S /URI /URI (https://iisa.example) >> >> endobj"),
        pdf(packed(b"1 0 << /Type /Page /Annots [] >>")),
        pdf(b"5 0 obj << /Filter /DCTDecode >> stream\n" + picture + b"\nendstream endobj"),
    ]
    for content in honest:
        assert stored(content, "order.pdf").media_type == "application/pdf"


def test_an_office_document_that_acts_is_refused():
    acting = [
        word({"word/vbaProject.bin": "x"}),
        word({"word/vbaData.xml": "<x/>"}),
        word({"word/activeX/activeX1.xml": "<x/>"}),
        word({"word/embeddings/oleObject1.bin": "x"}),
        word(
            {
                "[Content_Types].xml ": "x",
                "word/_rels/document.xml.rels": RELATIONS.format(
                    "attachedTemplate", "https://198.51.100.7/t.dotm"
                ),
            }
        ),
        word({"word/_rels/settings.xml.rels": RELATIONS.format("attachedTemplate", "\\\\a\\b")}),
        word({"word/_rels/document.xml.rels": RELATIONS.format("oleObject", "mhtml:x")}),
        word({"word/_rels/document.xml.rels": RELATIONS.format("image", "https://a.example/x")}),
        word({"word/_rels/document.xml.rels": RELATIONS.format("frame", "https://a.example")}),
        word({"xl/macrosheets/sheet1.xml": "<x/>"}, kind="xl/workbook.xml"),
        word(
            {"xl/_rels/workbook.xml.rels": RELATIONS.format("externalLinkPath", "x.xlsx")},
            kind="xl/workbook.xml",
        ),
    ]
    for place, content in enumerate(acting):
        assert "kept" in refused(content, "report.docx"), place


def test_honest_office_documents_are_kept():
    link = RELATIONS.format("hyperlink", "https://iisa.example")
    for content in (samples.letter(), word({"word/_rels/document.xml.rels": link})):
        assert stored(content, "report.docx").size == len(content)


def test_a_relationship_in_another_encoding_is_read_as_office_reads_it():
    text = RELATIONS.format("attachedTemplate", "https://a.example/t.dotm")
    relations = ('<?xml version="1.0" encoding="UTF-16"?>' + text).encode("utf-16")
    assert "not kept" in refused(word({"word/_rels/s.rels": relations}), "report.docx")


def test_the_name_of_a_program_is_refused_whatever_is_inside():
    names = ["x.pdf.exe", "x.exe.pdf", "face.jpg.scr", "a.PDF.LNK", "a.hta", "list.bat.txt"]
    names += ["a.pdf.js", "a.docm", "order.pdf\u202e.exe"]
    for name in names:
        assert "has the name of a program" in refused(samples.PDF, name)
    for name in ("order.pdf", "v1.2.order.pdf", "com.example.pdf", "order", "10.12.2026.pdf"):
        assert stored(samples.PDF, name)


def test_who_has_sent_a_days_worth_sends_no_more(amina, otieno, settings):
    settings.UPLOAD_QUOTA = 1024 * 1024
    stored(samples.noise("PNG", 1600), "face.png", by=amina)

    with pytest.raises(NotReady, match="1 MB within a day"):
        stored(samples.PDF, "order.pdf", by=amina)

    assert stored(samples.PDF, "order.pdf", by=otieno)


def test_a_strangers_file_is_not_even_kept_beside_the_request(monkeypatch):
    from django.core.files.uploadedfile import TemporaryUploadedFile

    made = []
    real = TemporaryUploadedFile.__init__
    monkeypatch.setattr(
        TemporaryUploadedFile,
        "__init__",
        lambda self, *a, **k: made.append(a) or real(self, *a, **k),
    )
    client = Client(enforce_csrf_checks=True)
    for page in ("/accounts/login/", "/cases/new", "/accounts/password/reset/", "/verify/"):
        client.post(page, {"file": SimpleUploadedFile("a.pdf", samples.PDF)})
    assert made == []


NAMED = {
    ("list.csv", "plain"): "list.csv.txt",
    ("face.png", "pdf"): "face.png.pdf",
    ("LETTER.PDF", "pdf"): "LETTER.PDF",
    ("notes.LOG", "plain"): "notes.LOG",
    ("face.jpeg", "jpg"): "face.jpeg",
    ("face.heic", "jpg"): "face.heic.jpg",
    ("face", "jpg"): "face.jpg",
    ("x" * 255, "pdf"): "x" * 251 + ".pdf",
    ("списoк.csv", "plain"): "списoк.csv.txt",
}


def test_a_name_ends_as_what_the_file_is():
    """Else a table's program would take what begins with "=" in a text for commands."""
    contents = {"plain": b"=cmd|' /C calc'!A0", "pdf": samples.PDF, "jpg": samples.picture("JPEG")}
    for (name, kind), kept in NAMED.items():
        row = stored(contents[kind], name)
        assert (row.original_name, StoredFile.objects.get(pk=row.pk).original_name) == (kept, kept)
