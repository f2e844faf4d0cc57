"""PDF of an edition of the key issues: an `EditionPaper` in, the file's bytes out."""

from datetime import date

from babel.dates import format_date

from kernel.pdf import printing
from policies.papers.model import EditionPaper
from policies.papers.wording import WORDINGS

# Day before month in English.
LOCALES = {"en": "en_GB", "ar": "ar", "zh": "zh", "fr": "fr", "ru": "ru", "es": "es"}


def print_edition(paper: EditionPaper) -> bytes:
    """Return the PDF of an edition in its language; without a date of publication it is a proof."""
    published = paper.published_on and date.fromisoformat(paper.published_on)
    shown = {
        "paper": paper,
        "words": WORDINGS[paper.language],
        "issues": [(issue, issue.targets.splitlines()) for issue in paper.issues],
        "published": format_date(published, "long", LOCALES[paper.language]) if published else "",
        "text_hash": " ".join(paper.sha256[at : at + 4] for at in range(0, 12, 4)),
        "emblem_ink": "#ffffff",
    }
    return printing.render("pdf/key_issues.html", shown, language=paper.language)
