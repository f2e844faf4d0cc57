"""Addresses that pages had before they were named as the field names things; kept for bookmarks."""

from django.urls import path
from django.views.generic import RedirectView

_request = "requests/<slug:reference>/"
NEW = {
    "duty/handover/": "/duty/shift-handovers/",
    "duty/handover/<path:rest>": "/duty/shift-handovers/%(rest)s",
    "requests/texts/": "/requests/text-blocks/",
    "requests/texts/<path:rest>": "/requests/text-blocks/%(rest)s",
    "permissions/<path:rest>": "/consents/%(rest)s",
    "cases/<slug:reference>/permissions/<path:rest>": "/cases/%(reference)s/consents/%(rest)s",
    f"{_request}permissions/<path:rest>": "/requests/%(reference)s/consents/%(rest)s",
    f"{_request}hands/<path:rest>": "/requests/%(reference)s/transfers/%(rest)s",
    f"{_request}offices/<slug:code>/hands/<path:rest>": (
        "/requests/%(reference)s/offices/%(code)s/transfers/%(rest)s"
    ),
}

urlpatterns = [
    path(old, RedirectView.as_view(url=new, permanent=True, query_string=True))
    for old, new in NEW.items()
]
