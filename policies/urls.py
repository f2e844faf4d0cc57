"""Addresses of the portfolios and the key issues."""

from django.urls import path

from policies.views import editions, portfolios, public

app_name = "policies"
urlpatterns = [
    path("portfolios/", portfolios.portfolios, name="portfolios"),
    path("portfolios/<str:code>/", portfolios.portfolio, name="portfolio"),
    path("key-issues/", editions.editions, name="editions"),
    path("key-issues/new", editions.begin, name="begin"),
    path("key-issues/<str:slug>/", editions.edition, name="edition"),
    path("key-issues/<str:slug>/texts", editions.texts, name="texts"),
    path("key-issues/<str:slug>/issues/new", editions.issue, name="new_issue"),
    path("key-issues/<str:slug>/issues/<uuid:pk>", editions.issue, name="issue"),
    path(
        "key-issues/<str:slug>/issues/<uuid:pk>/remove", editions.remove_issue, name="remove_issue"
    ),
    path("key-issues/<str:slug>/absences", editions.absences, name="absences"),
    path("key-issues/<str:slug>/preview/<str:language>", editions.preview, name="preview"),
    path("key-issues/<str:slug>/correct", editions.correct, name="correct"),
    path("key-issues/<str:slug>/steps/<str:step>", editions.take, name="take"),
]
open_to_all = [
    path("public/key-issues/", public.key_issues, name="public_key_issues"),
    path("public/key-issues/<str:slug>/", public.edition, name="public_key_issues_edition"),
    path(
        "public/key-issues/<str:slug>/<str:language>.pdf",
        public.as_pdf,
        name="public_key_issues_pdf",
    ),
]
