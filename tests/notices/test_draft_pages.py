"""The pages of a draft: what is typed is kept, what is missing is linked, nobody is overwritten."""

import pytest

from notices.models import Notice
from notices.workflow import drafting
from tests.notices import drafts
from tests.notices.test_tour_of_a_notice import hidden

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(amina):
    return drafts.red(amina)


def address(notice, part):
    return f"/notices/{notice.pk}/draft/{part}"


def test_whoever_saves_second_sees_both_versions_and_may_save_again(
    draft, amina, otieno, signed_in
):
    client = signed_in(amina)
    fields = hidden(client.get(address(draft, "action")).content.decode())
    drafting.action(draft, by=otieno, action="Locate only.")
    mine = fields | {"action": "Arrest at once.", "portfolios": ["FRAUD"]}

    answer = client.post(address(draft, "action"), mine)

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Locate only." in page and "Arrest at once." in page
    again = client.post(address(draft, "action"), mine | hidden(page))
    assert again.status_code == 302
    draft.refresh_from_db()
    assert draft.action == "Arrest at once."


def test_wrong_values_keep_what_was_typed_and_say_what_to_do(draft, amina, signed_in):
    client = signed_in(amina)
    fields = hidden(client.get(address(draft, "facts")).content.decode())

    typed = fields | {"facts": "He robbed banks.", "facts_from": "03/04/05"}
    page = client.post(address(draft, "facts"), typed).content.decode()

    assert "He robbed banks." in page and "03/04/05" in page
    assert "This cannot be saved yet" in page


def test_a_charge_is_added_without_javascript(draft, amina, signed_in):
    client = signed_in(amina)
    page = client.get(address(draft, "judicial")).content.decode()
    fields = hidden(page) | {
        "charges-TOTAL_FORMS": "2",
        "charges-INITIAL_FORMS": "1",
        "charges-0-title": "Armed robbery",
        "add": "charges",
    }

    grown = client.post(address(draft, "judicial"), fields).content.decode()

    assert 'name="charges-2-title"' in grown
    assert "This cannot be saved yet" not in grown


def test_a_draft_that_lacks_something_links_to_where_it_is_added(amina, signed_in):
    notice = drafts.red(amina, charges=[])
    client = signed_in(amina)
    page = f"/notices/{notice.pk}/steps/submit"

    refused = client.post(page, hidden(client.get(page).content.decode()))

    assert refused.status_code == 422
    assert address(notice, "judicial") in refused.content.decode()


def test_the_same_form_sent_twice_begins_one_draft(amina, signed_in):
    case, _subject = drafts.person(amina)
    client = signed_in(amina)
    page = f"/notices/new?case={case.reference}"
    fields = hidden(client.get(page).content.decode())
    fields |= {"colour": "RED", "link": case.case_subjects.get().pk}

    first, second = client.post(page, fields), client.post(page, fields)

    assert first.url == second.url
    assert Notice.objects.count() == 1


def test_a_step_sent_twice_is_taken_once_and_answered_alike(draft, amina, signed_in):
    client = signed_in(amina)
    page = f"/notices/{draft.pk}/steps/submit"
    fields = hidden(client.get(page).content.decode())

    first, second = client.post(page, fields), client.post(page, fields)

    assert (first.status_code, second.status_code) == (302, 302)
    assert draft.versions.count() == 1


def test_parts_of_a_draft_are_the_owners(draft, pierre, sato, wanjiku, signed_in):
    for officer in (pierre, sato):
        assert signed_in(officer).get(address(draft, "facts")).status_code == 404
    assert signed_in(wanjiku).get(address(draft, "facts")).status_code == 200
    assert signed_in(wanjiku).get(address(draft, "nonsense")).status_code == 404


def test_a_draft_in_review_is_not_changed(amina, wanjiku, signed_in):
    notice = drafts.requested(amina, wanjiku)

    assert signed_in(amina).get(address(notice, "facts")).status_code == 409


def test_offices_to_leave_out_are_typed_by_code_or_city(draft, amina, pierre, signed_in):
    client = signed_in(amina)
    fields = hidden(client.get(address(draft, "restrictions")).content.decode())

    wrong = client.post(
        address(draft, "restrictions"), fields | {"classification": "1", "not_for": "Atlantis"}
    )
    assert "Atlantis" in wrong.content.decode() and wrong.status_code == 200
    saved = client.post(
        address(draft, "restrictions"), fields | {"classification": "1", "not_for": "Lisbon, bra"}
    )
    assert saved.status_code == 302
    assert set(draft.not_for.values_list("code", flat=True)) == {"PRT", "BRA"}


def test_the_copy_of_the_warrant_is_kept_and_read_by_owner_and_reviewer(
    amina, wanjiku, sato, pierre, signed_in, tmp_path
):
    from django.core.files.uploadedfile import SimpleUploadedFile

    from notices.workflow import warrant

    notice = drafts.red(amina)
    pdf = SimpleUploadedFile("warrant.pdf", b"%PDF-1.4 a warrant")
    warrant.judicial(notice, by=amina, warrant_file=pdf)
    drafts.send_through(notice, amina, wanjiku, sato)

    for officer in (amina, sato):
        got = signed_in(officer).get(f"/notices/{notice.slug}/warrant")
        assert b"".join(got.streaming_content) == b"%PDF-1.4 a warrant"
    assert signed_in(pierre).get(f"/notices/{notice.slug}/warrant").status_code == 404


def test_the_list_costs_the_same_statements_for_one_notice_and_for_many(
    amina, wanjiku, sato, pierre, signed_in, django_assert_max_num_queries
):
    client = signed_in(pierre)
    drafts.published(amina, wanjiku, sato)
    client.get("/notices/")
    with django_assert_max_num_queries(30) as one:
        client.get("/notices/")
    for _ in range(4):
        drafts.published(amina, wanjiku, sato)
    with django_assert_max_num_queries(len(one)):
        client.get("/notices/")
