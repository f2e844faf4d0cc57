"""Text that nobody can see or that turns a line round is no text, in any form or call."""

import re

import pytest
from allauth.mfa.models import Authenticator
from babel.messages.pofile import read_po
from django import forms
from django.core.exceptions import ValidationError
from rest_framework import serializers

from kernel.api.bodies import OnlyKnown
from kernel.values.text import is_readable, pasted, turns_round
from tests.cases import browsing, factories
from tests.trials import walking

pytestmark = pytest.mark.django_db
WHY = {"headers": {"X-Purpose": "LOCATE"}}
UNSEEN = ["\u200b", "\u2800", "\u3164", "\u115f\u1160", "\uffa0", "\u00ad", "\u2060", "\ufeff"]
UNSEEN += ["\u034f", "\u180e", "\U000e0041\U000e0042", "\u200d\u200c", "\u202a\u202c", "\ufe0f"]
UNSEEN += ["\u0301", "\u2061\u2064", "\u17b4", "\ue000", "\u200b \u2800"]
TURNING = ["\u202eleinaD", "Daniel\u202e", "a\u202db", "\u2067abc", "\u202babc\u2069", "a\u2069b"]
TURNING += ["a\u202c", "one\u2066\ntwo\u2069"]
SEEN = ["O", "Ö", "王", "김서연", "محمد", "علی\u200cرضا", "दा\u200dस", "?", "X-1", "1", "👤"]
SEEN += ["\u2068254 700\u2069", "\u202a+254 700\u202c", "\u200eOkello\u200e", "A\u00adB", "Ç̌"]


def test_what_can_be_read_is_told_from_what_cannot():
    assert [text for text in UNSEEN if is_readable(text)] == []
    assert [text for text in SEEN if not is_readable(text)] == []
    assert [text for text in TURNING if not turns_round(text)] == []
    assert [text for text in SEEN if turns_round(text)] == []


def test_every_line_of_every_form_refuses_it():
    lines = [pair for pair in walking.form_fields() if type(pair[1]) is forms.CharField]
    assert len(lines) > 60
    for name, field in lines:
        for text in (UNSEEN[1], UNSEEN[2], TURNING[0]):
            with pytest.raises(ValidationError, match=r"read"):
                field.clean(text)
                pytest.fail(name)


def test_every_member_of_every_call_refuses_it():
    made = [one for one in walking.classes(serializers.Serializer) if issubclass(one, OnlyKnown)]
    lines = [
        (made_by.__name__, field)
        for made_by in made
        for field in made_by().fields.values()
        if type(field) is serializers.CharField and not field.read_only
    ]
    assert len(lines) > 40
    for name, field in lines:
        for text in (UNSEEN[1], TURNING[0]):
            with pytest.raises(serializers.ValidationError):
                field.run_validation(text)
                pytest.fail(name)


def test_a_case_needs_a_title_that_can_be_read(amina, signed_in, over_api):
    browser = signed_in(amina)
    for text in UNSEEN[:3] + TURNING[:2]:
        filled = browsing.filled_in(browser, amina, title=text) | {"create": "1"}
        assert "This cannot be saved yet" in browsing.text(browser.post("/cases/new", filled))
        body = {"title": text, "portfolios": ["FRAUD"], "classification": "RESTRICTED"}
        answer = over_api(amina).post("/api/v1/cases/", body)
        assert answer.status_code == 400
        assert [error["pointer"] for error in answer.json()["errors"]] == ["#/title"]


def test_names_that_are_keys_are_text_too(amina, over_api):
    api = over_api(amina)
    body = {"type": "INFO", "recipients": ["PRT"], "title": "A car", "ask": "Whose?"}
    raw = '{"type":"INFO","recipients":["PRT"],"title":"A car","ask":"Whose?","facts":{"%s":"x"}}'
    for key in ("\\u0000", "\\ud800", "a\\u0000b", "\\u200b", "\\u202ex", "k" * 300):
        answer = api.post("/api/v1/requests/", raw % key, content_type="application/json")
        assert answer.status_code == 400, key
    for key in ("\\u0000", "\\ud800"):
        unknown = f'{{"title":"A","{key}":1}}'
        answer = api.post("/api/v1/cases/", unknown, content_type="application/json")
        assert answer.status_code == 400 and answer.content.decode()
    assert api.post("/api/v1/requests/", body | {"facts": []}).status_code == 400


