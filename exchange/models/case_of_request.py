"""The case out of which a request is made."""

from django.db import models

from cases.models import Case
from kernel import acting

THE_CASE = "the case that a request names"


class OutOfACase(models.Model):
    """A request may be made out of a case, whose reference it tells to every reader."""

    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="requests")

    class Meta:
        abstract = True

    @property
    def told_case(self) -> Case | None:
        """The case, though its reader may not see it: for its reference, and for the rules."""
        if self.case_id is None:
            return None
        if (known := self._state.fields_cache.get("case")) is None:
            with acting.by_a_rule(THE_CASE):
                known = self._state.fields_cache["case"] = Case._base_manager.get(pk=self.case_id)
        return known
