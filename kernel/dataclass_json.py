"""Turns frozen dataclasses into plain JSON values and back."""

from dataclasses import asdict, fields, is_dataclass
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


def to_plain(record: Any) -> dict[str, Any]:
    """Return a dataclass as dicts, lists and JSON scalars."""
    plain = _listed(asdict(record))
    assert isinstance(plain, dict)
    return plain


def from_plain(kind: type[T], data: dict[str, Any]) -> T:
    """Return a `kind` made of what `to_plain` gave; keys left out take their default.

    Raises ValueError for a key that `kind` doesn't have, TypeError for a required one left out.
    """
    hints = get_type_hints(kind)
    known = {field.name for field in fields(kind)}  # type: ignore[arg-type]
    if unknown := sorted(set(data) - known):
        raise ValueError(f"{kind.__name__} has no {', '.join(unknown)}.")
    return kind(**{name: _read(hints[name], value) for name, value in data.items()})


def _read(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    if get_origin(hint) in (Union, UnionType):
        hint = next(part for part in get_args(hint) if part is not type(None))
    if get_origin(hint) is tuple:
        return tuple(_read(get_args(hint)[0], item) for item in value)
    if is_dataclass(hint) and isinstance(hint, type):
        return from_plain(hint, value)
    return value


def _listed(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _listed(item) for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_listed(item) for item in value]
    return value
