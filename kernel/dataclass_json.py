"""Turns frozen dataclasses into plain JSON values and back."""

from typing import Any, TypeVar

import cattrs

T = TypeVar("T")

CONVERTER = cattrs.Converter(forbid_extra_keys=True, unstruct_collection_overrides={tuple: list})
# Left alone, cattrs would read null as the text "None" and the text "no" as true.
for scalar in (str, int, float, bool):
    CONVERTER.register_structure_hook(scalar, lambda value, _: value)


def to_plain(record: Any) -> dict[str, Any]:
    """Return a dataclass as dicts, lists and JSON scalars."""
    plain = CONVERTER.unstructure(record)
    assert isinstance(plain, dict)
    return plain


def from_plain(kind: type[T], data: dict[str, Any]) -> T:
    """Return a `kind` made of what `to_plain` gave; keys left out take their default.

    Raises ValueError that names, with its place, a key that doesn't belong, a required one left
    out, or a value of another shape.
    """
    try:
        return CONVERTER.structure(data, kind)
    except cattrs.BaseValidationError as error:
        raise ValueError(f"{kind.__name__}: {'; '.join(cattrs.transform_error(error))}") from error
