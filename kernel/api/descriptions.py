"""What the OpenAPI schema says about each field and parameter.

A serializer has `descriptions`, a sentence or two by the name of a field; a view has them by the
name of a parameter, and `operations` by the name of an action. A class adds to those of the classes
that it is made from. The sentences stand in modules named `…_descriptions`; they are for developers
and in English only.
"""

from typing import Any

from drf_spectacular.plumbing import append_meta

# What is the same for every resource.
ID = (
    "The `id` of the record, a UUID. A record that you may not see is answered with 404, like one "
    "that does not exist."
)
CURSOR = (
    "Where the page begins, opaque: taken from `next` or `previous` of another page. Without it "
    "you get the first page."
)
LIMIT = "How many rows a page has at most: 1 to 200, and 50 unless you say otherwise."
NEXT = "Address of the next page, to be called as it stands; null on the last page."
PREVIOUS = "Address of the page before; null where there is none."
RESULTS = "The rows of this page, in the order of the list; empty where there are none."
CODES = "* `"  # how drf-spectacular begins its list of a field's codes


def of(kind: type) -> dict[str, str]:
    """Every description that a class has, its own before those of its bases."""
    found: dict[str, str] = {}
    for base in reversed(kind.__mro__):
        found |= vars(base).get("descriptions", {})
    return found


def described(schema: dict[str, Any], words: str) -> dict[str, Any]:
    """The schema of a field with these words."""
    return append_meta(schema, {"description": above_codes(words, schema.get("description", ""))})


def above_codes(words: str, before: str) -> str:
    """The words in the place of what was there before; a list of the field's codes stays."""
    at = before.find(CODES)
    return f"{words}\n\n{before[at:]}" if at >= 0 else words


def page(rows: dict[str, Any]) -> dict[str, Any]:
    """The schema of a page of such rows."""
    link = {"type": ["string", "null"], "format": "uri"}
    return {
        "type": "object",
        "description": "One page of a list.",
        "required": ["results"],
        "properties": {
            "next": link | {"description": NEXT},
            "previous": link | {"description": PREVIOUS},
            "results": rows | {"description": RESULTS},
        },
    }
