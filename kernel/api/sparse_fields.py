"""`?fields=id,title`: an answer with the named fields only, of those that it would have had.

Fields are taken out of the finished answer, so that naming one never shows what the caller
would not have been shown.
"""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from kernel.forms.sizes import MOST_ITEMS

READS = {"list", "retrieve"}


class Sparse:
    """View mixin: lists and single objects take `fields`; an unknown one is 400."""

    wanted: set[str] = set()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)  # type: ignore[misc]
        if self.takes_fields():
            self.wanted = self._wanted(request)

    def finalize_response(self, request: Request, response: Response, *args: Any, **kw: Any) -> Any:
        if self.wanted and response.status_code == 200:
            data: dict[str, Any] = response.data  # type: ignore[assignment]
            for row in data.get("results", [data]):
                for name in set(row) - self.wanted:
                    del row[name]
        return super().finalize_response(request, response, *args, **kw)  # type: ignore[misc]

    def takes_fields(self) -> bool:
        return getattr(self, "action", "") in READS

    def field_names(self) -> list[str]:
        """The fields that an answer of this action may have."""
        return list(self.get_serializer_class()().fields)  # type: ignore[attr-defined]

    def _wanted(self, request: Request) -> set[str]:
        """The fields that the address names; none means all of them."""
        named = ",".join(request.query_params.getlist("fields")).split(",")
        if len(named) > MOST_ITEMS:
            sentence = _("Send at most %(most)d items.") % {"most": MOST_ITEMS}
            raise ValidationError({"fields": [sentence]}, code="max_length")
        wanted = {name.strip() for name in named} - {""}
        known = self.field_names() if wanted else []
        if unknown := sorted(wanted - set(known)):
            words = {"unknown": ", ".join(unknown)[:200], "known": ", ".join(known)}
            sentence = _("There is no field %(unknown)s. There are: %(known)s.") % words
            raise ValidationError({"fields": [sentence]}, code="unknown_field")
        return wanted
