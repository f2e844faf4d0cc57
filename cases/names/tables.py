"""Tables written as text: one word after another, or `this=that` pairs."""


def row(text: str) -> list[str]:
    """Words between blanks."""
    return text.split()


def table(text: str) -> dict[str, str]:
    """`this=that` pairs between blanks."""
    return dict(pair.split("=") for pair in text.split())
