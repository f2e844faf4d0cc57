"""Filters of the lists of requests over the API."""

from typing import Any

from django_filters import rest_framework as filters

from cases.models import Case
from central_offices.access import purpose_on_pages
from central_offices.directory.narrowing import TypeFilter
from exchange.models import Request, RequestRecipient, Urgency
from exchange.models.case_of_request import THE_CASE
from kernel import acting
from ledger import events
from policies import tags
from policies.models import PortfolioCode


class RequestFilter(filters.FilterSet):
    """`direction` is seen from the caller's office."""

    direction = filters.ChoiceFilter(
        choices=[("to_us", "to us"), ("from_us", "from us")], method="towards"
    )
    reference = filters.CharFilter()
    type = TypeFilter(field_name="type__code")
    urgency = filters.ChoiceFilter(choices=Urgency.choices)
    status = filters.ChoiceFilter(choices=Request.Status.choices, field_name="shown_status")
    recipient_status = filters.ChoiceFilter(
        choices=RequestRecipient.Status.choices, method="standing", label="State at an office"
    )
    case = filters.CharFilter(field_name="case__reference", method="of_case")
    portfolio = filters.MultipleChoiceFilter(choices=PortfolioCode.choices, method="under")
    tag = filters.MultipleChoiceFilter(choices=tags.choices, method="with_tag")
    q = filters.CharFilter(method="search", label="Words in reference, subject or ask")

    class Meta:
        model = Request
        fields: list[str] = []

    def towards(self, rows: Any, name: str, value: str) -> Any:
        ours = {"owner_office": self.request.user.office_id}
        return rows.filter(**ours) if value == "from_us" else rows.exclude(**ours)

    def standing(self, rows: Any, name: str, value: str) -> Any:
        recipients = RequestRecipient.objects.visible_to(self.request.user).filter(status=value)
        return rows.filter(pk__in=recipients.values("request_id"))

    def of_case(self, rows: Any, name: str, value: str) -> Any:
        with acting.by_a_rule(THE_CASE):
            found = list(Case._base_manager.filter(reference=value).values_list("pk", flat=True))
        return rows.filter(case__in=found, owner_office=self.request.user.office_id)

    def under(self, rows: Any, name: str, value: list[str]) -> Any:
        return rows.about(self.request.user, portfolios=value)

    def with_tag(self, rows: Any, name: str, value: list[str]) -> Any:
        return rows.about(self.request.user, tags=value)

    def search(self, rows: Any, name: str, value: str) -> Any:
        officer = self.request.user
        reason = purpose_on_pages.of_search(self.request)
        events.record("request.search", by=officer, purpose=reason, detail={"q": value})
        return rows.matching(value)
