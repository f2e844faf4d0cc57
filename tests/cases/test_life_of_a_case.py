"""The life of a case: where its steps lead, and what they demand (who may: test_case_matrix)."""

import pytest
from django.utils import timezone

from cases import filing, lifecycle, sharing
from cases.models import Case
from kernel.errors import NotPermitted, NotReady, Stale, WrongState
from ledger.models import Event
from tests.cases import factories

pytestmark = pytest.mark.django_db

ENDED = {Case.Status.CLOSED, Case.Status.ARCHIVED}


@pytest.fixture
def case(amina, pierre, joana):
    """Pierre's office contributes, Joana's reads."""
    case = factories.case(amina)
    sharing.share(case, pierre.office, by=amina, role="CONTRIBUTOR")
    sharing.share(case, joana.office, by=amina)
    return case


def put(case, status):
    closed = timezone.now() if status in ENDED else None
    Case.objects.filter(pk=case.pk).update(status=status, closed_at=closed)
    case.refresh_from_db()


@pytest.mark.parametrize("name", ["activate", "suspend", "close", "reopen", "archive"])
@pytest.mark.parametrize("status", list(Case.Status))
def test_a_step_leads_where_the_table_says_or_is_refused_with_a_sentence(
    name, status, case, wanjiku
):
    step = lifecycle.case_steps.steps[name]
    put(case, status)
    given = {"reason": "Decided at the meeting."} if name in {"suspend", "close", "reopen"} else {}

    if status in step.sources:
        getattr(lifecycle, name)(case, by=wanjiku, **given)
        assert case.status == step.target
        event = Event.objects.get(verb=f"case.{name}")
        assert (event.before, event.after) == (status, step.target)
    else:
        with pytest.raises(WrongState, match=f"Cannot .* this case is {status.lower()}"):
            getattr(lifecycle, name)(case, by=wanjiku, **given)
        assert not Event.objects.filter(verb=f"case.{name}").exists()


def test_who_only_reads_a_case_is_told_that_no_step_is_open(case, joana):
    with pytest.raises(NotPermitted, match="You may not close this case."):
        lifecycle.close(case, by=joana, reason="Done")


@pytest.mark.parametrize("name", ["suspend", "close"])
def test_a_reason_is_demanded_and_kept_apart_from_the_chain(name, case, amina):
    with pytest.raises(NotReady, match="Say why"):
        getattr(lifecycle, name)(case, by=amina, reason=" ")

    getattr(lifecycle, name)(case, by=amina, reason="Waiting for the court")

    event = Event.objects.get(verb=f"case.{name}")
    assert event.detail.body == {"reason": "Waiting for the court"}
    assert "court" not in str(event.data)


def test_a_closed_case_has_a_time_and_a_reopened_one_has_none(case, amina):
    lifecycle.close(case, by=amina, reason="Solved")
    assert case.closed_at

    lifecycle.reopen(case, by=amina, reason="New facts")
    assert case.closed_at is None


def test_of_two_who_change_the_same_version_the_second_is_told(case, amina, otieno):
    version = case.version
    filing.edit(case, {"title": "First"}, by=amina, version=version)

    with pytest.raises(Stale) as refused:
        filing.edit(case, {"title": "Second"}, by=otieno, version=version)

    assert refused.value.theirs.title == "First"
    case.refresh_from_db()
    assert case.title == "First"


def test_nothing_is_added_to_an_archived_case(case, amina, wanjiku):
    put(case, Case.Status.ARCHIVED)

    for add in (
        lambda: filing.add_note(case, "Late", by=amina),
        lambda: factories.add(case, "Late Comer", by=amina),
    ):
        with pytest.raises(WrongState):
            add()
