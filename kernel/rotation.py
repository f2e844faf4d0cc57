"""Change of FILE_KEY: everything sealed is brought under the first key of the ring.

It may be interrupted and run again, beside a running system. Files keep their bytes: only their
own keys are wrapped anew.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from kernel import acting, sealing
from kernel.files import stored_files
from kernel.models import StoredFile

ROWS_A_BATCH = 200


@acting.by_a_rule("change of FILE_KEY")
def rotate(tell: Callable[[str, int], None]) -> None:
    """Bring all under the first key; `tell` hears for each kind how much was sealed anew.

    Raises Broken or sealing.NotOurs for what no key of the ring opens; what was done stays done.
    """
    tell("files", _files())
    for name, rotation in sorted(sealing.rotations().items()):
        tell(name, rotation())


def column(rows: Callable[[], QuerySet[Any]], name: str, place: Callable[[Any], str]) -> int:
    """Seal the column `name` of these rows anew, batch by batch; how many there were."""
    done, last = 0, None
    while True:
        with transaction.atomic():
            batch = rows().order_by("pk").select_for_update(of=("self",))
            batch = batch.filter(pk__gt=last) if last is not None else batch
            found = list(batch[:ROWS_A_BATCH])
            for row in found:
                sealed = sealing.seal_again(bytes(getattr(row, name)), place(row))
                rows().filter(pk=row.pk).update(**{name: sealed})
        if not found:
            return done
        done, last = done + len(found), found[-1].pk


def _files() -> int:
    done, last = 0, UUID(int=0)
    while True:
        with transaction.atomic():
            waiting = stored_files.under_another_key().filter(pk__gt=last).order_by("pk")
            found: list[StoredFile] = list(waiting.select_for_update()[:ROWS_A_BATCH])
            for stored in found:
                stored_files.wrap_again(stored)
        if not found:
            return done
        done, last = done + len(found), found[-1].pk
