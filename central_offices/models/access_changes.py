"""Changes of who acts for an office: proposed by one person, in force once a second confirms."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from central_offices.models.offices import CentralOffice
from central_offices.queries.access_changes import AccessChangeQuerySet, AccessObjectionQuerySet
from kernel.ids import new_id
from kernel.models import CheckedTogether

EXPIRES_AFTER = timedelta(days=7)


def _in_a_week() -> datetime:
    return timezone.now() + EXPIRES_AFTER


class AccessChange(CheckedTogether):
    """An account, role, client, key or standing that an office shall have once two persons agree.

    `content` is what was proposed, and never changes. Where an office has no head who decides, two
    of the Secretariat agree (`without_head`); then it waits until `in_force_at`, and each officer
    of the office may object (docs/decisions/0029).
    """

    class Kind(models.TextChoices):
        ACCOUNT = "ACCOUNT", _("New account")
        ROLE = "ROLE", _("Role")
        CLEARANCE = "CLEARANCE", _("Higher clearance")
        MOVE = "MOVE", _("Move to the office")
        ENABLE = "ENABLE", _("Open the disabled account again")
        CLIENT = "CLIENT", _("New API client")
        CLIENT_RIGHTS = "CLIENT_RIGHTS", _("More rights of an API client")
        KEY = "KEY", _("Key of the office's own system")
        FACTORS = "FACTORS", _("Take the second factor away")
        END_ROLE = "END_ROLE", _("End the role")
        DISABLE = "DISABLE", _("Disable the account")
        LOWER = "LOWER", _("Lower clearance")
        ENTRY = "ENTRY", _("Entry in the directory")
        NEW_OFFICE = "NEW_OFFICE", _("New office")
        JOIN = "JOIN", _("Let the office join")
        LIVE = "LIVE", _("Let the office go live")
        RENAME = "RENAME", _("Other name of the office")
        SUCCESSION = "SUCCESSION", _("Let a successor state take over the office")
        LEAVE = "LEAVE", _("Let the office leave")

    class Status(models.TextChoices):
        PENDING = "PENDING", _("Waits for a second person")
        AGREED = "AGREED", _("Agreed, open to objections")
        OBJECTED = "OBJECTED", _("Before the Commission")
        CONFIRMED = "CONFIRMED", _("Confirmed")
        DECLINED = "DECLINED", _("Declined")
        WITHDRAWN = "WITHDRAWN", _("Withdrawn")
        EXPIRED = "EXPIRED", _("Expired")

    OF_OFFICES = (
        Kind.NEW_OFFICE,
        Kind.JOIN,
        Kind.LIVE,
        Kind.RENAME,
        Kind.SUCCESSION,
        Kind.LEAVE,
    )
    TAKES_AWAY = (Kind.END_ROLE, Kind.DISABLE, Kind.LOWER)
    OPEN = (Status.PENDING, Status.AGREED, Status.OBJECTED)
    OBJECTIONABLE = (Status.AGREED, Status.OBJECTED)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    office = models.ForeignKey(CentralOffice, models.PROTECT, related_name="access_changes")
    kind = models.CharField(max_length=13, choices=Kind)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    client = models.ForeignKey(
        "central_offices.ApiClient", models.PROTECT, null=True, blank=True, related_name="+"
    )
    content = models.JSONField(default=dict, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    without_head = models.BooleanField(default=False)
    status = models.CharField(max_length=9, choices=Status, default=Status.PENDING)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(default=_in_a_week)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    in_force_at = models.DateTimeField(null=True, blank=True)
    suspends_until = models.DateTimeField(
        null=True, blank=True, help_text="Until then the account is closed by one person's word"
    )
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_in = models.BigIntegerField(
        null=True,
        blank=True,
        editable=False,
        help_text="The transaction of the database that put it in force",
    )

    objects = AccessChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of access")
        constraints = [
            models.CheckConstraint(
                condition=~Q(status__in=["AGREED", "OBJECTED", "CONFIRMED"])
                | Q(decided_by__isnull=False) & ~Q(decided_by=F("proposed_by")),
                name="access_confirmed_by_another",
            ),
            models.CheckConstraint(
                condition=Q(person=None)
                | ~Q(person=F("proposed_by"))
                & (
                    Q(decided_by=None)
                    | ~Q(person=F("decided_by"))
                    | Q(status="DECLINED", in_force_at=None)
                ),
                name="access_not_by_the_person_concerned",
            ),
            models.CheckConstraint(
                condition=Q(settled_by=None)
                | ~Q(settled_by=F("proposed_by"))
                & ~Q(settled_by=F("decided_by"))
                & (Q(person=None) | ~Q(settled_by=F("person"))),
                name="access_settled_by_a_third_person",
            ),
            models.CheckConstraint(
                condition=Q(status="PENDING", decided_at=None)
                | ~Q(status="PENDING") & Q(decided_at__isnull=False),
                name="access_decided_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["AGREED", "OBJECTED"]) | Q(in_force_at__isnull=False),
                name="access_agreed_says_from_when",
            ),
            models.CheckConstraint(
                condition=~Q(without_head=True, status="CONFIRMED") | Q(in_force_at__isnull=False),
                name="access_without_head_was_agreed_first",
            ),
            models.CheckConstraint(
                condition=Q(suspends_until=None) | Q(kind="DISABLE", without_head=False),
                name="access_only_an_account_is_suspended",
            ),
            models.UniqueConstraint(
                KT("content__email"),
                condition=Q(kind="ACCOUNT", status__in=["PENDING", "AGREED", "OBJECTED"]),
                name="one_invitation_waits",
            ),
            models.UniqueConstraint(
                "person",
                "kind",
                KT("content__role"),
                condition=Q(person__isnull=False, status__in=["PENDING", "AGREED", "OBJECTED"]),
                name="one_change_of_access_waits",
                nulls_distinct=False,
            ),
            models.UniqueConstraint(
                fields=["office"],
                condition=Q(kind="ENTRY", status__in=["PENDING", "AGREED", "OBJECTED"]),
                name="one_change_of_an_entry_waits",
            ),
            models.UniqueConstraint(
                "office",
                Coalesce(KT("content__code"), Value("")),
                condition=Q(
                    kind__in=["NEW_OFFICE", "JOIN", "LIVE", "RENAME", "SUCCESSION", "LEAVE"],
                    status__in=["PENDING", "AGREED", "OBJECTED"],
                ),
                name="one_change_of_an_office_waits",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.named}"

    @property
    def is_suspending(self) -> bool:
        """Whether it is one of `AccessChangeQuerySet.suspending`."""
        return self.status == self.Status.PENDING and self.suspends_until is not None

    @property
    def named(self) -> str:
        """The name of the person or thing that it is about, as it was proposed."""
        about: Any = self.person or self.client
        of_office = self.kind == self.Kind.ENTRY or self.kind in self.OF_OFFICES
        if of_office and self.kind != self.Kind.NEW_OFFICE:
            about = self.office
        named = self.content.get("name") or self.content.get("names", {}).get("en")
        return str(about or named or self.content.get("kid", "")[:12])


class AccessObjection(models.Model):
    """An officer's word against a change that the Secretariat agreed on without the head."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    change = models.ForeignKey(AccessChange, models.PROTECT, related_name="objections")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)
    at = models.DateTimeField(default=timezone.now)

    objects = AccessObjectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("objection")
        constraints = [
            models.UniqueConstraint(fields=["change", "by"], name="each_objects_once"),
        ]

    def __str__(self) -> str:
        return self.reason
