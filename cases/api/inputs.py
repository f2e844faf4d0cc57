"""Bodies that offices' systems send: cases to be filed, persons to be added, changes."""

from typing import Any

from rest_framework import serializers

from cases.api import case_descriptions, person_descriptions
from cases.api.serializers import PersonSerializer, ShareSerializer
from cases.models import Case, CaseSubject, Offence
from central_offices.api.fields import HandlingField, LevelField, offer_rows
from central_offices.models import CentralOffice, Officer
from kernel.api.bodies import Input
from kernel.api.codes import CodeField
from policies.api.fields import TagsField
from policies.models import Portfolio


class PartSerializer(Input):
    """A person's part in a case: a record that your office keeps (`id`), or a new `person`."""

    descriptions = person_descriptions.PART
    status_of_person = serializers.ChoiceField(choices=CaseSubject.Status.choices)
    id = serializers.UUIDField(required=False, source="existing")
    person = PersonSerializer(required=False)


class NewPersonSerializer(PersonSerializer):
    """A person who is put into a case."""

    descriptions = person_descriptions.NEW_PERSON
    case = CodeField(
        slug_field="reference",
        queryset=Case.objects.none(),
        write_only=True,
    )
    status_of_person = serializers.ChoiceField(choices=CaseSubject.Status.choices, write_only=True)

    class Meta(PersonSerializer.Meta):
        fields = [*PersonSerializer.Meta.fields, "case", "status_of_person"]

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        if request := self.context.get("request"):
            offer_rows(fields["case"], Case.objects.visible_to(request.user))
        return fields


class CaseInput(Input):
    """A case to be filed; with PATCH only what changes."""

    descriptions = case_descriptions.CASE_INPUT
    title = serializers.CharField(max_length=200)
    portfolios = CodeField(many=True, queryset=Portfolio.objects.all(), allow_empty=False)
    offences = serializers.ListField(
        child=serializers.CharField(max_length=40), required=False, max_length=50
    )
    tags = TagsField(required=False)
    charge = serializers.CharField(required=False, allow_blank=True, max_length=10_000)
    summary = serializers.CharField(required=False, allow_blank=True, max_length=20_000)
    classification = LevelField(required=False)
    handling_codes = HandlingField(required=False)
    handling_note = serializers.CharField(required=False, allow_blank=True, max_length=2_000)
    lead_officer = CodeField(slug_field="email", queryset=Officer.objects.none(), required=False)

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        if request := self.context.get("request"):
            office = getattr(request.user, "office_id", None)  # nobody, where the schema is made
            colleagues = Officer.objects.filter(office=office, is_active=True)
            offer_rows(fields["lead_officer"], colleagues)
        return fields

    def validate_offences(self, codes: list[str]) -> list[Offence]:
        known = {row.code: row for row in Offence.objects.in_force().filter(code__in=codes)}
        for code in codes:
            if code not in known:
                raise serializers.ValidationError(f"{code} is not in the catalogue today.")
        return list(known.values())


class FilingInput(CaseInput):
    """A case with its persons, and the offices that shall see it."""

    descriptions = case_descriptions.FILING_INPUT
    each_once = {"persons": "id", "shares": "office"}
    persons = PartSerializer(many=True, required=False)
    shares = ShareSerializer(many=True, required=False)


class Reason(Input):
    """Why a step is taken."""

    descriptions = case_descriptions.REASON
    reason = serializers.CharField(max_length=2_000)


class LowerLevelInput(Reason):
    """The new level of a case, and why it falls."""

    descriptions = case_descriptions.LOWER_LEVEL
    classification = LevelField(source="level")


class OfficeInput(Input):
    """An office that sees the case."""

    descriptions = case_descriptions.OFFICE_INPUT
    office = CodeField(queryset=CentralOffice.objects.all())


class PhotoInput(Input):
    """A photograph of a person, with what is known of it."""

    descriptions = person_descriptions.PHOTO_INPUT
    file = serializers.FileField()
    taken = serializers.CharField(max_length=40, required=False, allow_blank=True)
    source = serializers.CharField(  # type: ignore[assignment]  # a field, as DRF declares fields
        max_length=120, required=False, allow_blank=True
    )
