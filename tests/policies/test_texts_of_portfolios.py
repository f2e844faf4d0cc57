"""Names and scopes of the portfolios: dated texts, changed by two persons."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from central_offices.dated_rules import changes, tables
from central_offices.dated_rules.plans import Span
from kernel.errors import NotReady
from policies import texts
from policies.models import Portfolio, PortfolioText
from tests.plumbing.by_the_owner import by_the_owner

pytestmark = pytest.mark.django_db
TODAY = timezone.now().date()
FRAUD = {"code": "FRAUD"}


def written(**more):
    row = PortfolioText.objects.get(**FRAUD)
    content = tables.by_slug("portfolio-texts").content_of(row)
    content["scopes"] = content["scopes"] | {"en": "Deceiving people for gain."} | more
    span = Span(TODAY + timedelta(days=1))
    return changes.Draft(tables.by_slug("portfolio-texts"), FRAUD, content, span)


def test_a_portfolio_says_its_new_text_from_the_first_day_on(adler, benes, amina, signed_in):
    change = changes.propose(written(), by=adler, reason="Agreed by the assembly.")
    changes.confirm(change, by=benes)
    assert texts.follow() == 0
    with by_the_owner():
        PortfolioText.objects.filter(**FRAUD).exclude(valid_to=None).update(valid_to=TODAY)
        PortfolioText.objects.filter(**FRAUD, valid_to=None).update(valid_from=TODAY)

    assert (texts.follow(), texts.follow()) == (1, 0)
    assert "Deceiving people for gain." in signed_in(amina).get("/portfolios/").content.decode()
    assert PortfolioText.objects.filter(**FRAUD).count() == 2


def test_a_text_is_written_in_every_language_and_never_ends(adler):
    draft = written()
    del draft.content["scopes"]["ar"]
    with pytest.raises(NotReady, match="every language"):
        changes.propose(draft, by=adler, reason="Agreed.")
    with pytest.raises(NotReady, match="nine portfolios"):
        changes.propose(draft._replace(content={}), by=adler, reason="Agreed.")


def test_sql_as_the_application_gives_a_portfolio_no_other_words():
    for attempt in (
        lambda: Portfolio.objects.filter(pk="FRAUD").update(names={"en": "Politics"}),
        lambda: PortfolioText.objects.filter(**FRAUD).update(names={"en": "Politics"}),
        lambda: PortfolioText.objects.filter(**FRAUD).delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            attempt()
