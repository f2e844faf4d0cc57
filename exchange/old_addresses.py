"""Addresses that pages had before they were named as the field names things; kept for bookmarks."""

from django.urls import re_path
from django.views.generic import RedirectView

NEW = {
    r"^duty/handover/(?P<rest>.*)$": "/duty/shift-handovers/%(rest)s",
    r"^requests/texts/(?P<rest>.*)$": "/requests/text-blocks/%(rest)s",
    r"^permissions/(?P<rest>.*)$": "/consents/%(rest)s",
    r"^(?P<before>(cases|requests)/[-\w]+)/permissions/(?P<rest>.*)$": (
        "/%(before)s/consents/%(rest)s"
    ),
    r"^(?P<before>requests/[-\w]+(/offices/[-\w]+)?)/hands/(?P<rest>.*)$": (
        "/%(before)s/transfers/%(rest)s"
    ),
}

urlpatterns = [
    re_path(old, RedirectView.as_view(url=new, permanent=True, query_string=True))
    for old, new in NEW.items()
]