def test_cursors_and_counts_are_text_too(amina, signed_in, over_api):
    browser, api = signed_in(amina), over_api(amina)
    nonsense = ["%00", "%ED%A0%80", "9" * 5000, "%FF", "a%00b", "-1", "%D9%A1"]
    lists = ["offices", "officers", "cases", "persons", "requests", "notices", "agreements"]
    for text in nonsense:
        for name in lists:
            for key in ("page", "q", "office", "cursor", "view", "tab"):
                assert browser.get(f"/{name}/?{key}={text}").status_code < 500, (name, key, text)
        for name in ("offices", "cases", "persons", "requests", "notices", "key-issues"):
            for key in ("cursor", "limit", "fields"):
                answer = api.get(f"/api/v1/{name}/?{key}={text}", **WHY)
                assert answer.status_code < 500, (name, key, text)
    filled = browsing.filled_in(browser, amina)
    for count in ("9" * 5000, "\u0661", "-5", "1e3", ""):
        for name in ("people-TOTAL_FORMS", "people-INITIAL_FORMS", "shares-TOTAL_FORMS"):
            for more in ({"add": "people"}, {"create": "1"}, {"check": "1"}):
                answer = browser.post("/cases/new", filled | {name: count} | more)
                assert answer.status_code < 500, (name, count, more)


SPELT = ["{}", " {} ", "{}.", "({})", "{},", "\u200e{}\u200f", "\u2068{}\u2069", "\u201c{}\u201d"]
HYPHENS = "-\u2010\u2011\u2012\u2013\u2014\u2212\ufe63\uff0d"


def spellings(reference: str) -> list[str]:
    wide = "".join(chr(ord(c) + 0xFEE0) for c in reference)
    more = [reference.replace("-", hyphen) for hyphen in HYPHENS]
    return [spelt.format(reference) for spelt in SPELT] + more + [wide, reference.lower()]


def test_a_reference_is_recognised_however_it_was_pasted(amina, signed_in, over_api):
    case, browser = factories.case(amina, "Lantern Quay"), signed_in(amina)
    for text in spellings(case.reference):
        assert pasted(text).upper() == case.reference
        assert browser.get("/search", {"q": text}, follow=True).status_code == 200
        found = browser.get("/cases/", {"q": text, "view": "all"})
        assert "Lantern Quay" in browsing.text(found), ascii(text)
        answer = over_api(amina).get("/api/v1/cases/", {"reference": text}, **WHY).json()
        assert len(answer["results"]) == 1, ascii(text)


def test_a_code_is_recognised_however_it_was_pasted():
    from notices.papers.verifying import normalised

    for text in spellings("7K3M-9QRT-2XYZ") + [
        "7K3M9QRT2XYZ",
        "7k3m 9qrt 2xyz",
        "7K3M-9QRT-2XYZ\n",
    ]:
        assert normalised(text) == "7K3M-9QRT-2XYZ", ascii(text)


def test_a_code_of_a_second_factor_is_recognised_however_it_was_pasted(amina):
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    codes = iter(RecoveryCodes.activate(amina).get_unused_codes())
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    arabic = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
    for spell in (
        lambda code: f" {code[:4]} {code[4:]}\u00a0",
        lambda code: code.translate(wide),
        lambda code: code.translate(arabic),
        lambda code: f"\u2068{code}\u2069.",
    ):
        code = next(codes)
        held = Authenticator.objects.get(user=amina, type="recovery_codes").wrap()
        assert held.validate_code(spell(code)), ascii(spell(code))
        again = Authenticator.objects.get(user=amina, type="recovery_codes").wrap()
        assert not again.validate_code(code)


def test_a_day_in_an_arabic_sentence_is_not_turned_round():
    """Behind Arabic letters 2026-12-31 is drawn as 31-12-2026 (UAX #9, W2 and W4)."""
    with open("locale/ar/LC_MESSAGES/django.po", encoding="utf-8") as catalogue:
        wordings = [
            one.string for one in read_po(catalogue) if one.id and isinstance(one.string, str)
        ]
    days = re.compile(r"(.?)(?:\d{4}-\d\d|%\(year\)s-%)")
    found = [(match[1], text) for text in wordings for match in days.finditer(text)]
    assert len(found) > 10
    assert [text for before, text in found if before not in ("\u2066", "-")] == []
