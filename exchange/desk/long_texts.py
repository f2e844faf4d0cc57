"""The long columns of a request that no row of a board shows."""

LONG_TEXTS = [
    f"request__{column}"
    for column in (
        "ask",
        "legal_basis",
        "necessity",
        "facts",
        "persons",
        "search_text",
        "recall_reason",
        "handling_note",
    )
]
