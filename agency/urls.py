"""Every address of the system."""

from django.urls import include, path

from agency.pages import (
    approvals,
    errors_and_health,
    jobs,
    ledger,
    metrics,
    my_work,
    search,
    well_known,
)
from central_offices.api.token_endpoint import metadata
from central_offices.urls import account
from notices.urls import open_to_all as open_notices
from policies.urls import open_to_all as open_key_issues

urlpatterns = [
    path("", my_work.my_work, name="my_work"),
    path("approvals", approvals.approvals, name="approvals"),
    path("search", search.search, name="search"),
    path("livez", errors_and_health.livez, name="livez"),
    path("readyz", errors_and_health.readyz, name="readyz"),
    path("metrics", metrics.metrics, name="metrics"),
    path("robots.txt", well_known.robots, name="robots"),
    path(".well-known/security.txt", well_known.security, name="security_contact"),
    path("accounts/", include("central_offices.account_urls")),
    path("oauth/token/", errors_and_health.token, name="token"),
    path(".well-known/oauth-authorization-server", metadata, name="oauth_metadata"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("api/v1/", include("agency.api.urls")),
    path("jobs/", jobs.jobs, name="jobs"),
    path("jobs/<uuid:pk>/", jobs.job, name="job"),
    path("jobs/<uuid:pk>/stop", jobs.stop, name="stop_job"),
    path("public/", errors_and_health.public_home, name="public_home"),
    path("public/ledger/", ledger.page, name="public_ledger"),
    path("public/ledger/checkpoints", ledger.as_json, name="public_checkpoints"),
    path("public/ledger/consistency", ledger.consistency, name="public_consistency"),
    *account,
    *open_key_issues,
    *open_notices,
    path("", include("policies.urls")),
    path("", include("central_offices.urls")),
    path("", include("cases.urls")),
    path("", include("notices.urls")),
    path("", include("exchange.urls")),
]
handler400 = "agency.pages.errors_and_health.bad_request"
handler403 = "agency.pages.errors_and_health.forbidden"
handler404 = "agency.pages.errors_and_health.not_found"
handler429 = "agency.pages.errors_and_health.too_many"  # asked by allauth
handler500 = "agency.pages.errors_and_health.server_error"
