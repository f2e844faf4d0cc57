"""Rows that calls name by their codes: every code of a call is asked for at once (lists.py)."""

from collections.abc import Hashable, Iterable
from typing import Any
from uuid import UUID

from rest_framework import serializers

IDS = {"pk", "id"}  # slug fields whose values are UUIDs


class CodeField(serializers.SlugRelatedField[Any]):
    """A row by its code, or by its id. All codes of a call are asked for at once."""

    def __init__(self, **kwargs: Any):
        super().__init__(slug_field=kwargs.pop("slug_field", "code"), **kwargs)
        self._found: dict[Hashable, Any] | None = None

    def ask(self, codes: Iterable[Hashable]) -> None:
        """Find the rows of these codes, which `to_internal_value` returns from now on."""
        known = {self._key(code) for code in codes} - {None}
        slug = str(self.slug_field)
        rows: Any = self.get_queryset()
        self._found = (
            {self._key(getattr(row, slug)): row for row in rows.filter(**{f"{slug}__in": known})}
            if known
            else {}
        )

    def to_internal_value(self, data: Any) -> Any:
        if self._found is None:
            return super().to_internal_value(data)
        row = self._found.get(self._key(data)) if isinstance(data, str) else None
        if row is None:
            self.fail("does_not_exist", slug_name=self.slug_field, value=str(data)[:80])
        return row

    def _key(self, code: Any) -> Any:
        """The code as the database has it; None for what can be none."""
        if self.slug_field not in IDS:
            return code if isinstance(code, str) and code.isprintable() else None
        try:
            return code if isinstance(code, UUID) else UUID(code)
        except (ValueError, TypeError, AttributeError):
            return None
