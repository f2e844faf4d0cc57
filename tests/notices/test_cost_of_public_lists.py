"""What the public list costs: a number of statements that does not grow, and no look at notices."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from notices.models import PublicExtract
from notices.public import search
from tests.notices import drafts

pytestmark = pytest.mark.django_db
LIST_STATEMENTS, NOTICE_STATEMENTS, SERVICE_STATEMENTS = 4, 2, 3
ACTS = ("SAVEPOINT", "RELEASE", "SELECT set_config")


@pytest.fixture
def shown(amina, wanjiku, sato):
    return [drafts.published(amina, wanjiku, sato, extract="REQUESTED") for _ in range(3)]


def asked(client, address):
    """The statements of an answer but those that every act has."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return [row["sql"] for row in captured if not row["sql"].startswith(ACTS)]


def test_a_public_page_asks_little_and_nothing_of_notices(shown, client):
    slug = shown[0].slug
    for address, most in {
        "/public/notices/": LIST_STATEMENTS,
        "/public/notices/?kind=red": LIST_STATEMENTS,
        f"/public/notices/{slug}/": NOTICE_STATEMENTS,
        "/notices/v1/red": SERVICE_STATEMENTS,
        f"/notices/v1/red/{slug}": SERVICE_STATEMENTS,
    }.items():
        client.get(address)  # what a process asks once is asked
        statements = asked(client, address)
        assert len(statements) <= most, (address, statements)
        for statement in statements:
            assert "JOIN" not in statement, address


def test_pages_of_a_list_show_each_extract_once_in_both_directions(shown, client, monkeypatch):
    monkeypatch.setattr(search, "EXTRACTS_A_PAGE", 2)
    for query in ("", "?kind=red", "?q=Ibrahim"):
        first = client.get(f"/public/notices/{query}")
        assert first.context["pager"]["previous"] == ""
        second = client.get(f"/public/notices/{first.context['pager']['next']}")
        assert second.context["pager"]["next"] == ""
        pages = [[row.pk for row, *_ in page.context["rows"]] for page in (first, second)]
        assert [len(page) for page in pages] == [2, 1]
        assert set(sum(pages, [])) == set(PublicExtract.objects.values_list("pk", flat=True))
        back = client.get(f"/public/notices/{second.context['pager']['previous']}")
        assert [row.pk for row, *_ in back.context["rows"]] == pages[0]
        number = "3 notices" if "q=" in query else "more than 2 notices"
        for page in (first, second, back):
            assert number in page.text
    for nonsense in ("2", "x", "-1", "eyJmcm9tIjo5fQ"):
        for name in ("", "q=Ibrahim&"):
            page = client.get(f"/public/notices/?{name}page={nonsense}")
            assert len(page.context["rows"]) == 2
