"""Protected status of persons, and what the Commission alone learns of it.

The application inserts rows of ProtectedStatus and reads none of these tables: the database gives
out what may be known through functions (`cases.safeguards.protected_status` asks them).
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models.person import Subject
from central_offices.models import CentralOffice, Jurisdiction, Officer
from kernel.ids import new_id


class ProtectedStatus(models.Model):
    """That somebody asked for, was given, was refused or lost asylum or refuge: the latest counts.

    A claim is entered by the office that keeps the record, the rest by the Commission. It is about
    a person on record, or about the person of a notice of the United Nations list. `granted_by`,
    the country that protects, is sealed: who holds the table doesn't learn it.

    The database writes when it was entered, which countries were on record then (`considered`) and
    which of them may be feared (`feared`): what is feared stays, though the record changes. What
    opens a person, a denial, a revocation or a country that is `spared`, counts when a second
    member of the Commission enters it as well, in a row that `confirms` the first.
    """

    class Kind(models.TextChoices):
        CLAIMED = "CLAIMED", _("Claimed")
        CONFIRMED = "CONFIRMED", _("Confirmed")
        DENIED = "DENIED", _("Denied")
        REVOKED = "REVOKED", _("Revoked")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    # Nothing may ask the table, not even whether rows stand in the way: the database refuses.
    subject = models.ForeignKey(Subject, models.DO_NOTHING, null=True, related_name="+")
    notice = models.UUIDField(null=True, help_text="Of the United Nations list")
    kind = models.CharField(_("status"), max_length=10, choices=Kind)
    fled_from = models.ForeignKey(Jurisdiction, models.DO_NOTHING, null=True, related_name="+")
    feared = ArrayField(models.CharField(max_length=4), default=list)
    considered = ArrayField(models.CharField(max_length=4), default=list)
    spared = ArrayField(models.CharField(max_length=4), default=list)
    confirms = models.OneToOneField("self", models.DO_NOTHING, null=True, related_name="+")
    granted_by = models.BinaryField(default=bytes, help_text="Sealed; empty: not known")
    source = models.CharField(_("source"), max_length=300)
    since = models.DateField(_("since"), null=True)
    until = models.DateField(_("until"), null=True)
    entered_by = models.ForeignKey(Officer, models.DO_NOTHING, related_name="+")
    entered_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("protected status")
        constraints = [
            models.CheckConstraint(
                condition=Q(subject__isnull=False, notice=None)
                | Q(subject=None, notice__isnull=False),
                name="status_of_one_person",
            ),
            models.CheckConstraint(condition=~Q(source=""), name="status_has_a_source"),
            models.CheckConstraint(
                condition=Q(kind__in=["CLAIMED", "CONFIRMED", "DENIED", "REVOKED"]),
                name="status_is_of_a_kind",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(since=None) | Q(until__gte=models.F("since")),
                name="status_ends_after_it_began",
            ),
        ]
        indexes = [models.Index(fields=["subject", "-entered_at"], name="status_of_subject")]

    def __str__(self) -> str:
        return str(self.pk)  # what it says is told by no text


class ProtectionQuestion(models.Model):
    """A question of the rules, and its answer: written by the function that answers.

    The numbers are given before the question is answered: where one is missing, the work that
    asked was undone.
    """

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=8)
    act = models.UUIDField()
    office = models.IntegerField(help_text="Number of the office that it would reach; 0: everybody")
    asked_for = models.IntegerField(null=True, help_text="Number of the office that acted")
    yes = models.BooleanField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["at"], name="question_by_time")]

    def __str__(self) -> str:
        return str(self.pk)


class ProtectedAct(models.Model):
    """The true ground against an act: its person is protected, perhaps so, or was refused."""

    class Ground(models.TextChoices):
        PROTECTED = "PROTECTED", _("Protected from the country that acts")
        POSSIBLE = "POSSIBLE", _("A like name, of somebody whose status is not confirmed")
        REFUSED = "REFUSED", _("Refused before")

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=8)
    act = models.UUIDField()
    ground = models.CharField(max_length=10, choices=Ground)
    office = models.ForeignKey(CentralOffice, models.DO_NOTHING, related_name="+")
    subject = models.ForeignKey(Subject, models.DO_NOTHING, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "act", "ground"], name="one_ground_an_act")
        ]
        indexes = [models.Index(fields=["office", "at"], name="protected_act_of_office")]

    def __str__(self) -> str:
        return str(self.pk)


class CommissionFinding(models.Model):
    """More acts in a week against protected or refused persons than one office does by chance."""

    id = models.BigAutoField(primary_key=True)
    office = models.ForeignKey(CentralOffice, models.DO_NOTHING, related_name="+")
    acts = models.PositiveIntegerField(help_text="In the seven days before")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return str(self.pk)
