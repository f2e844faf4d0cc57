"""The judicial data of a red notice, as they are drafted."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models import Offence
from central_offices.models import Jurisdiction
from kernel.models import StoredFile
from notices.models.notice import Notice
from notices.queries import DraftQuerySet


class Proceeding(models.Model):
    """The judicial data of a red notice as they are drafted (RPD art. 83(2)(b))."""

    class Kind(models.TextChoices):
        PROSECUTION = "PROSECUTION", _("Wanted for prosecution")
        SENTENCE = "SENTENCE", _("Wanted to serve a sentence")

    notice = models.OneToOneField(Notice, models.CASCADE, related_name="proceeding")
    kind = models.CharField(_("wanted"), max_length=12, choices=Kind, default=Kind.PROSECUTION)
    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, null=True, related_name="+")
    warrant_reference = models.CharField(_("warrant or judgment"), max_length=120, blank=True)
    warrant_issuer = models.CharField(_("issued by"), max_length=200, blank=True)
    issuer_is_judicial = models.BooleanField(_("the issuer is a judge or court"), default=False)
    appeal_possible = models.BooleanField(
        _("a court can be appealed to against the warrant"), default=False
    )
    warrant_issued_on = models.DateField(_("issued on"), null=True, blank=True)
    warrant_copy = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+"
    )
    in_absentia = models.BooleanField(_("tried in absence"), default=False)
    limitation_date = models.DateField(_("time bar"), null=True, blank=True)
    facts = models.TextField(_("facts of the case"), blank=True)
    facts_second = models.TextField(_("facts in the second language"), blank=True)
    facts_place = models.CharField(_("where"), max_length=200, blank=True)
    facts_from = models.CharField(_("from"), max_length=40, blank=True, help_text="Partial date")
    facts_to = models.CharField(_("to"), max_length=40, blank=True, help_text="Partial date")
    international_interest = models.TextField(_("why other countries are concerned"), blank=True)
    extradition_will_be_sought = models.BooleanField(
        _("extradition will be sought when the person is arrested (RPD art. 84)"), default=False
    )
    coordinated_with_extradition_authority = models.BooleanField(
        _("the authority responsible for extradition has agreed"), default=False
    )
    authority_is_competent = models.BooleanField(
        _("the authority that issued the warrant is competent for it"), default=False
    )

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("proceeding")

    def __str__(self) -> str:
        return self.warrant_reference


class Charge(models.Model):
    """One offence of the proceeding, with the law and the penalty."""

    class Penalty(models.TextChoices):
        MONTHS = "MONTHS", _("Months of imprisonment")
        LIFE = "LIFE", _("Imprisonment for life")
        DEATH = "DEATH", _("Death penalty")

    proceeding = models.ForeignKey(Proceeding, models.CASCADE, related_name="charges")
    offence = models.ForeignKey(Offence, models.PROTECT, related_name="+", null=True, blank=True)
    title = models.CharField(_("charge"), max_length=300)
    title_second = models.CharField(_("charge in the second language"), max_length=300, blank=True)
    law = models.CharField(_("law"), max_length=200, blank=True)
    article = models.CharField(_("article"), max_length=80, blank=True)
    law_text = models.TextField(_("wording of the law"), blank=True)
    max_penalty = models.CharField(max_length=8, choices=Penalty, default=Penalty.MONTHS)
    max_penalty_months = models.PositiveSmallIntegerField(
        _("maximum penalty in months"), null=True, blank=True, validators=[MaxValueValidator(2400)]
    )
    sentence_months = models.PositiveSmallIntegerField(
        _("sentence in months"), null=True, blank=True, validators=[MaxValueValidator(2400)]
    )
    remaining_months = models.PositiveSmallIntegerField(
        _("months still to serve"), null=True, blank=True, validators=[MaxValueValidator(2400)]
    )

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("charge")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.title
