"""The address of a page of a list, where it was changed or belongs to another list."""

import pytest

from kernel.pages import keyset
from tests.cases import factories

pytestmark = pytest.mark.django_db

LISTS = ["/cases/?view=all", "/persons/?", "/requests/?tab=from_us", "/requests/?", "/notices/?"]
LISTS += ["/officers/?", "/duty/shift-handovers/?"]


def test_a_cursor_of_another_list_or_a_changed_one_shows_the_first_page(adler, amina, signed_in):
    case = factories.case(amina, "A lantern")
    cursors = [
        keyset.cursor_at(amina, keyset.Order("name", is_falling=False)),
        keyset.cursor_at(amina, keyset.Order("name", is_falling=False), back=True),
        keyset.cursor_at(case),
        keyset.sign({"from": 3}),
        keyset.cursor_at(case)[:-1],
        "2026-01-01T00:00:00+00:00~1",
        "\x00",
    ]
    of_case = [f"/cases/{case.reference}/requests?"]
    for officer, lists in ((adler, LISTS), (amina, LISTS + of_case)):
        browser = signed_in(officer)
        for address in lists:
            first = browser.get(address).status_code
            told = {browser.get(f"{address}&page={cursor}").status_code for cursor in cursors}
            assert told == {first}, address
            assert first != 404


def test_a_page_leads_back_to_the_rows_before_it_in_either_order(amina, rf):
    for number in range(5):
        factories.case(amina, f"Lantern {number}")
    rows = type(factories.case(amina, "Lantern 5")).objects.visible_to(amina)
    for is_falling in (True, False):
        order = keyset.Order("title", is_falling)
        first = keyset.page(rows, size=2, order=order)
        second = keyset.page(rows, first.next, 2, order=order)
        third = keyset.page(rows, second.next, 2, order=order)

        titles = [row.title for page in (first, second, third) for row in page.rows]
        assert titles == sorted(titles, reverse=is_falling)
        assert len(set(titles)) == 6 and not third.next and not first.previous
        back = keyset.page(rows, third.previous, 2, order=order)
        assert back.rows == second.rows
        assert keyset.page(rows, back.previous, 2, order=order).rows == first.rows
