"""What the public reads: chosen fields of notices in force, and nothing else, ever."""

import pytest

from kernel.errors import NotReady
from kernel.ids import new_id
from notices.models import PublicExtract
from notices.workflow import circulating, drafting
from tests.notices import drafts

pytestmark = pytest.mark.django_db
WHITELIST = {
    "entity_id",
    "name",
    "forename",
    "name_in_original_script",
    "aliases",
    "date_of_birth",
    "sex_id",
    "nationalities",
    "place_of_birth",
    "country_of_birth_id",
    "languages_spoken_ids",
    "distinguishing_marks",
    "height",
    "weight",
    "eyes_colors_id",
    "hairs_id",
    "arrest_warrants",
    "_embedded",
    "_links",
}


@pytest.fixture
def shown(amina, wanjiku, sato):
    return drafts.published(amina, wanjiku, sato, extract="REQUESTED")


@pytest.fixture
def declined(amina, wanjiku, sato):
    return drafts.published(amina, wanjiku, sato, extract="NONE")


def test_an_extract_has_whitelisted_fields_in_the_shape_of_the_public_service(shown, client):
    body = client.get(f"/notices/v1/red/{shown.slug}").json()

    assert set(body) == WHITELIST
    assert body["entity_id"] == shown.reference
    assert (body["name"], body["forename"]) == ("IBRAHIM", "Ali")
    assert body["date_of_birth"] == "1981/04/12"
    assert body["nationalities"] == ["KE"]
    assert body["height"] == 1.82
    assert body["arrest_warrants"] == [
        {
            "issuing_country_id": "KE",
            "charge": "Armed robbery",
            "charge_translation": "Vol à main armée",
        }
    ]


def test_nothing_that_is_for_police_leaves_by_a_public_exit(shown, client):
    exits = [
        "/public/notices/",
        f"/public/notices/{shown.slug}/",
        "/notices/v1/red",
        f"/notices/v1/red/{shown.slug}",
        f"/notices/v1/red/{shown.slug}/images",
    ]
    police_only = ["Chief Magistrate", "44/2026", "Mombasa", "robbed nine banks", "Amina", "Armed."]
    for address in exits:
        answer = client.get(address)
        assert answer.status_code == 200, address
        for words in police_only:
            assert words not in answer.content.decode(), (address, words)


def test_the_owner_chooses_among_the_fields(amina, wanjiku, sato, client):
    notice = drafts.red(amina)
    drafting.public_extract(notice, by=amina, choice="REQUESTED", fields=["NAMES", "CHARGE"])
    drafts.send_through(notice, amina, wanjiku, sato)

    body = client.get(f"/notices/v1/red/{notice.slug}").json()

    assert "date_of_birth" not in body and "sex_id" not in body
    assert body["arrest_warrants"][0]["issuing_country_id"] is None
    row = PublicExtract.objects.get(notice=notice)
    assert (row.birth_earliest, row.sex_id, row.nationalities) == (None, "", [])


def test_a_declined_extract_is_answered_like_an_unknown_notice(declined, client):
    for path in ("/notices/v1/red/{}", "/notices/v1/red/{}/images", "/public/notices/{}/"):
        refused = client.get(path.format(declined.slug))
        unknown = client.get(path.format("2026-999999"))
        assert refused.status_code == unknown.status_code == 404
    assert client.get("/notices/v1/red").json()["total"] == 0
    assert "IBRAHIM" not in client.get("/public/notices/?q=Ibrahim").content.decode()


@pytest.mark.parametrize("end", ["withdraw", "suspend", "cancel"])
def test_an_extract_disappears_in_the_transaction_that_ends_its_notice(
    shown, wanjiku, sato, client, end
):
    from datetime import timedelta

    from django.utils import timezone

    if end == "withdraw":
        circulating.withdraw(shown, by=wanjiku)
    elif end == "suspend":
        until = timezone.now().date() + timedelta(days=20)
        circulating.suspend(shown, by=wanjiku, reason="A doubt.", until=until)
    else:
        circulating.cancel(shown, by=sato, code="CONDITIONS_NOT_MET", reason="No warrant.")

    assert not PublicExtract.objects.exists()
    assert client.get(f"/notices/v1/red/{shown.slug}").status_code == 404


def test_the_photograph_is_public_only_where_it_was_chosen(amina, wanjiku, sato, client):
    case = drafts.person(amina)
    notice = drafts.red(amina, case=case)
    photo = drafts.photo(case[1], amina)
    drafting.identity(notice, by=amina, photo=photo, photo_is_good=True)
    drafting.public_extract(notice, by=amina, choice="REQUESTED", fields=["NAMES", "PHOTO"])
    drafts.send_through(notice, amina, wanjiku, sato)

    images = client.get(f"/notices/v1/red/{notice.slug}/images").json()["_embedded"]["images"]
    picture = client.get(images[0]["_links"]["self"]["href"])
    assert picture["Content-Type"] == "image/jpeg"
    assert client.get(f"/public/notices/{notice.slug}/photo").status_code == 200


@pytest.mark.parametrize(
    "query, found",
    [
        ("name=ibrahim", 1),
        ("forename=ALI", 1),
        ("name=nobody", 0),
        ("nationality=KE", 1),
        ("nationality=PT", 0),
        ("sexId=M", 1),
        ("sexId=F", 0),
        ("ageMin=40&ageMax=60", 1),
        ("ageMax=20", 0),
        ("freeText=robbery", 1),
        ("arrestWarrantCountryId=KE", 1),
        ("arrestWarrantCountryId=BR", 0),
        ("page=2", 1),
        ("page=-1&resultPerPage=999999", 1),
        ("ageMin=x", 0),
        ("sexId=X", 0),
    ],
)
def test_the_service_takes_the_parameters_of_the_public_service(shown, client, query, found):
    assert client.get(f"/notices/v1/red?{query}").json()["total"] == found


def test_pages_of_the_service_are_real_pages(amina, wanjiku, sato, client):
    for _ in range(3):
        drafts.published(amina, wanjiku, sato, extract="REQUESTED")

    first = client.get("/notices/v1/red?resultPerPage=2").json()
    last = client.get(first["_links"]["next"]["href"]).json()
    beyond = client.get("/notices/v1/red?resultPerPage=2&page=9").json()

    assert first["total"] == 3
    assert len(first["_embedded"]["notices"]) == 2
    assert len(last["_embedded"]["notices"]) == 1
    assert "next" not in last["_links"]
    assert beyond["_embedded"]["notices"] == []


def test_colours_that_are_never_public_have_no_extract(amina):
    notice = drafts.red(amina)
    notice.pk, notice.colour = new_id(), "BLUE"  # no other colour can be drafted yet
    notice.save(force_insert=True)

    with pytest.raises(NotReady):
        drafting.public_extract(notice, by=amina, choice="REQUESTED")


def test_the_countries_of_the_service_are_listed(client, db):
    rows = client.get("/en/notices/data/countries").json()

    assert {"value": "KE", "name": "Kenya"} in rows


def test_the_list_names_countries_in_the_language_of_the_page(shown, client):
    page = client.get("/public/notices/").text
    assert "12 April 1981 · Kenya" in page
    assert "كينيا" in client.get("/public/notices/?lang=ar").text
