"""What the tests of printing share."""

from pathlib import Path

import pytest

from agency.kernel import pdf


@pytest.fixture
def font_folder(tmp_path, settings):
    """Return a new folder that has the fixed weights already: cutting them takes seconds."""
    pdf.warm_up()
    (tmp_path / "static").symlink_to(Path(settings.AGENCY_DATA) / "fonts" / "static")
    return tmp_path
