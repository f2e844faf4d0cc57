"""Files that come with requests and answers: kept first, attached when the words are saved."""

import io
from typing import IO

from agency.kernel import files, wall
from agency.kernel.file_types import DOCUMENTS
from central_offices.models import Officer
from exchange.models import Attachment
from ledger import events


def upload(stream: IO[bytes], name: str, *, by: Officer) -> Attachment:
    """Keep a file until it is attached. Raises NotReady with a sentence when it can't be kept."""
    with wall.acting_as(by):
        stored = files.store(stream, name, by=by, allowed=DOCUMENTS)
        row = Attachment.objects.create(file=stored, owner_office=by.office, uploaded_by=by)
        data = {"sha256": stored.sha256, "size": stored.size}
        events.record("attachment.add", by=by, subject=row, data=data, step=True)
    return row


def copy(row: Attachment, *, by: Officer) -> Attachment:
    """The same file once more, free to be attached: what was sent keeps its own."""
    content = io.BytesIO(b"".join(files.read(row.file)))
    return upload(content, row.file.original_name, by=by)
