"""Trials of how an office is reached: a call to the officer on duty, and a test message.

Both are proofs of two sides. Whoever rings writes down the number that the officer on duty reads
out, and that only this officer is shown. The test message is answered on the way by which the
office receives, with a signed message.
"""

import unicodedata
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from central_offices import roles
from central_offices.directory.entries import destination, manages
from central_offices.models import CentralOffice, DutyShift, Officer, OfficeTrial
from kernel import acting
from kernel.errors import NotPermitted, NotReady, WrongState
from ledger import events
from ledger.delivery import outbox
from ledger.models import Delivery, Destination
from ledger.signatures import signed_calls

NUMBER_CHARACTERS = 6
NUMBER_HOLDS = timedelta(minutes=30)
TEST, ANSWER = "office.test", "office.test_answered"
ADDRESS = "/api/v1/mailbox/trials/%s/answer/"
Kind = OfficeTrial.Kind


def register() -> None:
    """Called once, when the app is ready: what a signed answer says."""
    signed_calls.on_call(ANSWER, _differences)


def number_of(shift: DutyShift, back: int = 0) -> str:
    """The number that the officer on this shift reads out now (or some times before)."""
    turn = int(timezone.now().timestamp() // NUMBER_HOLDS.total_seconds()) - back
    digest = salted_hmac("office.trial.telephone", f"{shift.pk}:{turn}", algorithm="sha256")
    return f"{int(digest.hexdigest(), 16) % 10**NUMBER_CHARACTERS:0{NUMBER_CHARACTERS}}"


def note_call(office: CentralOffice, *, by: Officer, number: str) -> OfficeTrial:
    """Note that somebody of the Secretariat rang the desk, and who answered.

    Raises NotPermitted, or NotReady where nobody on duty is shown this number.
    """
    roles.demand_administrator(by)
    typed = "".join(str(unicodedata.decimal(one)) for one in number if one.isdecimal())
    with acting.acting_as(by):
        for shift in DutyShift.objects.filter(office=office).at(timezone.now()):
            known = (number_of(shift), number_of(shift, 1))
            if any(constant_time_compare(typed, one) for one in known):
                trial = OfficeTrial.objects.create(
                    office=office,
                    kind=Kind.TELEPHONE,
                    tried_by=by,
                    shift=shift,
                    answered_by=shift.officer,
                    answered_at=timezone.now(),
                )
                _record("office.try_telephone", trial, by, officer=shift.officer_id)
                return trial
    sentence = _(
        "Nobody on duty there is shown this number. The officer on duty finds it on this page, and "
        "it changes every half hour."
    )
    raise NotReady(sentence, [("number", sentence)])


def send_test(office: CentralOffice, *, by: Officer) -> OfficeTrial:
    """Send a test message on the way by which the office receives now. Raises NotPermitted."""
    with acting.acting_as(by):
        row = destination(office, by)
        trial = OfficeTrial.objects.create(
            office=office, kind=Kind.DELIVERY, tried_by=by, mode=row.mode, url=row.url
        )
        outbox.post(
            TEST,
            thread=trial.pk,
            sender=CentralOffice.objects.secretariat(),
            to=[office],
            data={"trial": str(trial.pk), "answer": ADDRESS % trial.pk},
        )
        _record("office.send_test", trial, by, mode=row.mode)
    return trial


def answer(trial: OfficeTrial, *, by: Officer) -> OfficeTrial:
    """Answer a test message for the office that has it. Raises NotPermitted or WrongState."""
    with acting.acting_as(by):
        locked = OfficeTrial.objects.select_for_update(of=("self",)).get(pk=trial.pk)
        _demand_answer(locked, by)
        message = outbox.post(
            ANSWER,
            thread=locked.pk,
            sender=locked.office,
            to=[CentralOffice.objects.secretariat()],
            data={"trial": str(locked.pk)},
        )
        locked.answered_by, locked.answered_at, locked.answer = by, timezone.now(), message.pk
        locked.save()
        _record("office.answer_test", locked, by, mode=locked.mode)
    return locked


def why_not_answered_by(officer: Officer, trial: OfficeTrial) -> str:
    """Why this officer can't answer the test message, in a sentence; empty if he can."""
    ours = officer.office_id == trial.office_id
    if not ours or not officer.may("answer_request", trial.office):
        return _("A test message is answered by the office that received it.")
    if officer.pk == trial.tried_by_id:
        return _("Who sent the test message does not answer it: a colleague does.")
    if officer.is_human != (trial.mode == Destination.Mode.BROWSER):
        if officer.is_human:
            return _("The office's own system answers it: that is the way that is tried.")
        return _("A person answers it in the browser: that is the way that is tried.")
    return ""


def arrived(trial: OfficeTrial) -> bool:
    """Whether the test message is stored for the office."""
    rows = Delivery.objects.filter(thread=trial.pk, destination__office=trial.office_id)
    with acting.by_a_rule("whether a test message arrived"):
        return rows.filter(status=Delivery.Status.DELIVERED).exists()


def is_of_today(trial: OfficeTrial) -> bool:
    """Whether the office still receives in the way that was tried."""
    row = Destination.objects.filter(office=trial.office_id).first()
    return row is not None and (row.mode, row.url) == (trial.mode, trial.url)


def may_send(officer: Officer, office: CentralOffice) -> bool:
    """Its heads and administrators."""
    return officer.is_human and manages(officer, office)


def _demand_answer(trial: OfficeTrial, by: Officer) -> None:
    if sentence := why_not_answered_by(by, trial):
        raise NotPermitted(sentence)
    if trial.answered_at:
        raise WrongState(_("This test message was answered already."))
    if not arrived(trial):
        raise WrongState(_("This test message has not arrived yet."))
    if not is_of_today(trial):
        raise WrongState(_("The office receives in another way now. Send another test message."))


def _differences(
    content: Mapping[str, Any], header: Mapping[str, Any], body: Mapping[str, Any]
) -> list[str]:
    """The members in which the answer says otherwise than the signed call."""
    if (header["htm"], header["htu"]) != ("POST", ADDRESS % content["thread"]):
        return ["thread"]
    return [] if dict(body) == content["data"] else ["data"]


def _record(verb: str, trial: OfficeTrial, by: Officer, **more: Any) -> None:
    data = {"office": trial.office.code} | more
    events.record(verb, by=by, subject=trial, data=data, step=True)
