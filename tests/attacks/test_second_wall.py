"""The policies of rows hold alone: every `visible_to` is switched off, and nothing leaks.

Every address of the URLconf is led to a case, by a reader in each relation to one. The note and the
document of each case carry a word of its own, and so do the identity and the passport of its
person: it stands in no answer to whoever the table below does not name.
"""

import re
from io import BytesIO

import pytest

from cases import filing, sharing
from central_offices.models import CentralOffice
from kernel import acting
from tests import world as cast
from tests.attacks import test_every_exit_is_silent as exits
from tests.cases import factories

pytestmark = pytest.mark.django_db
# Who may read of which case: a word of its own, its level, and the readers.
KENYA = {"amina", "otieno", "wanjiku", "mutua"}
CASES = {
    "QUILLON": (0, KENYA | {"okello"}),
    "BRAMBLE": (2, KENYA),
    "THISTLE": (1, KENYA | {"pierre", "beatriz", "sato"}),  # shared with Lisbon and the Secretariat
    "FENNELS": (2, KENYA | {"arun"}),  # arun of ALPHA is invited by name
    "SORRELS": (1, KENYA),  # was shared with Brazil
}
# One reader in each relation that lets nobody read, and the case to which every exit is led.
UNSEEN = [
    ("okello", "BRAMBLE"),  # of the owner's office, not cleared
    ("pierre", "FENNELS"),  # of an office with which another case is shared
    ("joana", "SORRELS"),  # of an office that saw it once
    ("arun", "QUILLON"),  # invited to another one
    ("bela", "THISTLE"),  # of an office that never had to do with any
    ("sato", "BRAMBLE"),  # of the Secretariat
    ("adler", "FENNELS"),  # an administrator
    ("auditor", "SORRELS"),  # of the Commission
    (None, "QUILLON"),  # the public
]


SAID = ("Moored", "Drawn", "Born in", "Pass")  # before the word: of a note, a document, a person
BY_ROLE = {("adler", "THISTLE")}  # policies know offices, and not who administers in one
NEAR = re.compile(r"/(api/v1/)?(cases|persons)/")


def office(code):
    return CentralOffice.objects.get(code=code)


@pytest.fixture
def cases(amina):
    """Each case of the table with a note and a document, in the relations that it names."""
    found = {
        word: factories.case(amina, f"Ships {word}", ["KERN Ilse"], classification=level)
        for word, (level, _readers) in CASES.items()
    }
    for word, case in found.items():
        filing.add_note(case, f"Moored {word}", by=amina)
        text = BytesIO(f"Moored {word}".encode())
        filing.add_document(case, text, f"{word}.txt", by=amina, description=f"Drawn {word}")
        subject = case.case_subjects.get().subject
        subject.identities.update(birth_place=f"Born in {word}")
        subject.documents.create(kind="PASSPORT", number=f"Pass {word}")
    for code in ("PRT", "AGY"):
        sharing.share(found["THISTLE"], office(code), by=amina, role="CONTRIBUTOR")
    sharing.share(found["SORRELS"], office("BRA"), by=amina)
    sharing.end_share(found["SORRELS"], office("BRA"), by=amina)
    sharing.invite(found["FENNELS"], cast.officer("arun"), by=amina)
    return found


def addresses(cases, led_to, whole) -> list[str]:
    """Exits led to this case and its person, and lists and searches: all of them, or the near."""
    found = {"/cases/?q=Ilse", "/persons/?q=Ilse", "/search?q=Ilse", "/api/v1/persons/?name=Ilse"}
    found |= {f"/cases/?view=all&q={led_to}", f"/api/v1/cases/?q={led_to}"}
    with acting.by_a_rule("a test"):
        document = cases[led_to].files.get().pk
    found |= {f"/cases/{cases[led_to].reference}/documents/{document}"}
    led = exits.addresses(_world(cases[led_to]))
    return sorted(found | {address for address in led if whole or NEAR.match(address)})


def _world(case):
    subject = case.case_subjects.get().subject
    return {
        "case": case.reference, "case_pk": case.pk, "person": subject.pk, "number": 1,
        "notice": "2026-1", "notice_pk": case.pk, "request": "R-KEN-2026-000001",
        "request_pk": case.pk, "paper": case.pk,
    }  # fmt: skip


def exits_text(answer) -> str:
    whole = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return whole.decode(errors="replace")


def leaks(cases, name, led_to, signed_in, client, whole=False):
    """(address, words) of every answer that says what this reader may not know."""
    browser = signed_in(cast.officer(name)) if name else client
    hidden = [word for word, (_level, readers) in CASES.items() if name not in readers]
    for address in addresses(cases, led_to, whole):
        answer = browser.get(address, headers={"X-Purpose": "INFORMATION"})
        assert answer.status_code != 429, address  # it would hide what leaks
        body = exits_text(answer)
        for word in hidden:
            for said in SAID:
                if f"{said} {word}" in body:
                    yield address, f"{said} {word}"


def all_leaks(cases, signed_in, client, whole=False):
    """(reader, address, word) of what leaks to a reader in any of the relations."""
    return [
        (name, *leak)
        for name, led_to in UNSEEN
        for leak in leaks(cases, name, led_to, signed_in, client, whole)
    ]


def test_nothing_leaks_where_every_query_forgot_the_rule(cases, signed_in, client, first_wall_off):
    found = all_leaks(cases, signed_in, client)

    assert [leak for leak in found if (leak[0], leak[2].split()[-1]) not in BY_ROLE] == []


@pytest.mark.drill
def test_no_exit_at_all_leaks_where_every_query_forgot_the_rule(
    cases, signed_in, client, first_wall_off
):
    found = all_leaks(cases, signed_in, client, whole=True)

    assert [leak for leak in found if (leak[0], leak[2].split()[-1]) not in BY_ROLE] == []


def test_nothing_leaks_where_the_policies_are_off(cases, signed_in, client, second_wall_off):
    assert all_leaks(cases, signed_in, client) == []


def test_the_words_are_found_where_both_walls_are_off(
    cases, signed_in, client, first_wall_off, second_wall_off
):
    """Else the tests above could not fail."""
    found = {words for _address, words in leaks(cases, "bela", "THISTLE", signed_in, client)}

    assert found >= {f"{said} THISTLE" for said in SAID}
