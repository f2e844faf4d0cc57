"""Bookmarks from before the pages got their present addresses."""

from uuid import UUID

import pytest
from django.urls import resolve

pytestmark = pytest.mark.django_db
ROW = UUID("019c0000-0000-7000-8000-000000000001")


@pytest.mark.parametrize(
    "old, new",
    [
        ("/duty/handover/", "/duty/shift-handovers/"),
        ("/duty/handover/new", "/duty/shift-handovers/new"),
        (f"/duty/handover/{ROW}/take-over", f"/duty/shift-handovers/{ROW}/take-over"),
        ("/requests/texts/", "/requests/text-blocks/"),
        (f"/requests/texts/{ROW}/edit", f"/requests/text-blocks/{ROW}/edit"),
        (f"/permissions/{ROW}/", f"/consents/{ROW}/"),
        (f"/permissions/{ROW}/grant", f"/consents/{ROW}/grant"),
        (
            "/cases/KEN-2026-000001/permissions/new?note=1",
            "/cases/KEN-2026-000001/consents/new?note=1",
        ),
        (f"/requests/R-KEN-1/permissions/{ROW}/grant", f"/requests/R-KEN-1/consents/{ROW}/grant"),
        (f"/requests/R-KEN-1/hands/{ROW}/accept", f"/requests/R-KEN-1/transfers/{ROW}/accept"),
        (
            "/requests/R-KEN-1/offices/BRA/hands/offer",
            "/requests/R-KEN-1/offices/BRA/transfers/offer",
        ),
    ],
)
def test_an_old_address_leads_to_the_page_that_it_meant(old, new, amina, signed_in):
    answer = signed_in(amina).get(old)
    assert (answer.status_code, answer.url) == (301, new)
    assert resolve(new.partition("?")[0])
