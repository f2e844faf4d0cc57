"""Documents of a case as they are handed out, on the page and over the API."""

from django.http import StreamingHttpResponse

from cases.models import CaseFile
from central_offices.models import Officer
from kernel.files import stored_files
from ledger import events


def hand_out(document: CaseFile, *, by: Officer, why: str) -> StreamingHttpResponse:
    """The content as a download that no browser runs; that it was read, and why, is recorded."""
    events.record(
        "case.download",
        by=by,
        subject=document,
        case_id=document.case_id,
        purpose=why,
        data={"sha256": document.file.sha256},
    )
    return stored_files.as_response(document.file)
