"""UN special notices as the importer writes them: many at once, owned by the Secretariat, public.

    with acting.acting_as(by):                       # one transaction for the whole list
        un_notices.add(listings, by=by)            # new on the list
        un_notices.change([(notice, listing)], by=by)
        un_notices.delist(notices, by=by, on=day)  # vanished from the list
        un_notices.announce(added, changed, delisted, by=by)   # one message for everybody

`by` is an officer of the General Secretariat: who confirmed the edition; `author` who brought it,
and so made the versions. Nothing here asks whether a record changed: that is `changes.compare`.
Each call takes the same few statements for one notice or a thousand, but for the name keys.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.safeguards import protected_status
from cases.search import name_keys
from central_offices.models import CentralOffice, Classification, Officer, Purpose
from central_offices.two_persons import commissioning
from kernel import acting
from kernel.errors import NotPermitted
from ledger import events
from ledger.delivery import outbox
from ledger.lifecycle import Lifecycle, Step
from notices.models import Colour, Notice, NoticeVersion, Paper, PublicExtract
from notices.models.refusal_reasons import CancelReason
from notices.payload import freeze, public_extract
from notices.payload.shape import Payload
from notices.queries import keeps_un_list

PURPOSE = Purpose.WARN
PLACE = ["un_reference", "un_data_id", "seen_by", "published_at", "ended_at", "end_reason"]
VERSION = ["current_version", "title", "sort_key", "updated_at"]
LISTED, DELISTED = Notice.Status.PUBLISHED, Notice.Status.CANCELLED


def keeps_the_list(officer: Officer, notice: Notice) -> bool:
    """The officer is a person who keeps the UN list, and the notice is one of that list."""
    return notice.colour == Colour.UN and keeps_un_list(officer)


un_notice_steps = Lifecycle(
    amend=Step({LISTED}, None, keeps_the_list, _("amend")),
    delist=Step({LISTED}, DELISTED, keeps_the_list, _("delist")),
    relist=Step({DELISTED}, LISTED, keeps_the_list, _("list again"), publishes=True),
)


@dataclass(frozen=True)
class Listing:
    """One record of the list: `payload` with its `subject` and `listing` parts filled in.

    `reference` is the UN's (QDi.432), `data_id` its DATAID; `listed_on` becomes the day of
    publication. The rest of the payload (colour, owner …) is filled in here.
    """

    data_id: str
    reference: str
    listed_on: date
    payload: Payload
    protected_as: str = ""  # the code for a refugee that the list uses of the person


def known() -> QuerySet[Notice]:
    """Every UN notice that is on the list now, with its current version: to be compared."""
    listed = Notice.objects.filter(colour=Colour.UN, status=Notice.Status.PUBLISHED)
    return listed.select_related("current_version")


def add(listings: Sequence[Listing], *, by: Officer, author: Officer | None = None) -> list[Notice]:
    """Publish a notice for each listing; a reference that was delisted before comes back."""
    _check(by)
    back = _delisted(row.reference for row in listings)
    again = [(back[row.reference], row) for row in listings if row.reference in back]
    _take("relist", again, by, author)
    fresh = [row for row in listings if row.reference not in back]
    offices = _everybody()
    notices = [_placed(_notice(by), row, offices) for row in fresh]
    Notice.objects.bulk_create(notices, batch_size=500)
    _put_versions(list(zip(notices, fresh, strict=True)), author or by)
    Notice.objects.bulk_update(notices, ["current_version"], batch_size=500)
    for notice in notices:
        events.record("notice.add", by=by, subject=notice, after=notice.status, step=True)
    return [*back.values(), *notices]


def change(
    pairs: Sequence[tuple[Notice, Listing]], *, by: Officer, author: Officer | None = None
) -> None:
    """Give each notice a new version that says what its listing says; no older paper holds."""
    _check(by)
    _take("amend", pairs, by, author)
    _void_papers([notice for notice, _row in pairs])


def delist(notices: Sequence[Notice], *, by: Officer, on: date) -> None:
    """Cancel what vanished from the list: no extract, no valid paper, no name that is found."""
    _check(by)
    if not notices:
        return
    fields = ["ended_at", "end_reason", "updated_at"]
    with un_notice_steps.take_all("delist", _all(notices), by=by, fields=fields) as rows:
        for notice in rows:
            notice.ended_at = datetime.combine(on, time(), UTC)
            notice.end_reason = CancelReason.DELISTED
            notice.updated_at = timezone.now()
            _remember_names(notice, {})
    PublicExtract.objects.filter(notice__in=notices).delete()
    _void_papers(notices)


def announce(
    added: Sequence[Notice], changed: Sequence[Notice], delisted: Sequence[Notice], *, by: Officer
) -> None:
    """Tell every office once what the new edition of the list changed: how many, and which."""
    told = {"added": added, "changed": changed, "delisted": delisted}
    if not (added or changed or delisted):
        return
    outbox.post(
        "notice.un_list_updated",
        thread=(*added, *changed, *delisted)[0].pk,
        sender=by.office,
        to=CentralOffice.objects.reachable().exclude(pk=by.office_id),
        data={
            "counts": {name: len(rows) for name, rows in told.items()},
            **{name: [row.un_reference for row in rows] for name, rows in told.items()},
        },
        urgent=bool(delisted),
    )


def _check(by: Officer) -> None:
    commissioning.demand()
    if not keeps_un_list(by):
        raise NotPermitted(gettext("Only the General Secretariat keeps the United Nations list."))


def _everybody() -> list[int]:
    return sorted(CentralOffice.objects.reachable().values_list("number", flat=True))


def _delisted(references: Iterable[str]) -> dict[str, Notice]:
    rows = Notice.objects.filter(un_reference__in=list(references)).exclude(
        status=Notice.Status.PUBLISHED
    )
    return {row.un_reference or "": row for row in rows}


def _all(notices: Iterable[Notice]) -> QuerySet[Notice]:
    return Notice.objects.filter(pk__in=[notice.pk for notice in notices])


def _take(
    step: str, pairs: Sequence[tuple[Notice, Listing]], by: Officer, author: Officer | None
) -> None:
    if not pairs:
        return
    offices, listings = _everybody(), {notice.pk: listing for notice, listing in pairs}
    notices = _all(notice for notice, _row in pairs)
    with un_notice_steps.take_all(step, notices, by=by, fields=[*PLACE, *VERSION]) as rows:
        placed = [(_placed(row, listings[row.pk], offices), listings[row.pk]) for row in rows]
        _put_versions(placed, author or by)


def _notice(by: Officer) -> Notice:
    return Notice(
        colour=Colour.UN,
        owner_office=by.office,
        purpose=PURPOSE,
        classification=Classification.OFFICIAL,
        public_extract=Notice.PublicExtract.REQUESTED,
        status=Notice.Status.PUBLISHED,
        published_by=by,
    )


def _placed(notice: Notice, listing: Listing, offices: list[int]) -> Notice:
    notice.un_reference = listing.reference
    notice.un_data_id = listing.data_id
    notice.seen_by = offices
    notice.published_at = datetime.combine(listing.listed_on, time(), UTC)
    notice.ended_at, notice.end_reason = None, ""
    notice.title = freeze.title_of(listing.payload)
    notice.sort_key = notice.title.casefold()[:200]
    notice.updated_at = timezone.now()
    return notice


@acting.by_a_rule(name_keys.WHO_SEES_A_PERSON)  # said once, and not for each name
def _put_versions(pairs: Sequence[tuple[Notice, Listing]], by: Officer) -> None:
    """Freeze each listing as the next version of its notice, with its names and its extract."""
    notices = [notice.pk for notice, _row in pairs]
    rows = NoticeVersion.objects.filter(notice__in=notices)
    last = dict(rows.values_list("notice").annotate(last=Max("n")).order_by())
    versions = [_version(n, row, last.get(n.pk, 0) + 1, by) for n, row in pairs]
    NoticeVersion.objects.bulk_create(versions, batch_size=500)
    alpha2, extracts = public_extract.codes(), []
    for (notice, row), version in zip(pairs, versions, strict=True):
        notice.current_version = version
        _remember_names(notice, version.payload)
        extracts.append(public_extract.extract_of(notice, version, alpha2))
        if row.protected_as:
            protected_status.claim_listed(notice.pk, row.protected_as, by=by)
    PublicExtract.objects.filter(notice__in=notices).delete()
    PublicExtract.objects.bulk_create([row for row in extracts if row], batch_size=500)


def _version(notice: Notice, listing: Listing, n: int, by: Officer) -> NoticeVersion:
    payload: Payload = {
        **listing.payload,
        "format": 1,
        "colour": Colour.UN.value,
        "owner_office": by.office.code,
        "purpose": PURPOSE.value,
        "classification": int(Classification.OFFICIAL),
        "public_extract": "REQUESTED",
    }
    return NoticeVersion(
        notice=notice, n=n, payload=payload, sha256=freeze.sha256(payload), made_by=by
    )


def _void_papers(notices: Sequence[Notice]) -> None:
    papers = Paper.objects.filter(notice__in=notices, status__in=["WAITING", "READY"])
    papers.update(status=Paper.Status.VOID, void_at=timezone.now())


def _remember_names(notice: Notice, payload: Payload) -> None:
    name_keys.write_notice(
        notice.pk,
        freeze.names_of(payload),
        numbers=freeze.numbers_of(payload),
        owner_office_id=notice.owner_office_id,
        seen_by=notice.seen_by,
        level=notice.classification,
    )
