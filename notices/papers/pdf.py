"""PDF of a notice: a `Paper` and a photograph in, the file's bytes out."""

from dataclasses import replace

from kernel.pdf import printing
from notices.papers.layout import context
from notices.papers.model import Paper, Text
from notices.papers.wording import wording


def print_notice(paper: Paper, *, photo: bytes | None = None) -> bytes:
    """Return the PDF of a paper, English with its second language.

    `photo` is a JPEG, PNG or WebP; `kernel.pdf.printing.NotAPhoto` for anything else. The caller
    makes sure that the notice still holds when the copy is handed out.
    """
    paper = in_its_language(paper)
    pictures = {}
    if photo:
        pictures["photo"] = printing.photo(photo)
    if paper.control:
        pictures["qr"] = printing.qr(paper.control.verify_at + paper.control.code)
    shown = {**context(paper), "has_photo": bool(photo)}
    return printing.render("pdf/notice.html", shown, language="en", pictures=pictures)


def in_its_language(paper: Paper) -> Paper:
    """Return the paper with texts of its second language only.

    What was written in another, or not at all, is said in that language to be missing: never does
    a French text stand under Arabic labels, set from right to left.
    """
    fits = paper.text_language in ("", paper.second_language)
    missing = wording("note.english_only", paper.second_language)

    def told(text: Text, otherwise: str) -> Text:
        second = text.second if fits else ""
        return Text(text.en, second or (otherwise if text.en else ""))

    judicial = paper.judicial and replace(
        paper.judicial,
        charges=tuple(
            replace(charge, text=told(charge.text, missing)) for charge in paper.judicial.charges
        ),
    )
    return replace(
        paper,
        warning_text=told(paper.warning_text, missing),
        judicial=judicial,
        # The template says what a whole section lacks.
        sections=tuple(replace(part, text=told(part.text, "")) for part in paper.sections),
        text_language=paper.second_language,
    )
