"""Addresses of the portfolios and the key issues."""

from django.urls import path

from policies import public, views

app_name = "policies"
urlpatterns = [
    path("portfolios/", views.portfolios, name="portfolios"),
    path("portfolios/<str:code>/", views.portfolio, name="portfolio"),
    path("key-issues/", views.editions, name="editions"),
    path("key-issues/new", views.begin, name="begin"),
    path("key-issues/<str:slug>/", views.edition, name="edition"),
    path("key-issues/<str:slug>/texts", views.texts, name="texts"),
    path("key-issues/<str:slug>/issues/new", views.issue, name="new_issue"),
    path("key-issues/<str:slug>/issues/<uuid:pk>", views.issue, name="issue"),
    path("key-issues/<str:slug>/issues/<uuid:pk>/remove", views.remove_issue, name="remove_issue"),
    path("key-issues/<str:slug>/absences", views.absences, name="absences"),
    path("key-issues/<str:slug>/preview/<str:language>", views.preview, name="preview"),
    path("key-issues/<str:slug>/correct", views.correct, name="correct"),
    path("key-issues/<str:slug>/steps/<str:step>", views.take, name="take"),
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
