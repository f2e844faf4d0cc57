"""Policies of what offices say in requests, and of what stays in one office (kernel/who_reads)."""

from django.db import migrations

from kernel.who_reads.row_policies import CLEARED, OF_OWN_OFFICE, SEEN, policy

OF_A_SEEN_REQUEST = f"""EXISTS (SELECT FROM public.exchange_request AS r
  WHERE r.id = request_id AND r.{CLEARED} AND r.{SEEN})"""


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0005_who_reads"),
        ("exchange", "0018_boards_move"),
    ]
    operations = [
        policy("exchange_contribution", f"{CLEARED} AND {SEEN}"),
        policy("exchange_internalnote", f"{OF_OWN_OFFICE} AND {OF_A_SEEN_REQUEST}"),
        policy("exchange_shifthandover", f"{CLEARED} AND {OF_OWN_OFFICE}"),
        policy("exchange_textblock", OF_OWN_OFFICE),
    ]
