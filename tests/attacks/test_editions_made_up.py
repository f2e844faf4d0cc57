"""Somebody runs SQL as the application, to publish key issues that nobody approved."""

import pytest

from policies import documents, lifecycle, writing
from policies.models import Edition, Portfolio
from tests.attacks.test_sql_as_the_application import refused
from tests.policies.test_editions import words

pytestmark = pytest.mark.django_db
COLUMNS = [f.column for f in Edition._meta.concrete_fields]
OTHERWISE = {"id": "gen_random_uuid()", "year": "2031", "status": "'PUBLISHED'"}
INSERTED = (
    f"INSERT INTO policies_edition ({', '.join(COLUMNS)}) SELECT "
    f"{', '.join(OTHERWISE.get(column, column) for column in COLUMNS)} "
    "FROM policies_edition WHERE id = {published}"
)
OF_AN_EDITION = {
    "it begins as published": INSERTED,
    "its writers are forgotten": (
        "UPDATE policies_edition SET written_by = '{{}}' WHERE id = {draft}"
    ),
    "who wrote it publishes it": (
        "UPDATE policies_edition SET published_by_id = author_id WHERE id = {draft}"
    ),
    "an officer of Nairobi publishes it": (
        "UPDATE policies_edition SET published_by_id = {amina} WHERE id = {draft}"
    ),
    "an issue is added to what is published": (
        "INSERT INTO policies_keyissue (id, edition_id, rank) "
        "VALUES (gen_random_uuid(), {published}, 99)"
    ),
    "a text is added to what is published": (
        "INSERT INTO policies_editiontext (edition_id, language, title, foreword) "
        "VALUES ({published}, 'xx', 'x', '')"
    ),
    "an issue loses its portfolios": "DELETE FROM policies_keyissue_portfolios WHERE keyissue_id "
    "IN (SELECT id FROM policies_keyissue WHERE edition_id = {published})",
    "an issue moves to what is published": (
        "UPDATE policies_keyissue SET edition_id = {published}, rank = 98 "
        "WHERE edition_id = {draft}"
    ),
}


def written(year: int, by) -> Edition:
    """A complete draft in English."""
    edition = writing.begin(year, by=by, languages=["en"])
    writing.write_texts(
        edition, "en", by=by, version=edition.version, title="Key issues", foreword=""
    )
    writing.write_issue(
        edition,
        None,
        by=by,
        version=edition.version,
        rank=1,
        portfolios=[Portfolio.objects.get(code="DRUGS")],
        texts={"en": words("en")},
    )
    return edition


def test_an_edition_is_published_by_its_steps_and_stays_whole(adler, benes, amina):
    published = written(2027, adler)
    lifecycle.submit(published, by=adler)
    lifecycle.approve(published, by=benes, sha256=documents.digest(published))
    lifecycle.publish(published, by=benes, year=2027)

    keys = {"published": published.pk, "draft": written(2028, adler).pk, "amina": amina.pk}
    refused(OF_AN_EDITION, **keys)
