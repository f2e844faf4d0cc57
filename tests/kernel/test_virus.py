"""The virus scanner: a file is kept once it is called clean, and never while nobody answers."""

import io
import socket
import threading
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from exchange.models import Attachment
from kernel import acting
from kernel.errors import NotReady
from kernel.files import stored_files, virus_scanner
from kernel.models import StoredFile

pytestmark = pytest.mark.django_db
BIG = b"line of a register\n" * 120_000


class Clamd:
    """Stands where clamd would: reads INSTREAM, answers what it was told to."""

    def __init__(self, path: Path, answer: bytes | None):
        self.answer, self.seen = answer, b""
        self.server = socket.socket(socket.AF_UNIX)
        self.server.bind(str(path))
        self.server.listen(1)
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()

    def _serve(self) -> None:
        try:
            caller, _ = self.server.accept()
        except OSError:
            return
        with caller, caller.makefile("rb") as stream:
            assert stream.read(10) == b"zINSTREAM\0"
            while size := int.from_bytes(stream.read(4), "big"):
                self.seen += stream.read(size)
            if self.answer is not None:
                caller.sendall(self.answer)

    def stop(self) -> None:
        self.server.close()


@pytest.fixture
def clamd(tmp_path, settings):
    """clamd(answer) is a scanner that gives this answer; None: it hangs up."""
    started = []

    def start(answer: bytes | None) -> Clamd:
        path = tmp_path / "clamd.sock"
        settings.CLAMD_SOCKET = str(path)
        started.append(Clamd(path, answer))
        return started[-1]

    yield start
    for one in started:
        one.stop()


def store(by, content: bytes = b"a plain text") -> StoredFile:
    with acting.acting_as(by):
        return stored_files.store(io.BytesIO(content), "a.txt", by=by, allowed={"text/plain"})


def kept(tmp_path) -> list[Path]:
    return [path for path in tmp_path.rglob("*") if path.is_file()]


def test_without_a_scanner_it_is_kept_as_not_scanned(amina):
    assert store(amina).scanned_at is None


def test_the_scanner_sees_every_byte_of_what_it_calls_clean(amina, clamd):
    scanner = clamd(b"stream: OK\0")
    stored = store(amina, BIG)
    assert scanner.seen == BIG and stored.scanned_at
    assert b"".join(stored_files.read(stored)) == BIG


@pytest.mark.parametrize(
    "answer, words",
    [
        (b"stream: Eicar-Test-Signature FOUND\0", "does not let pass"),
        (b"INSTREAM size limit exceeded. ERROR\0", "does not answer"),
        (b"", "does not answer"),
        (None, "does not answer"),
    ],
)
def test_what_is_not_called_clean_is_not_kept(amina, clamd, settings, tmp_path, answer, words):
    settings.AGENCY_DATA = tmp_path / "data"
    clamd(answer)
    with pytest.raises(NotReady, match=words):
        store(amina)
    assert not StoredFile.objects.exists() and not kept(tmp_path / "data")


def test_a_scanner_that_accepts_nobody_is_not_waited_for_without_end(
    amina, settings, tmp_path, monkeypatch
):
    monkeypatch.setattr(virus_scanner, "ANSWER_TIMEOUT_S", 0.05)
    settings.CLAMD_SOCKET = str(tmp_path / "busy.sock")
    with socket.socket(socket.AF_UNIX) as server, socket.socket(socket.AF_UNIX) as first:
        server.bind(settings.CLAMD_SOCKET)
        server.listen(0)
        first.connect(settings.CLAMD_SOCKET)
        with pytest.raises(NotReady, match="does not answer"):
            store(amina)
    assert not StoredFile.objects.exists()


def test_a_scanner_that_never_answers_is_given_up(amina, settings, tmp_path, monkeypatch):
    monkeypatch.setattr(virus_scanner, "ANSWER_TIMEOUT_S", 0.05)
    settings.CLAMD_SOCKET = str(tmp_path / "mute.sock")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(settings.CLAMD_SOCKET)
        server.listen(1)
        with pytest.raises(NotReady, match="does not answer"):
            store(amina, BIG)
    assert not StoredFile.objects.exists()


def test_while_the_scanner_is_away_nothing_is_kept(amina, settings, tmp_path):
    settings.CLAMD_SOCKET = str(tmp_path / "nobody.sock")
    with pytest.raises(NotReady, match="does not answer"):
        store(amina)
    assert not StoredFile.objects.exists()


def test_what_we_make_ourselves_needs_no_scanner(amina, settings, tmp_path):
    settings.CLAMD_SOCKET = str(tmp_path / "nobody.sock")
    with acting.acting_as(amina):
        stored_files.store(io.BytesIO(b"a"), "a.txt", by=amina, allowed={"text/plain"}, made=True)


def test_the_api_says_no_in_a_sentence_and_yes_with_a_mark(amina, over_api, clamd):
    clamd(b"stream: Eicar FOUND\0")
    body = {"file": SimpleUploadedFile("a.txt", b"bad")}
    reply = over_api(amina).post("/api/v1/attachments/", body, format="multipart")
    assert reply.status_code == 422 and "virus scanner" in reply.json()["detail"]
    assert not Attachment.objects.exists()


def test_an_attachment_says_that_it_was_not_scanned(amina, over_api):
    body = {"file": SimpleUploadedFile("a.txt", b"good")}
    reply = over_api(amina).post("/api/v1/attachments/", body, format="multipart")
    assert reply.json()["scanned"] is False
