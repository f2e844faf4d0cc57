"""Passwords that an outsider tries first."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from tests import persons

pytestmark = pytest.mark.django_db
FIRST_TRIED = [
    "123456789012",
    "aaaaaaaaaaaa",
    "letmeinletmein",
    "qwertyuiop12",
    "password1234",
    "P@ssw0rd2024",
    "abababababab",
    "AbcAbcAbcAbc",
    "welcome12345",
    "1234567890qwertyuiop",
    "iloveyouiloveyou1",
    "zxcvbnmasdfgh",
    "0987654321098",
    "Sunshine!2026",
    "xxxxxxxxxxxy",
    "summersummersummer",
    "passwordpassword",
    "qazwsxqazwsx",
    "abcdefghijkl",
    "111111222222",
    "monkey!monkey!",
    "dragon2026!!",
    "000000000000",
    "asdfghjklasdf",
    "2026-11-28-2026",
    "28.11.2026 23:59",
    "ｐａｓｓｗｏｒｄ１２３４",
]
OF_THE_PLACE = [
    "iisa-kenya-2026!",
    "Kenya-Kenya-1234",
    "iisaiisa2026x",
    "IISA.security.1",
    "amina.officer",
    "amina-amina-77",
    "office.test-amina1",
    "international-7",
    "ken-agency-2026",
    "Security4Kenya",
    "aynek-2026-6202",
    "aynek-aynek26",
    "ayneK-2026-ayneK",
    "Кения-2026-Кения",
    "Найроби2026!",
    "نيروبيكينيا2026",
    "肯尼亚肯尼亚2026肯尼",
    "K3ny4-K3ny4-26",
    "Nairobi-2026-x",
    "PoliceOfficer2026",
    "centraloffice1",
    "redNotice2026!!",
    "monday-tuesday-wed",
    "correcthorsebatterystaple",
]
GOOD = [
    "correct horse battery staple",
    "quiet-harbour-lantern-77",
    "woman-harbour-lantern",
    "kX9#vT2!qLm8\n",
    "my-trip-to-kenya-with-four-bees",
    "حصان بطارية مشبك صحيح",
    "正确的马电池订书钉不属于一起的话",
]


def refused(password, officer) -> bool:
    try:
        validate_password(password.strip(), officer)
    except ValidationError as error:
        assert all(message.endswith(".") for message in error.messages)
        return True
    return False


def test_none_of_those_that_everybody_tries_is_taken(amina):
    assert [word for word in FIRST_TRIED if not refused(word, amina)] == []


def test_none_made_of_names_that_an_outsider_knows_is_taken(amina):
    assert [word for word in OF_THE_PLACE if not refused(word, amina)] == []


def test_several_words_in_any_script_and_random_signs_are_taken(amina):
    assert [word for word in GOOD if refused(word, amina)] == []


def test_long_ones_are_taken_at_once(amina):
    words = "lantern quarry vessel orchid marble thunder copper saddle violin meadow"
    for size in (64, 100, 256):
        assert not refused((words * 4)[:size].replace(words[:9], words[:8] + "x", 1), amina)
    assert refused("ab" * 5000, amina)


def test_the_page_of_a_link_says_what_is_wrong_and_takes_64_characters(
    client, adler, wanjiku, mailoutbox, django_capture_on_commit_callbacks
):
    new = {"email": "new@office.test", "name": "New Comer", "office": wanjiku.office}
    with django_capture_on_commit_callbacks(execute=True):
        officer = persons.invite(by=adler, clearance=0, **new)
    address = "/" + persons.link_of(officer).split("/", 3)[3]
    for word in ("letmeinletmein", "123456789012", "newcomer-kenya1"):
        page = client.post(address, {"password": word, "again": word})
        assert page.status_code == 200 and 'class="wrong"' in page.text, word
    long = "lantern-quarry-vessel-orchid-marble-thunder-copper-saddle-violin"
    assert len(long) == 64
    assert client.post(address, {"password": long, "again": long}).status_code == 302
    officer.refresh_from_db()
    assert officer.check_password(long)
