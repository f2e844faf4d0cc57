"""Calls about cases: which cases they reach, how a body is read, how a case is shown."""

from collections.abc import Callable
from typing import Any

from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.viewsets import GenericViewSet

from cases.api import case_rows
from cases.api.serializers import CaseSerializer
from cases.models import Case
from cases.queries import CaseQuerySet
from central_offices.access.officer_request import OfficerCall
from central_offices.access.reasons import Reasoned
from kernel.api.bodies import Input
from kernel.api.idempotency import Repeatable
from kernel.api.preconditions import etag
from kernel.api.sparse_fields import Sparse


class CaseCalls(Reasoned, Repeatable, Sparse, GenericViewSet[Case]):
    """Cases that the caller may see; a confidential one with a reason only."""

    request: OfficerCall
    serializer_class = CaseSerializer
    queryset = Case.objects.none()

    def get_queryset(self) -> CaseQuerySet[Case]:
        return Case.objects.visible_to(self.request.user)

    def take(
        self, verb: Callable[..., object], form: type[BaseSerializer[Any]] | None = None
    ) -> Response:
        """Read the body, take one step, show the case as it now stands; repeatable by key."""
        case: Case = self.get_object()
        body = self.read(form or Input)

        def carry_out() -> Response:
            verb(case, by=self.request.user, **body)
            return self.now(case)

        return self.create_once(self.request, carry_out, on=case)

    def read(self, form: type[BaseSerializer[Any]], *, partial: bool = False) -> dict[str, Any]:
        """The body of the call, read by `form`."""
        body = form(data=self.request.data, partial=partial, context=self.get_serializer_context())
        body.is_valid(raise_exception=True)
        return dict(body.validated_data)

    def now(self, case: Case) -> Response:
        """The case as it stands after a change."""
        return self.shown(case)

    def shown(self, case: Case, status: int = 200) -> Response:
        row = case_rows.lean(self.get_queryset()).get(pk=case.pk)
        (answer,) = case_rows.shown([row], self.request.user)
        return Response(answer, status=status, headers={"ETag": etag(row)})
