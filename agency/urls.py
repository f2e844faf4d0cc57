"""Every address of the system."""

from django.urls import include, path

from agency import pages

urlpatterns = [
    path("livez", pages.livez, name="livez"),
    path("readyz", pages.readyz, name="readyz"),
    path("accounts/", include("allauth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("api/v1/", include("agency.api")),
]
