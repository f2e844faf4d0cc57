"""The same form sent twice does its work once."""

import pytest
from django.test import RequestFactory

from kernel import acting
from kernel.counters import last_numbers, next_number
from kernel.errors import NotReady
from kernel.forms.submit_once import once
from kernel.ids import new_id
from kernel.models import IdempotencyKey
from tests import world
from tests.kernel.racing import Lane, somebody_waits


def send(officer, token, carry_out):
    """Send a form as a view does, as the actor that the middleware names."""
    request = RequestFactory().post("/")
    request.user = officer
    with acting.acting_as(officer):
        return once(request, token, carry_out)


def file() -> str:
    return f"/cases/{next_number('filed')}"


def filed() -> int:
    return last_numbers("filed").get("filed", 0)


def test_the_second_sending_is_led_to_where_the_first_one_went(amina):
    token = new_id()

    answers = [send(amina, token, file) for _ in range(3)]

    assert [answer["Location"] for answer in answers] == ["/cases/1"] * 3
    assert filed() == 1


def test_another_form_does_its_own_work(amina):
    assert send(amina, new_id(), file)["Location"] == "/cases/1"
    assert send(amina, new_id(), file)["Location"] == "/cases/2"


def test_a_token_is_nobody_elses(amina, otieno):
    token = new_id()

    assert send(amina, token, file)["Location"] == "/cases/1"
    assert send(otieno, token, file)["Location"] == "/cases/2"


def test_a_form_that_was_refused_may_be_corrected_and_sent_again(amina):
    token = new_id()

    def refuse() -> str:
        file()
        raise NotReady("Give the case a title.")

    with pytest.raises(NotReady):
        send(amina, token, refuse)

    assert (filed(), IdempotencyKey.objects.count()) == (0, 0)
    assert send(amina, token, file)["Location"] == "/cases/1"


def test_a_refusal_that_the_view_shows_in_the_form_frees_the_token_too(amina):
    token, request = new_id(), RequestFactory().post("/")
    request.user = amina

    def refuse() -> str:
        file()
        raise NotReady("Give the case a title.")

    with acting.acting_as(amina):
        with pytest.raises(NotReady):
            once(request, token, refuse)

    assert filed() == 0
    assert send(amina, token, file)["Location"] == "/cases/1"


def test_two_sendings_at_the_same_moment_have_one_effect(committed):
    amina, token = world.officer("amina"), new_id()

    def slowly() -> str:
        second.append(Lane(lambda: send(amina, token, file)))
        somebody_waits()
        return file()

    second: list[Lane] = []
    first = send(amina, token, slowly)

    assert first["Location"] == second[0].result()["Location"] == "/cases/1"
    assert filed() == 1


def test_the_second_does_the_work_when_the_first_is_refused_meanwhile(committed):
    amina, token = world.officer("amina"), new_id()

    def refuse() -> str:
        second.append(Lane(lambda: send(amina, token, file)))
        somebody_waits()
        raise NotReady("No.")

    second: list[Lane] = []
    with pytest.raises(NotReady):
        send(amina, token, refuse)

    assert second[0].result()["Location"] == "/cases/1"
    assert filed() == 1
