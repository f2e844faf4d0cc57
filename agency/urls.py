"""Every address of the system."""

from django.urls import include, path

from agency import approvals, job_pages, overview, pages, search
from central_offices.urls import account
from notices.urls import open_to_all as open_notices
from policies.urls import open_to_all as open_key_issues

urlpatterns = [
    path("", overview.my_work, name="my_work"),
    path("approvals", approvals.approvals, name="approvals"),
    path("search", search.search, name="search"),
    path("livez", pages.livez, name="livez"),
    path("readyz", pages.readyz, name="readyz"),
    path("accounts/", include("central_offices.accounts.urls")),
    path("oauth/token/", pages.token, name="token"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("api/v1/", include("agency.api")),
    path("jobs/", job_pages.jobs, name="jobs"),
    path("jobs/<uuid:pk>/", job_pages.job, name="job"),
    path("jobs/<uuid:pk>/stop", job_pages.stop, name="stop_job"),
    path("public/", pages.public_home, name="public_home"),
    *account,
    *open_key_issues,
    *open_notices,
    path("", include("policies.urls")),
    path("", include("central_offices.urls")),
    path("", include("cases.urls")),
    path("", include("notices.urls")),
    path("", include("exchange.urls")),
]
handler400 = "agency.pages.bad_request"
handler403 = "agency.pages.forbidden"
handler404 = "agency.pages.not_found"
handler500 = "agency.pages.server_error"
