"""Bodies that the API of notices reads: drafts in parts, and what each step asks."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from cases.forms.fields import read_date
from cases.models import Case, Offence, Subject
from cases.safeguards.plausible import span_refused
from central_offices.api.fields import HandlingField, LevelField
from central_offices.models import CentralOffice, Jurisdiction
from kernel.api.bodies import Input
from kernel.api.codes import CodeField
from kernel.forms.sizes import MOST_OBJECTS, MOST_OFFICES
from kernel.values.bounds import demand_past
from kernel.values.text import pasted
from notices.api import notice_input_descriptions
from notices.models import Charge, Colour, ExtractField, Notice, Proceeding, SecondLanguage
from notices.models.refusal_reasons import CancelReason, RefusalReason
from notices.models.review import ReviewItem

Text = serializers.CharField


def words(most: int, **kw: Any) -> serializers.CharField:
    return serializers.CharField(max_length=most, required=False, allow_blank=True, **kw)


def months(**kw: Any) -> serializers.IntegerField:
    return serializers.IntegerField(
        min_value=0, max_value=2400, required=False, allow_null=True, **kw
    )


class ChargeInput(Input):
    """One offence with its law and penalty; `offence` is a code of the catalogue."""

    descriptions = notice_input_descriptions.CHARGE
    title = serializers.CharField(max_length=300)
    title_second = words(300)
    offence = CodeField(queryset=Offence.objects.in_force(), required=False, allow_null=True)
    law = words(200)
    article = words(80)
    law_text = words(10_000)
    max_penalty = serializers.ChoiceField(choices=Charge.Penalty.choices)
    max_penalty_months = months()
    sentence_months = months()
    remaining_months = months()


class JudicialInput(Input):
    """Warrant, assurances and charges."""

    descriptions = notice_input_descriptions.JUDICIAL
    kind = serializers.ChoiceField(choices=Proceeding.Kind.choices, required=False)
    jurisdiction = CodeField(queryset=Jurisdiction.objects.all(), required=False, allow_null=True)
    warrant_reference = words(120)
    warrant_issuer = words(200)
    warrant_issued_on = serializers.DateField(
        required=False, allow_null=True, validators=[demand_past]
    )
    issuer_is_judicial = serializers.BooleanField(required=False)
    appeal_possible = serializers.BooleanField(required=False)
    in_absentia = serializers.BooleanField(required=False)
    limitation_date = serializers.DateField(required=False, allow_null=True)
    extradition_will_be_sought = serializers.BooleanField(required=False)
    coordinated_with_extradition_authority = serializers.BooleanField(required=False)
    authority_is_competent = serializers.BooleanField(required=False)
    charges = ChargeInput(many=True, required=False)


class FactsInput(Input):
    """The facts of the case: what happened, where and when (1979, 1979-07 or 1979-07-21)."""

    descriptions = notice_input_descriptions.FACTS
    facts = words(20_000)
    facts_second = words(20_000)
    facts_place = words(200)
    facts_from = words(40)
    facts_to = words(40)
    international_interest = words(4000)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        for name in ("facts_from", "facts_to"):
            read_date(attrs.get(name, ""), "")
        if wrong := dict(span_refused(attrs.get("facts_from"), attrs.get("facts_to"))):
            raise serializers.ValidationError(wrong)
        return attrs


class ActionInput(Input):
    """The action asked of other offices."""

    descriptions = notice_input_descriptions.ACTION
    action = words(4000)
    action_second = words(4000)
    caution = words(1000)
    caution_second = words(1000)
    valid_until = serializers.DateField(required=False, allow_null=True)


class RestrictionsInput(Input):
    """Level, conditions of use, and the offices left out (an empty list: none)."""

    descriptions = notice_input_descriptions.RESTRICTIONS
    most_items = {"not_for": MOST_OFFICES}
    classification = LevelField()
    handling = HandlingField(source="handling_codes")
    not_for = CodeField(queryset=CentralOffice.objects.joined(), many=True)


class ExtractInput(Input):
    """Whether the public may see an extract, and with which fields."""

    descriptions = notice_input_descriptions.EXTRACT
    choice = serializers.ChoiceField(
        choices=[(value, label) for value, label in Notice.PublicExtract.choices if value]
    )
    fields_shown = serializers.ListField(
        child=serializers.ChoiceField(choices=ExtractField.choices), source="fields", required=False
    )


class PartsInput(Input):
    """The parts of a draft; a part that is left out stays as it is."""

    descriptions = notice_input_descriptions.PARTS
    judicial = JudicialInput(required=False)
    facts = FactsInput(required=False)
    action = ActionInput(required=False)
    restrictions = RestrictionsInput(required=False)
    public_extract = ExtractInput(required=False)


@extend_schema_serializer(component_name="NoticeDraftInput")
class DraftInput(PartsInput):
    """A new draft on a person of a case of your office."""

    descriptions = notice_input_descriptions.DRAFT
    colour = serializers.ChoiceField(choices=Colour.choices)
    case = serializers.CharField(max_length=24)
    person = serializers.UUIDField()
    second_language = serializers.ChoiceField(choices=SecondLanguage.choices, required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if "judicial" in attrs and "kind" not in attrs["judicial"]:
            wanted = _("Say whether the person is wanted for prosecution or to serve a sentence.")
            raise serializers.ValidationError({"judicial": {"kind": [wanted]}})
        officer = self.context["request"].user
        reference = pasted(attrs["case"]).upper()
        attrs["case"] = Case.objects.editable_by(officer).filter(reference=reference).first()
        if attrs["case"] is None:
            raise serializers.ValidationError(
                {"case": [_("There is no such case of your office.")]}
            )
        people = Subject.objects.visible_to(officer).filter(pk=attrs["person"])
        attrs["person"] = people.first()
        if attrs["person"] is None:
            raise serializers.ValidationError({"person": [_("There is no such person.")]})
        return attrs


@extend_schema_serializer(component_name="NoticeReasonInput")
class ReasonInput(Input):
    """Why a step is taken."""

    descriptions = notice_input_descriptions.REASON
    reason = serializers.CharField(max_length=4000)


@extend_schema_serializer(component_name="NoticeDigestInput")
class DigestInput(Input):
    """The digest of the version that was read."""

    descriptions = notice_input_descriptions.DIGEST
    sha256 = serializers.RegexField("^[0-9a-f]{64}$", max_length=64)


@extend_schema_serializer(component_name="NoticeReleaseForOfficeInput")
class ReleaseForOfficeInput(ReasonInput):
    """Why the Secretariat releases it, and the digest of the version that was read."""

    descriptions = notice_input_descriptions.RELEASE_FOR_OFFICE
    sha256 = serializers.RegexField("^[0-9a-f]{64}$", max_length=64)


class ItemAnswerInput(Input):
    """The reviewer's answer to one item of the check-list."""

    descriptions = notice_input_descriptions.ITEM_ANSWER
    condition = serializers.CharField(max_length=40)
    result = serializers.ChoiceField(choices=ReviewItem.Result.choices)
    comment = words(4000, default="")


