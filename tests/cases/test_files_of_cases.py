"""Photographs and documents: kept sealed, shown clean, refused with a sentence."""

from io import BytesIO

import pytest
from PIL import Image

from cases.models import CaseFile, Photo, Subject
from kernel.files import stored_files
from ledger.models import Event
from tests.cases import browsing, factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(amina):
    return factories.case(amina, people=["Daniel Okello"])


@pytest.fixture
def subject(case):
    return Subject.objects.get()


@pytest.fixture
def browser(amina, signed_in):
    return signed_in(amina)


def upload(content: bytes, name: str) -> BytesIO:
    stream = BytesIO(content)
    stream.name = name
    return stream


def test_a_photograph_is_shown_as_a_clean_rendition_and_its_original_kept(subject, browser, amina):
    stream = BytesIO()
    image = Image.new("RGB", (2000, 1000), "teal")
    notes = Image.Exif()
    notes[0x010E] = "taken from the roof of 12 Harbour Road"
    image.save(stream, "JPEG", exif=notes)
    stream.seek(0)
    stream.name = "face.jpg"

    browser.post(f"/persons/{subject.pk}/photos/", {"file": stream, "source": "Passport"})

    photo = Photo.objects.get()
    answer = browser.get(f"/persons/{subject.pk}/photos/{photo.pk}")
    shown = b"".join(answer.streaming_content)
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Cache-Control"] == "no-store"
    assert b"Harbour" not in shown and max(Image.open(BytesIO(shown)).size) <= 1200
    assert b"Harbour" in b"".join(stored_files.read(photo.original))
    assert Event.objects.get(verb="photo.view").subject_id == photo.pk


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"MZ\x90\x00" + b"\0" * 200, "face.jpg", "not of a type that can be kept here"),
        (b"<svg onload=alert(1)>", "face.png", "not of a type that can be kept here"),
        (b"%PDF-1.7 ...", "face.png", "not of a type that can be kept here"),
        (b"", "face.png", "empty"),
    ],
)
def test_a_wrong_photograph_is_refused_with_a_sentence(content, name, sentence, subject, browser):
    page = browser.post(f"/persons/{subject.pk}/photos/", {"file": upload(content, name)})

    assert sentence in browsing.text(page)
    assert not Photo.objects.exists()


def test_half_a_picture_is_refused(subject, browser):
    whole = browsing.picture((600, 600)).getvalue()

    page = browser.post(
        f"/persons/{subject.pk}/photos/", {"file": upload(whole[: len(whole) // 2], "face.png")}
    )

    assert "is not a whole picture" in browsing.text(page)
    assert not Photo.objects.exists()


def test_a_photograph_that_is_too_large_is_refused(subject, browser, monkeypatch):
    monkeypatch.setattr("cases.photos.MAX_PHOTO_BYTES", 100)

    page = browser.post(f"/persons/{subject.pk}/photos/", {"file": browsing.picture((300, 300))})

    assert "is larger than" in browsing.text(page)
    assert not Photo.objects.exists()


def test_a_document_is_kept_and_given_back_byte_for_byte(case, browser):
    content = "Statement of the witness, Мария".encode()

    browser.post(
        f"/cases/{case.reference}/documents/",
        {"file": upload(content, "statement.txt"), "description": "Statement"},
    )

    kept = CaseFile.objects.get()
    answer = browser.get(f"/cases/{case.reference}/documents/{kept.pk}")
    assert b"".join(answer.streaming_content) == content
    assert answer["Content-Disposition"].startswith("attachment")
    assert Event.objects.get(verb="case.download").data["sha256"] == kept.file.sha256


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"MZ\x90\x00" + b"\0" * 200, "report.pdf"),
        (b"#!/bin/sh\nrm -rf /\n", "notes.txt"),
        (b"PK\x03\x04[Content_Types].xml word/ vbaProject", "report.docx"),
    ],
    ids=["program", "script", "macros"],
)
def test_a_program_dressed_as_a_document_is_refused(content, name, case, browser):
    page = browser.post(f"/cases/{case.reference}/documents/", {"file": upload(content, name)})

    said = browsing.text(page)
    assert "not of a type that can be kept here" in said or "cannot be looked into" in said
    assert not CaseFile.objects.exists()


def test_an_office_that_only_reads_adds_nothing(case, amina, pierre, signed_in):
    from cases import sharing

    sharing.share(case, pierre.office, by=amina)
    reader = signed_in(pierre)

    page = reader.post(
        f"/cases/{case.reference}/documents/", {"file": upload(b"text", "notes.txt")}
    )

    assert "You may not add documents to this case." in browsing.text(page)
    assert 'enctype="multipart/form-data"' not in browsing.text(
        reader.get(f"/cases/{case.reference}/documents/")
    )
