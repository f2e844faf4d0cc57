"""PDF of a notice: a `Paper` and a photograph in, the file's bytes out."""

from kernel.pdf import printing
from notices.papers.layout import context
from notices.papers.model import Paper


def print_notice(paper: Paper, *, photo: bytes | None = None) -> bytes:
    """Return the PDF of a paper, English with its second language.

    `photo` is a JPEG, PNG or WebP; `kernel.pdf.printing.NotAPhoto` for anything else. The caller
    makes sure that the notice still holds when the copy is handed out.
    """
    pictures = {}
    if photo:
        pictures["photo"] = printing.photo(photo)
    if paper.control:
        pictures["qr"] = printing.qr(paper.control.verify_at + paper.control.code)
    shown = {**context(paper), "has_photo": bool(photo)}
    return printing.render("pdf/notice.html", shown, language="en", pictures=pictures)
