"""What a page carries out: once, whole or not at all, with its refusal where it can be mended."""

from typing import Any

import pytest
from django import forms
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.db import IntegrityError
from django.test import RequestFactory

from kernel import acting
from kernel.errors import NotPermitted, NotReady, ProofNeeded, Refusal, Stale, WrongState
from kernel.forms.carrying_out import (
    carried_out,
    pressed,
    refusal_of,
    refusal_on,
    status_of,
)
from kernel.forms.shown_again import ask_to_open_again
from kernel.forms.submit_once import OnceField
from kernel.ids import new_id
from kernel.models import Counter
from ledger import events
from ledger.models import Event
from tests import world
from tests.kernel.racing import Lane, somebody_waits


class TitleForm(forms.Form):
    """A form of the tests."""

    once = OnceField()
    title = forms.CharField(required=False)


class PlainForm(forms.Form):
    """One without a token, since its step is told from a second one by the version."""

    title = forms.CharField(required=False)


def asked(officer) -> Any:
    request: Any = RequestFactory().post("/somewhere")
    request.user, request._messages = officer, CookieStorage(request)
    return request


def form(kind=TitleForm, token=None) -> forms.Form:
    return kind({"once": str(token or new_id()), "title": "Lantern Quay"})


def work(officer) -> str:
    """Write a row and an event, as any verb does."""
    Counter.objects.create(name="of the test")
    events.record("case.view", by=officer)
    return "/done"


def refusing(officer, refusal: Exception):
    def carry_out() -> str:
        work(officer)
        raise refusal

    return carry_out


def kept() -> tuple[int, int]:
    counters = Counter.objects.filter(name="of the test").count()
    return counters, Event.objects.filter(verb="case.view").count()


def said(request) -> list[str]:
    return [str(message) for message in get_messages(request)]


@pytest.mark.parametrize("kind", [TitleForm, PlainForm])
def test_what_is_carried_out_leads_on_and_says_so(db, amina, kind):
    request = asked(amina)
    with acting.acting_as(amina):
        answer = carried_out(request, form(kind), lambda: work(amina), done="Saved.")

    assert answer is not None and answer["Location"] == "/done"
    assert (kept(), said(request)) == ((1, 1), ["Saved."])


def test_a_form_with_a_token_is_carried_out_once(db, amina):
    token = new_id()
    for _ in range(3):
        with acting.acting_as(amina):
            assert carried_out(asked(amina), form(token=token), lambda: work(amina))

    assert kept() == (1, 1)


@pytest.mark.parametrize("kind", [TitleForm, PlainForm])
def test_what_is_refused_leaves_neither_rows_nor_events(db, amina, kind):
    refusals = [WrongState("No."), NotReady("No."), NotPermitted("No."), ProofNeeded("Who?")]
    for refusal in [*refusals, Stale("Too late.")]:
        sent, request = form(kind), asked(amina)
        with acting.acting_as(amina):
            assert carried_out(request, sent, refusing(amina, refusal), done="Saved.") is None
            assert refusal_of(request, refusing(amina, refusal), passes=()) is refusal

        assert (kept(), said(request)) == ((0, 0), []), refusal
        assert refusal_on(sent) is refusal
        assert status_of(sent) == refusal.status
        assert sent.non_field_errors() == [str(refusal)]
        assert sent["title"].value() == "Lantern Quay"


def test_a_refusal_stands_at_the_fields_that_it_names(db, amina):
    lacking = NotReady("Not yet.", [("name", "Give it a title."), ("elsewhere", "And a place.")])
    sent = form()
    with acting.acting_as(amina):
        named = {"name": "title"}
        how = {"named": lambda field: named.get(field, field)}
        assert carried_out(asked(amina), sent, refusing(amina, lacking), **how) is None

    assert sent.errors == {"title": ["Give it a title."], "__all__": ["And a place."]}


def test_the_question_who_is_there_stands_at_no_field_of_the_form(db, amina):
    sent = form()
    with acting.acting_as(amina):
        carried_out(
            asked(amina), sent, refusing(amina, ProofNeeded("Who?")), named=lambda _: "title"
        )

    assert sent.errors == {"__all__": ["Who?"]}


def test_who_comes_second_is_told_as_the_page_wishes(db, amina):
    sent = form()
    with acting.acting_as(amina):
        late = refusing(amina, Stale("Somebody was faster."))
        carried_out(asked(amina), sent, late, on_stale=ask_to_open_again)

    (sentence,) = sent.non_field_errors()
    assert sentence == "Somebody was faster. Open it again to see what it says now."


def test_a_button_says_what_it_was_refused_above_the_next_page(db, amina):
    request = asked(amina)
    with acting.acting_as(amina):
        assert not pressed(request, refusing(amina, WrongState("It is closed.")), done="Done.")
        assert pressed(request, lambda: work(amina), done="Done.")

    assert (kept(), said(request)) == ((1, 1), ["It is closed.", "Done."])


def test_a_button_leaves_what_has_a_page_of_its_own_to_that_page(db, amina):
    for refusal in (NotPermitted("No."), ProofNeeded("Who?")):
        with acting.acting_as(amina):
            with pytest.raises(type(refusal)):
                pressed(asked(amina), refusing(amina, refusal))
    assert kept() == (0, 0)


def test_of_two_at_once_the_second_reads_a_sentence(committed):
    amina, sent = world.officer("amina"), form()

    def second() -> tuple[Any, list[str]]:
        with acting.acting_as(amina):
            return carried_out(asked(amina), sent, lambda: work(amina)), sent.non_field_errors()

    with acting.acting_as(amina):
        work(amina)
        lane = Lane(second)
        somebody_waits()

    answer, (sentence,) = lane.result()
    assert answer is None and type(refusal_on(sent)) is Refusal
    assert sentence.startswith("This is there already, or somebody did the same at this moment.")
    assert kept() == (1, 1)


def test_what_only_a_fault_of_ours_breaks_is_no_refusal(db, amina):
    def carry_out() -> str:
        Counter.objects.create(name="of the test", value=-1)
        return "/done"

    with pytest.raises(IntegrityError), acting.acting_as(amina):
        carried_out(asked(amina), form(), carry_out)
