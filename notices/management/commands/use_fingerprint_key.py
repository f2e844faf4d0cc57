"""`use_fingerprint_key`: tell the database which `FINGERPRINT_KEY` is in use, as its owner."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import connections

from notices.refusals import fingerprints

USE = """
INSERT INTO notices_fingerprint_key (key_id) VALUES (%s)
ON CONFLICT (only_row) DO UPDATE SET key_id = excluded.key_id
"""


class Command(BaseCommand):
    help = (
        "Retire every fingerprint key but the one in use: the night's upkeep deletes its digests."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        with connections["owner"].cursor() as cursor:
            cursor.execute(USE, [fingerprints.key_id()])
