"""Every model of ours says who may see its rows, or says here why nobody needs to ask."""

import pytest
from django.apps import apps

from launch.house_rules import APPS

OWN = [*APPS, "kernel"]
# Reached only through something that is asked, or nobody's secret.
WITHOUT = {
    "kernel.StoredFile": "bytes: served only by the view of the record that they belong to",
    "kernel.Job": "read by its owner only",
    "kernel.Counter": "numbers that nobody reads",
    "kernel.Position": "how far a periodic task came: keys that nobody reads",
    "kernel.IdempotencyKey": "looked up by office and key only",
    "ledger.Chain": "heads of chains: numbers and digests",
    "ledger.Checkpoint": "public",
    "ledger.LogNode": "hashes of the tree",
    "ledger.LogRun": "the order of events: numbers",
    "ledger.LogState": "how many events there are: public",
    "exchange.DeskVersion": "numbers that say no more than that a board moved",
    "ledger.DailyCount": "numbers by day of what strangers did: nobody's record",
    "ledger.Event": "shown beside the record that it is about, which is asked",
    "ledger.EventDetail": "shown with its event",
    "ledger.Destination": "how an office is reached: the directory is common",
    "ledger.Message": "shown through the recipient's inbox or the sender's request",
    "ledger.Delivery": "shown through the sender's request, or to who administers delivery",
    "ledger.Attempt": "shown with its delivery",
    "ledger.WebhookSecret": "shown once, to who made it; sealed",
    "ledger.PhoneCall": "shown on the track of the sender's request",
    "ledger.WebhookCall": "shown on the delivery page of its office",
    "ledger.InboxMessage": "taken by its own office only",
    "central_offices.SignedCall": "kept as evidence, shown through the message that it caused",
    "central_offices.Jurisdiction": "the world's countries are no secret",
    "policies.Portfolio": "public",
    "policies.EditionText": "shown with its edition",
    "policies.KeyIssue": "shown with its edition",
    "policies.KeyIssueText": "shown with its key issue",
    "policies.Absence": "shown with its edition",
    "policies.EditionDocument": "published",
    "notices.UnListChange": "shown with its edition",
    "cases.CaseInvitation": "guardian's table: read inside Case.visible_to only",
    "cases.ProtectedStatus": "the application cannot read it; functions of the database hand out",
    "cases.ProtectionQuestion": "the same: written by the function that answers",
    "cases.ProtectedAct": "the same: for the Commission",
    "cases.CommissionFinding": "the same: for the Commission",
    "cases.KeyFrequency": "counts that steer a search, never shown",
}


def models():
    return [model for model in apps.get_models() if model._meta.app_label in OWN]


@pytest.mark.parametrize("model", models(), ids=lambda model: model._meta.label)
def test_a_model_says_who_may_see_its_rows(model):
    has_law = callable(getattr(model._default_manager, "visible_to", None))

    assert has_law != (model._meta.label in WITHOUT), (
        f"{model._meta.label}: give it visible_to, or say in WITHOUT why it needs none."
    )


def test_the_list_names_nothing_that_is_gone():
    assert set(WITHOUT) <= {model._meta.label for model in models()}
