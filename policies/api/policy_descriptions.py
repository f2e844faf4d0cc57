"""What the API's schema says about portfolios, tags and key issues."""

PORTFOLIO = {
    "code": "The code of the portfolio, by which cases, requests, notices and key issues name it.",
    "rank": "Its place among the nine, from 1.",
    "names": "The name of the portfolio by language (ISO 639-1); `en` is always there.",
    "scopes": "What the portfolio covers, by language (ISO 639-1); `en` is always there.",
}

TAG = {
    "code": "The code of the tag, by which cases and requests name it; it never changes.",
    "names": "The name of the tag by language (ISO 639-1); `en` is always there.",
    "scopes": "What the tag covers, by language (ISO 639-1); `en` is always there.",
    "valid_to": "The first day (UTC) on which nothing new is given this tag; null while no end is "
    "known. What carries it keeps it.",
}

TAG_OPERATIONS = {
    "list": "The tags by their codes, in the words of today; those that ended in their last words.",
    "retrieve": "One tag: its names, what it covers, and until when it is given.",
}

PORTFOLIO_OPERATIONS = {
    "list": "The nine portfolios, in their order.",
    "retrieve": "One of the nine portfolios: its names, and what it covers.",
}

DOCUMENT = {
    "language": "The language of this document (ISO 639-1).",
    "sha256": "The SHA-256 of `content` in canonical JSON, in hex.",
    "content": "The frozen text: `year`, `number`, `language`, `title`, `foreword`, `correction`, "
    "the ranked `issues`, and `absences`, the portfolios without one. It is never changed.",
}

EDITION = {
    "id": "The number of the edition, a UUID given by the system, which never changes.",
    "reference": "The year and number of the edition, such as 2027-1, as in the address of its "
    "page.",
    "year": "The year for which the key issues hold.",
    "number": "1 for the edition of the year; each correction has the next number.",
    "corrects": "The `reference` of the edition that it corrects; null for the first of a year.",
    "published_at": "When it was published, in UTC; it cannot be changed since.",
    "documents": "What was published, one document for each language that was promised.",
}

EDITION_PARAMETERS = {
    "year": "Only editions for this year.",
    "number": "Only editions with this number; 1 leaves corrections out.",
}

EDITION_OPERATIONS = {
    "list": "Published editions of the annual key issues, the newest first.",
    "retrieve": "One published edition of the annual key issues, in every language.",
}
