"""Files: sealed on disk, found out when they were touched, refused in a sentence."""

import hashlib
import io
import os
import tracemalloc

import pytest

from kernel.files import stored_files
from kernel.files.stored_files import CHUNK, TAG
from kernel.files.types import DOCUMENTS, PHOTOS
from tests.kernel import samples

pytestmark = pytest.mark.django_db
MEBIBYTES = 2 * CHUNK + 17  # three chunks, the last of them short
LONG = samples.PDF + os.urandom(MEBIBYTES - len(samples.PDF))


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.AGENCY_DATA = tmp_path


def content(stored) -> bytes:
    return b"".join(stored_files.read(stored))


def touched(stored, change) -> None:
    """Change the bytes on disk behind the system's back."""
    path = stored_files.path_of(stored)
    path.chmod(0o600)
    path.write_bytes(change(path.read_bytes()))


@pytest.mark.parametrize("size", [len(samples.PDF), CHUNK - 1, CHUNK, CHUNK + 1, MEBIBYTES])
def test_what_is_stored_is_read_back(kept, size):
    given = LONG[:size]

    stored = kept(given)

    assert content(stored) == given
    assert (stored.size, stored.sha256) == (size, hashlib.sha256(given).hexdigest())
    assert stored.media_type == "application/pdf"


def test_a_stream_that_gives_a_few_bytes_at_a_time_is_read_whole(amina):
    class Slow(io.BytesIO):
        def read(self, size=-1):
            return super().read(min(size, 7000) if size > 0 else size)

    stored = stored_files.store(Slow(LONG), "letter.pdf", by=amina, allowed=DOCUMENTS)

    assert content(stored) == LONG
    assert stored_files.path_of(stored).stat().st_size == MEBIBYTES + 3 * TAG


def test_a_stream_that_begins_with_a_few_bytes_is_known_by_more_of_them(amina):
    class Hesitant(io.BytesIO):
        def read(self, size=-1):
            return super().read(size if self.tell() else 3)

    assert stored_files.store(
        Hesitant(samples.picture("PNG")), "face.png", by=amina, allowed=PHOTOS
    ).media_type == ("image/png")


def test_on_disk_nothing_can_be_read_and_nobody_else_may_try(kept):
    stored = kept(LONG)
    path = stored_files.path_of(stored)

    assert b"%PDF" not in path.read_bytes()
    assert path.stat().st_mode & 0o777 == 0o440


def test_the_same_content_is_sealed_differently_each_time(kept):
    one, two = kept(samples.PDF), kept(samples.PDF)

    assert stored_files.path_of(one).read_bytes() != stored_files.path_of(two).read_bytes()
    assert one.sha256 == two.sha256


@pytest.mark.parametrize("place", [0, CHUNK, CHUNK + TAG, -1])
def test_one_flipped_bit_breaks_it(kept, place):
    stored = kept(LONG)

    def flip(sealed: bytes) -> bytes:
        changed = bytearray(sealed)
        changed[place] ^= 1
        return bytes(changed)

    touched(stored, flip)

    with pytest.raises(stored_files.Broken):
        content(stored)


FULL = CHUNK + TAG


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda b: b[FULL : 2 * FULL] + b[:FULL] + b[2 * FULL :], id="swapped"),
        pytest.param(lambda b: b[:FULL] + b[2 * FULL :], id="one chunk left out"),
        pytest.param(lambda b: b[:FULL] + b, id="one chunk twice"),
        pytest.param(lambda b: b[: 2 * FULL], id="the last chunk cut off"),
        pytest.param(lambda b: b[:-1], id="one byte cut off"),
        pytest.param(lambda b: b + b"\0", id="one byte more"),
        pytest.param(lambda b: b[:5], id="hardly anything left"),
        pytest.param(lambda b: b"", id="emptied"),
    ],
)
def test_chunks_can_be_neither_swapped_nor_cut_off(kept, change):
    stored = kept(LONG)
    touched(stored, change)

    with pytest.raises(stored_files.Broken):
        content(stored)


def test_a_file_that_is_gone_is_broken(kept):
    stored = kept(samples.PDF)
    stored_files.path_of(stored).unlink()

    with pytest.raises(stored_files.Broken, match="is not there"):
        content(stored)


def test_one_file_cannot_stand_in_for_another(kept):
    mine, other = kept(samples.PDF), kept(samples.PDF + b"\n")
    other_bytes = stored_files.path_of(other).read_bytes()
    touched(mine, lambda _: other_bytes)
    mine.wrapped_key = other.wrapped_key

    with pytest.raises(stored_files.Broken):
        content(mine)


def test_another_key_opens_nothing_and_says_which_one_would(kept, settings):
    stored = kept(samples.PDF)
    settings.FILE_KEY = "another-key-of-fifty-characters-or-more-0123456789abc"

    with pytest.raises(stored_files.Broken, match=stored.key_id):
        content(stored)


def test_a_broken_file_is_no_answer_that_begins_well(kept):
    stored = kept(LONG)
    touched(stored, lambda sealed: b"\0" + sealed[1:])

    with pytest.raises(stored_files.Broken):
        stored_files.as_response(stored)


def test_an_answer_says_what_it_is_and_lets_no_browser_guess(kept):
    answer = stored_files.as_response(kept(LONG, "<b>Ärger & \u202egpj.txt"))

    assert b"".join(answer.streaming_content) == LONG
    assert answer["Content-Length"] == str(MEBIBYTES)
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["Cache-Control"] == "no-store"
    assert answer["Content-Disposition"].startswith('attachment; filename="_b_Arger')
    assert "; filename*=utf-8''" in answer["Content-Disposition"]
    assert "\u202e" not in answer["Content-Disposition"]


class Endless(io.RawIOBase):
    """24 MiB that nobody holds: a beginning, then the same byte."""

    whole = 24 * 1024 * 1024

    def __init__(self, begins: bytes, then: bytes):
        self.begins, self.then, self.left = begins, then, self.whole

    def read(self, size=-1):
        begin = self.begins if self.left == self.whole else b""
        given = min(size, self.left)
        self.left -= given
        return (begin + self.then * given)[:given]


@pytest.mark.parametrize(
    ("stream", "name", "most"),
    [
        # A text is looked at as it comes in; a PDF is known whole only, and held once.
        (Endless(b"", b"a"), "long.txt", 10 * 1024 * 1024),
        (Endless(samples.PDF, b"\0"), "long.pdf", 1.5 * Endless.whole),
    ],
    ids=["text", "pdf"],
)
def test_memory_does_not_grow_with_the_file(amina, stream, name, most):
    tracemalloc.start()
    stored = stored_files.store(stream, name, by=amina, allowed=DOCUMENTS)
    size = sum(len(chunk) for chunk in stored_files.read(stored))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert size == stored.size == Endless.whole
    assert peak < most


def test_nothing_is_left_when_the_stream_breaks_off(amina, tmp_path):
    class Broken(io.BytesIO):
        def read(self, size=-1):
            if self.tell():
                raise ConnectionResetError
            return super().read(size)

    with pytest.raises(ConnectionResetError):
        stored_files.store(Broken(LONG), "letter.pdf", by=amina, allowed=DOCUMENTS)

    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_bytes_go_only_when_the_row_is_gone_for_good(kept, django_capture_on_commit_callbacks):
    stored = kept(samples.PDF)
    path = stored_files.path_of(stored)

    with django_capture_on_commit_callbacks() as last:
        stored_files.discard(stored)
    assert path.exists()

    for act in last:
        act()
    assert not path.exists()
