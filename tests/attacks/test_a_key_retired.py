"""Which key of fingerprints is in use says the owner of the database, and nobody who runs SQL."""

from django.core.management import call_command

from kernel import acting
from notices.refusals import register
from notices.workflow import circulating
from tests import world
from tests.notices import drafts


def test_the_digests_of_a_key_that_the_owner_retired_go(committed, settings):
    amina, wanjiku, sato = (world.officer(name) for name in ("amina", "wanjiku", "sato"))
    notice = drafts.published(amina, wanjiku, sato)
    circulating.cancel(notice, by=sato, code="CONDITIONS_NOT_MET", reason="Political.")
    call_command("use_fingerprint_key")
    with acting.acting_as(sato):
        assert register.purge() == 0

    settings.FINGERPRINT_KEY = "another key of fifty characters or more, 0123456789 abc"
    call_command("use_fingerprint_key")
    with acting.acting_as(sato):
        assert register.purge() > 0
