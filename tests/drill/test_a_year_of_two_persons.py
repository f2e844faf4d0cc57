"""A new installation is commissioned, and offices of two persons work in it for a year."""

import io
import os
from pathlib import Path

import pytest
import redis
from django.core.management import call_command

from agency import reference
from central_offices.two_persons import commissioning
from notices.models import SafeguardRule
from tests.drill import deeds, months_of_change, months_of_work, stuck
from tests.drill.office_life import Installation, Person
from tests.plumbing import clones, environment


@pytest.fixture
def installation(django_db_setup, django_db_blocker, settings):
    """Migrated and seeded with the tables of every installation; nobody is there."""
    settings.DEMO = False
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    redis.from_url(os.environ["REDIS_URL"]).flushdb()
    kept = Path(os.environ["AGENCY_DATA"]) / "checkpoints.jws"
    kept.unlink(missing_ok=True)
    name = f"{environment.DATABASE}_year"
    commissioning.forget()
    made = clones.clone(name, environment.UNSEEDED)
    with made, django_db_blocker.unblock(), clones.pointed_at(name):
        reference.seed(with_fictional=True)
        # Whom the lot chooses for a review depends on the key of the run.
        sampled = SafeguardRule.objects.using("owner").filter(code="SAMPLED_PER_HUNDRED")
        sampled.update(number=0)
        yield Installation(name)
    commissioning.forget()
    kept.unlink(missing_ok=True)


class Cast:
    """Everybody of the first year."""

    def __init__(self) -> None:
        self.ada, self.ben = Person("Ada", "AGY"), Person("Ben", "AGY")
        self.rita, self.samir = Person("Rita", "AGY"), Person("Samir", "AGY")
        self.chandra = Person("Chandra", "CCF")
        self.hana, self.omar = Person("Hana", "QMA"), Person("Omar", "QMA")
        self.bela, self.bruno = Person("Bela", "QMB"), Person("Bruno", "QMB")

    @property
    def everybody(self) -> list[Person]:
        """Whoever was there, also those who left."""
        return [one for one in vars(self).values() if isinstance(one, Person)]

    def sign_in(self, *names: str) -> None:
        """These begin a day of work."""
        for name in names:
            getattr(self, name).sign_in()


def set_up(installation, who: Cast) -> None:
    """The first two make everybody else, and put it into service."""
    for one in (who.ada, who.ben):
        installation.first(one)
    deeds.invited(who.rita, "REVIEWER", who.ada, who.ben)
    deeds.invited(who.samir, "SECOND_REVIEWER", who.ben, who.ada)
    deeds.invited(who.chandra, "OVERSIGHT", who.ben, who.ada)
    for head, officer in ((who.hana, who.omar), (who.bela, who.bruno)):
        deeds.invited(head, "HEAD", who.ada, who.ben)
        deeds.invited(officer, "OFFICER", head, who.ada)
    deeds.commissioned(who.ada, who.ben)
    installation.later(4)
    who.sign_in("omar", "hana", "bruno")


def first_requests(installation, who: Cast) -> None:
    """Asked, approved, answered, closed."""
    person = deeds.person_of(1, "IBRAHIM Salim")
    case = deeds.case_filed(who.omar, "Burglaries along the coast", **person)
    plain = deeds.sent(who.omar, deeds.drafted(who.omar, "INFO", "QMB", case))
    grave = deeds.sent(who.omar, deeds.drafted(who.omar, "LOCATE", "QMB", case))
    deeds.approved(who.hana, grave)
    installation.work()
    for asked in (plain, grave):
        page = who.bruno.open(f"/requests/{asked}/")
        page = who.bruno.press(page, "Acknowledge")
        deeds.said(who.bruno, asked, "Answer", "He lives in the harbour.")
    installation.work()
    for asked in (plain, grave):
        page = who.omar.open(f"/requests/{asked}/")
        assert "He lives in the harbour." in page.plain()
        who.omar.press(page, "Close")


MONTHS = [
    set_up,
    first_requests,
    months_of_work.first_notice,
    months_of_work.flash,
    months_of_work.back_and_forth,
    months_of_work.recalls_and_reviews,
    months_of_change.holiday,
    months_of_change.losses,
    months_of_change.another_officer,
    months_of_change.another_head,
    months_of_change.systems,
    months_of_change.keys,
    months_of_change.refusing_head,
    months_of_change.another_administrator,
    months_of_work.cases,
    months_of_work.ends_of_notices,
    months_of_work.key_issues,
]


@pytest.mark.parametrize(
    "months", [MONTHS[:2], pytest.param(MONTHS, marks=pytest.mark.drill)], ids=["first", "all"]
)
def test_two_persons_work_without_a_shell(installation, months):
    """Nothing stands still after any month; at the end nothing is lost and the ledger holds."""
    who = Cast()
    for month in months:
        month(installation, who)
        assert stuck.found() == [], month.__name__

    installation.work()
    assert stuck.lost(who.everybody) == []
    assert stuck.unfinished() == []
    said = io.StringIO()
    call_command("verify_ledger", stdout=said, stderr=said)
    assert "The ledger holds" in said.getvalue(), said.getvalue()
