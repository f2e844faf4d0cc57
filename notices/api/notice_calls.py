"""Calls about notices: which notices they reach, how a body is read, how a notice is shown."""

from collections.abc import Callable
from typing import Any

from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.viewsets import GenericViewSet

from central_offices.access.officer_request import OfficerCall
from central_offices.access.reasons import Reasoned
from kernel.api.bodies import Input
from kernel.api.idempotency import Repeatable
from kernel.api.preconditions import etag
from kernel.api.sparse_fields import Sparse
from notices.api.serializers import NoticeSerializer
from notices.models import Notice
from notices.queries import NoticeQuerySet


class NoticeCalls(Reasoned, Repeatable, Sparse, GenericViewSet[Notice]):
    """Notices that the caller may see; a confidential one with a reason only."""

    request: OfficerCall
    queryset = Notice.objects.none()

    def get_queryset(self) -> NoticeQuerySet[Notice]:
        rows = Notice.objects.visible_to(self.request.user)
        return rows.select_related("owner_office", "current_version")

    def take(
        self, verb: Callable[..., object], form: type[BaseSerializer[Any]] | None = None
    ) -> Response:
        """Read the body, take one step, show the notice as it now stands; repeatable by key."""
        notice: Notice = self.get_object()
        body = self.read(form or Input)

        def carry_out() -> Response:
            verb(notice, by=self.request.user, **body)
            return self.now(notice)

        return self.create_once(self.request, carry_out, on=notice)

    def read(self, form: type[BaseSerializer[Any]]) -> dict[str, Any]:
        """The body of the call, read by `form`."""
        body = form(data=self.request.data, context={"request": self.request})
        body.is_valid(raise_exception=True)
        return dict(body.validated_data)

    def now(self, notice: Notice, status: int = 200) -> Response:
        """The notice as it stands after a change."""
        return self.shown(self.get_queryset().get(pk=notice.pk), status)

    def shown(self, notice: Notice, status: int = 200) -> Response:
        data = NoticeSerializer(notice, context=self.get_serializer_context()).data
        return Response(data, status=status, headers={"ETag": etag(notice)})
