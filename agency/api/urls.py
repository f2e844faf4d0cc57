"""The root of the REST API: every resource is registered here."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path
from rest_framework.routers import SimpleRouter

from agency.api import docs
from agency.api.jobs import JobViewSet
from agency.api.schema_view import SchemaView
from cases.api.cases import CaseViewSet
from cases.api.offences import OffenceViewSet
from cases.api.persons import PersonViewSet
from central_offices.api.agreements import AuthorityViewSet, InstrumentViewSet
from central_offices.api.offices import KeySets, OfficeViewSet
from central_offices.api.trials import TrialAnswer
from exchange.api.arrests import ArrestViewSet
from exchange.api.bulk import Bulk, BulkResults
from exchange.api.consents import ConsentViewSet
from exchange.api.deputy_requests import DeputyRequestViewSet
from exchange.api.mailbox import (
    AttachmentViewSet,
    Mailbox,
    MailboxAcks,
    MailboxAcksTakenBack,
)
from exchange.api.performance import Performance, PerformanceOfOffices
from exchange.api.requests import RequestViewSet
from exchange.api.reviews import RequestReviewViewSet
from exchange.api.rules.lists import (
    CustodyRuleViewSet,
    EscalationRuleViewSet,
    GroundViewSet,
    RequestTypeViewSet,
    TimeLimitViewSet,
)
from notices.api.notices import NoticeViewSet
from policies.api.key_issues import KeyIssuesViewSet, PortfolioViewSet
from policies.api.tags import TagViewSet

router = SimpleRouter()
router.register("cases", CaseViewSet, "case")
router.register("persons", PersonViewSet, "person")
router.register("offices", OfficeViewSet, "office")
router.register("instruments", InstrumentViewSet, "instrument")
router.register("authorities", AuthorityViewSet, "authority")
router.register("request-types", RequestTypeViewSet, "request_type")
router.register("time-limits", TimeLimitViewSet, "time_limit")
router.register("grounds-of-refusal", GroundViewSet, "ground")
router.register("escalation", EscalationRuleViewSet, "escalation_rule")
router.register("custody", CustodyRuleViewSet, "custody_rule")
router.register("offences", OffenceViewSet, "offence")
router.register("portfolios", PortfolioViewSet, "portfolio")
router.register("tags", TagViewSet, "tag")
router.register("key-issues", KeyIssuesViewSet, "key-issue")
router.register("notices", NoticeViewSet, "notice")
router.register("requests", RequestViewSet, "request")
router.register("request-reviews", RequestReviewViewSet, "request_review")
router.register("deputy-requests", DeputyRequestViewSet, "deputy_request")
router.register("jobs", JobViewSet, "job")
router.register("arrests", ArrestViewSet, "arrest")
router.register("consents", ConsentViewSet, "consent")
router.register("attachments", AttachmentViewSet, "attachment")
urlpatterns = [
    path("schema/", login_not_required(SchemaView.as_view()), name="schema"),
    path("mailbox/", Mailbox.as_view(), name="mailbox"),
    path("mailbox/trials/<uuid:id>/answer/", TrialAnswer.as_view(), name="answer_trial"),
    path("mailbox/acks/", MailboxAcks.as_view(), name="mailbox_acks"),
    path(
        "mailbox/acks/take-back/",
        MailboxAcksTakenBack.as_view(),
        name="mailbox_acks_taken_back",
    ),
    path("requests/bulk/", Bulk.as_view(), name="bulk"),
    path("bulk-results/<uuid:id>/", BulkResults.as_view(), name="bulk_results"),
    path("performance/", Performance.as_view(), name="performance"),
    path("performance/offices/", PerformanceOfOffices.as_view(), name="performance_of_offices"),
    path("jwks/", KeySets.as_view(), name="jwks"),
    path("docs/", docs.docs, name="api_docs"),
    path("problems/<str:code>", docs.problem, name="problem"),
    *router.urls,
]
