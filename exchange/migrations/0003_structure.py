"""A request keeps its owner, is seen by whom it reached; a refusal keeps its ground."""

from django.db import migrations

from kernel.triggers import holds_at_commit, stays

SEEN = """
  NOT r.seen_by <@ ARRAY(
    SELECT o.number::int FROM public.central_offices_centraloffice o
    WHERE o.id = r.owner_office_id OR o.id IN (
      SELECT p.office_id FROM public.exchange_requestrecipient p
      WHERE p.request_id = r.id AND p.delivered_at IS NOT NULL))
"""


class Migration(migrations.Migration):
    dependencies = [("exchange", "0002_systems_never_approve"), ("kernel", "0003_refusals")]
    operations = [
        stays("request_stays_with_its_owner", "exchange_request", ["owner_office_id"],
              "A request stays with the office that asks."),
        stays("recipient_stays_the_same_office", "exchange_requestrecipient",
              ["office_id", "request_id"], "What was asked of one office is not moved to another."),
        stays("refusal_keeps_its_ground", "exchange_requestrecipient", ["refusal_ground_id"],
              "The ground of a refusal stays as it was told.",
              "OLD.status IN ('REFUSED', 'CLOSED') AND NEW.status IN ('REFUSED', 'CLOSED')"),
        holds_at_commit("request_seen_by_whom_it_reached", "exchange_request",
                        ["INSERT", "UPDATE OF seen_by"], SEEN,
                        "A request is seen by who asks and by whom it was delivered to."),
    ]
