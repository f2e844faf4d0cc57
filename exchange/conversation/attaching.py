"""Files that come with requests and answers: kept first, attached when the words are saved."""

import io
from typing import IO

from central_offices.models import Officer
from exchange.models import Attachment
from kernel import acting
from kernel.files import stored_files
from kernel.files.types import DOCUMENTS
from ledger import events


def upload(stream: IO[bytes], name: str, *, by: Officer) -> Attachment:
    """Keep a file until it is attached. Raises NotReady with a sentence when it can't be kept."""
    with acting.acting_as(by):
        stored = stored_files.store(stream, name, by=by, allowed=DOCUMENTS)
        row = Attachment.objects.create(file=stored, owner_office=by.office, uploaded_by=by)
        data = {"sha256": stored.sha256, "size": stored.size}
        events.record("attachment.add", by=by, subject=row, data=data, step=True)
    return row


def copy(row: Attachment, *, by: Officer) -> Attachment:
    """The same file once more, free to be attached: what was sent keeps its own."""
    content = io.BytesIO(b"".join(stored_files.read(row.file)))
    return upload(content, row.file.original_name, by=by)
