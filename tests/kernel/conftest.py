"""What the tests of printing and of files share."""

import io
from pathlib import Path

import pytest

from kernel.errors import NotReady
from kernel.files import stored_files
from kernel.files.types import DOCUMENTS
from kernel.models import StoredFile
from kernel.pdf import printing


@pytest.fixture
def font_folder(tmp_path, settings):
    """Return a new folder that has the fixed weights already: cutting them takes seconds."""
    printing.warm_up()
    (tmp_path / "static").symlink_to(Path(settings.AGENCY_DATA) / "fonts" / "static")
    return tmp_path


@pytest.fixture
def kept(amina, settings, tmp_path):
    """kept(content) is the row of what Amina stored, in a folder of the test's own."""
    settings.AGENCY_DATA = tmp_path

    def keep(content: bytes, name: str = "letter.pdf", allowed=DOCUMENTS, **more) -> StoredFile:
        return stored_files.store(io.BytesIO(content), name, by=amina, allowed=allowed, **more)

    return keep


@pytest.fixture
def refusal(kept, tmp_path):
    """refusal(content) is the sentence; nothing is left behind, neither a row nor bytes."""

    def refuse(*args, **more) -> str:
        with pytest.raises(NotReady) as refused:
            kept(*args, **more)
        assert not StoredFile.objects.exists()
        assert not [path for path in tmp_path.rglob("*") if path.is_file()]
        return str(refused.value)

    return refuse
