"""An owner's consent to pass its data on, or to use them in court: asked, and answered."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.models import Case, CaseEntry, CaseFile, Subject
from central_offices.models import CentralOffice, Officer
from exchange.models.conversation import Contribution
from exchange.models.request import Request, RequestRecipient
from exchange.queries import ConsentQuerySet
from kernel import acting
from kernel.ids import new_id
from kernel.models import CheckedTogether

ONE_OF_THE_CASE = (
    Q(note__isnull=False, document=None, person=None)
    | Q(note=None, document__isnull=False, person=None)
    | Q(note=None, document=None, person__isnull=False)
)


class Consent(CheckedTogether):
    """A question to the owner of data that reached an office in a request, an answer or a case.

    It is about one thing: a request's own words, a contribution to it, or a note, a document or a
    person of a case. Whom it is for (`answering`) is the asking office's own business, and not
    told.
    """

    class Use(models.TextChoices):
        SHARE = "SHARE", _("Pass on to other offices")
        EVIDENCE = "EVIDENCE", _("Use in judicial proceedings")

    class Status(models.TextChoices):
        ASKED = "ASKED", pgettext_lazy("consent", "Asked")
        GRANTED = "GRANTED", _("Given")
        REFUSED = "REFUSED", _("Refused")
        WITHDRAWN = "WITHDRAWN", _("Withdrawn")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    request = models.ForeignKey(
        Request, models.PROTECT, null=True, blank=True, related_name="consents"
    )
    contribution = models.ForeignKey(
        Contribution, models.PROTECT, null=True, blank=True, related_name="consents"
    )
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="consents")
    note = models.ForeignKey(
        CaseEntry, models.PROTECT, null=True, blank=True, related_name="consents"
    )
    document = models.ForeignKey(
        CaseFile, models.PROTECT, null=True, blank=True, related_name="consents"
    )
    person = models.ForeignKey(
        Subject, models.PROTECT, null=True, blank=True, related_name="consents"
    )
    owner = models.ForeignKey(CentralOffice, models.PROTECT, related_name="+")
    office = models.ForeignKey(CentralOffice, models.PROTECT, related_name="+")
    answering = models.ForeignKey(
        RequestRecipient, models.PROTECT, null=True, blank=True, related_name="+"
    )
    use = models.CharField(_("use"), max_length=8, choices=Use)
    offices = models.ManyToManyField(CentralOffice, related_name="+", blank=True)
    reason = models.TextField(_("reason"))
    status = models.CharField(max_length=10, choices=Status, default=Status.ASKED)
    conditions = models.TextField(_("conditions"), blank=True)
    asked_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    message_id = models.UUIDField(unique=True)
    arrived_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True, help_text="The decision has arrived")
    version = models.PositiveIntegerField(default=1)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="consent_says_why"),
            models.CheckConstraint(
                condition=Q(request__isnull=False, case=None, note=None, document=None, person=None)
                | (Q(request=None, contribution=None, case__isnull=False) & ONE_OF_THE_CASE),
                name="consent_is_about_one_thing",
            ),
            models.CheckConstraint(
                condition=~Q(owner=models.F("office")), name="consent_of_somebody_else"
            ),
            models.CheckConstraint(
                condition=Q(status="ASKED") | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="consent_decided_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_use_display())

    @staticmethod
    def tell_about(rows: "list[Consent]") -> None:
        """Read what the consents are about: an owner decides of a case that it sees no longer."""
        with acting.by_a_rule("what a consent is about"):
            models.prefetch_related_objects(rows, "request", "case")

    @property
    def about(self) -> Request | Case:
        """The request or the case in which the data reached the office that asks."""
        if not {"request", "case"} <= self._state.fields_cache.keys():
            self.tell_about([self])
        found = self.request or self.case
        assert found is not None  # consent_is_about_one_thing
        return found

    @property
    def reference(self) -> str:
        return self.about.reference

    @property
    def classification(self) -> int:
        return self.about.classification