class AnswersInput(Input):
    """The reviewer's answers to items of the check-list."""

    descriptions = notice_input_descriptions.ANSWERS
    most_items = {"answers": MOST_OBJECTS}
    each_once = {"answers": "condition"}
    answers = ItemAnswerInput(many=True)


class PublishInput(Input):
    """Until when the notice holds."""

    descriptions = notice_input_descriptions.PUBLISH
    valid_until = serializers.DateField(required=False, allow_null=True)


class ReturnInput(Input):
    """The things that the office has to add."""

    descriptions = notice_input_descriptions.RETURN
    explanation = serializers.CharField(max_length=4000)


@extend_schema_serializer(component_name="NoticeRefuseInput")
class RefuseInput(Input):
    """The grounds of a refusal, and its explanation."""

    descriptions = notice_input_descriptions.REFUSE
    reasons = serializers.ListField(
        child=serializers.ChoiceField(choices=RefusalReason.choices), min_length=1
    )
    explanation = serializers.CharField(max_length=4000)


@extend_schema_serializer(component_name="NoticeSuspendInput")
class SuspendInput(ReasonInput):
    """Why nobody may act on the notice, and until when."""

    descriptions = notice_input_descriptions.SUSPEND
    until = serializers.DateField()


class WithdrawInput(Input):
    """Why the owner takes the notice back."""

    descriptions = notice_input_descriptions.WITHDRAW
    code = serializers.ChoiceField(choices=CancelReason.choices, required=False)
    reason = words(4000)


@extend_schema_serializer(component_name="NoticeCancelInput")
class CancelInput(ReasonInput):
    """Why the Secretariat ends the notice."""

    descriptions = notice_input_descriptions.CANCEL
    code = serializers.ChoiceField(choices=CancelReason.choices)


class PaperInput(Input):
    """The language of a paper."""

    descriptions = notice_input_descriptions.PAPER_INPUT
    language = serializers.ChoiceField(choices=SecondLanguage.choices, required=False)
