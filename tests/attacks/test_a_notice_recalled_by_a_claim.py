"""Nairobi's notice is out when the person asks for protection from ALPHA: what ALPHA can tell."""

import re

import pytest
from django.utils import timezone

from cases.models import Nationality
from ledger.models import Message
from notices.models import Notice, Paper, PublicExtract
from notices.papers import printing, verifying
from notices.workflow import circulating, receiving
from tests import systems
from tests.attacks.conftest import claim, confirmed, decided, office, says_nothing
from tests.attacks.test_asked_before_the_claim import plain
from tests.exchange.conftest import deliver_all
from tests.notices import drafts

pytestmark = pytest.mark.django_db


def out(amina, wanjiku, sato, *, name="KERN Ilse", of="QMA", suspend=None, **words):
    """(notice, person): published to every office, somebody of this country."""
    case, subject = drafts.person(amina, name=name)
    Nationality.objects.create(subject=subject, jurisdiction_id=of)
    words = {"case": (case, subject), "extract": "REQUESTED"} | words
    notice = drafts.published(amina, wanjiku, sato, **words)
    deliver_all()
    if suspend:
        until = timezone.now().date().replace(year=timezone.now().year + 1, month=1)
        circulating.suspend(notice, by=suspend, reason="A doubt.", until=until)
    return notice, subject


def withdrawals(amina, wanjiku, sato, arun):
    """The same notice twice: withdrawn by its head, and by the claim, after a paper was printed."""
    for by_claim in (False, True):
        notice, subject = out(amina, wanjiku, sato)
        paper = printing.ask(notice, by=arun)
        yield notice, paper
        if by_claim:
            claim(subject, amina)
        else:
            circulating.withdraw(notice, by=wanjiku)
        deliver_all()
        notice.refresh_from_db()
        yield notice, paper


def exits(notice, paper, reader, caller, nobody) -> dict[str, str]:
    """The answer of every exit about the notice, without what differs by chance."""
    known = {"reference": notice.reference}
    api = f"/api/v1/notices/{notice.pk}/"
    answers = {
        "page": reader.get(notice.get_absolute_url()),
        "circulation": reader.get(notice.get_absolute_url() + "circulation/"),
        "list": reader.get("/notices/", {"q": notice.reference, "view": "all"}),
        "force": reader.get("/notices/", {"q": notice.reference, "view": "force"}),
        "search": reader.get("/search/", {"q": notice.reference, "purpose": "LOCATE"}),
        "name": reader.get("/search/", {"q": "KERN Ilse", "purpose": "LOCATE"}),
        "api": caller.get(api),
        "papers": caller.get(api + "papers/"),
        "file": caller.get(f"{api}papers/{paper.pk}/file/"),
        "in force": caller.get("/api/v1/notices/", {**known, "in_force": "true"}),
        "state": caller.get("/api/v1/notices/", {**known, "status": "WITHDRAWN"}),
        "paper": reader.get(f"/notices/papers/{paper.pk}/"),
        "verify": nobody.get(f"/verify/{paper.code}"),
        "public": nobody.get(f"/public/notices/{notice.slug}/"),
        "feed": nobody.get("/notices/v1/red", {"name": "KERN"}),
    }
    return {
        name: f"{answer.status_code} {bare(answer.content.decode('utf-8', 'replace'), paper.code)}"
        for name, answer in answers.items()
    }


def bare(text: str, code: str = "CODE") -> str:
    """Without what differs between any two notices."""
    text = re.sub(r"\b[0-9a-f]{12,64}\b", "DIGEST", plain(text).replace(code, "CODE"))
    text = re.sub(r"\bA-\d+/\d+-\d{4}", "CONTROL", text)
    return re.sub(r"(?<!\d)20\d\d(/|-|%2F)\d(?!\d)", "REF", text)


def test_no_exit_tells_it_from_a_withdrawal_by_the_owner(
    amina, wanjiku, sato, arun, signed_in, over_api, client
):
    machine = systems.calling(systems.register(office("QMA"), clearance=2))
    shown = []
    for place, (notice, paper) in enumerate(withdrawals(amina, wanjiku, sato, arun)):
        if place % 2 == 0:
            machine.get("/api/v1/mailbox/")
            continue
        found = exits(notice, paper, signed_in(arun), over_api(arun), client)
        (recall,) = [
            row for row in machine.get("/api/v1/mailbox/").json()["messages"]
            if row["type"] == "notice.recalled" and row["thread"] == str(notice.pk)
        ]  # fmt: skip
        said = {name: recall[name] for name in ("sender", "lane", "data", "recipients")}
        found["recall"] = bare(str(said))
        receiving.acknowledge_recall(notice, by=arun)
        assert verifying.check(paper.code).state is verifying.WITHDRAWN
        assert not PublicExtract.objects.filter(notice=notice).exists()
        Notice.objects.filter(pk=notice.pk).update(reference=f"1999/{place}")
        shown.append(found)
    by_owner, by_claim = shown
    for name, answer in by_owner.items():
        assert by_claim[name] == answer, name
        says_nothing(answer)
    assert by_owner["page"].startswith("200") and "Withdrawn" in by_owner["verify"]


def test_it_is_withdrawn_from_everybody_suspended_or_not(
    amina, wanjiku, sato, arun, pierre, signed_in
):
    other, _else = out(amina, wanjiku, sato, name="FELD Otto")
    for suspend, name in ((None, "KERN Ilse"), (wanjiku, "BRANDT Ida"), (sato, "MOSER Uwe")):
        notice, subject = out(amina, wanjiku, sato, name=name, suspend=suspend)
        claim(subject, amina)
        deliver_all()
        notice.refresh_from_db()
        other.refresh_from_db()
        assert (notice.status, notice.end_reason) == ("WITHDRAWN", "WITHDRAWN_BY_OWNER")
        assert other.status == "PUBLISHED"
        told = Message.objects.filter(type="notice.recalled", thread=notice.pk).get()
        codes = set(told.deliveries.values_list("destination__office__code", flat=True))
        assert {"QMA", "PRT", "AGY"} <= codes
        said = "The system withdrew this notice"
        assert said in signed_in(amina).get(notice.get_absolute_url()).text
        for officer in (arun, pierre, sato):
            assert said not in signed_in(officer).get(notice.get_absolute_url()).text


def test_nobody_feared_had_it(amina, wanjiku, sato):
    left_out, subject = out(amina, wanjiku, sato, not_for=[office("QMA")], extract="NONE")
    claim(subject, amina)
    left_out.refresh_from_db()
    assert left_out.status == "PUBLISHED"
    assert not Paper.objects.filter(notice=left_out, status="VOID").exists()


def test_the_commission_confirms_what_it_had_denied(amina, wanjiku, sato, auditor, member):
    case, subject = drafts.person(amina, name="KERN Ilse")
    Nationality.objects.create(subject=subject, jurisdiction_id="QMA")
    claim(subject, amina)
    decided(auditor, kind="DENIED", source="File 7")
    confirmed(member)
    notice = drafts.published(amina, wanjiku, sato, case=(case, subject))
    decided(auditor, kind="CONFIRMED", source="File 8")
    notice.refresh_from_db()
    assert notice.status == "WITHDRAWN"
