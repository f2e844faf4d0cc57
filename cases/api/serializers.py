"""Cases and persons as offices' systems read and send them."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from cases import lifecycle
from cases.api import case_descriptions, person_descriptions
from cases.drafts import MOST_MARKS_CHARACTERS
from cases.forms.fields import read_birth
from cases.models import (
    Case,
    CaseShare,
    CaseSubject,
    IdDocument,
    Identity,
    Nationality,
    Photo,
    Sex,
    Subject,
)
from cases.safeguards import plausible
from central_offices.access.reasons import WithheldInLists
from central_offices.api.fields import HandlingField, LevelField
from central_offices.models import CentralOffice, Jurisdiction
from kernel.api.bodies import OnlyKnown
from kernel.api.codes import CodeField
from policies.api.fields import TagsField


class ShareSerializer(OnlyKnown, serializers.Serializer[Any]):
    """An office that sees the case besides its owner."""

    descriptions = case_descriptions.SHARE
    office = CodeField(queryset=CentralOffice.objects.all())
    role = serializers.ChoiceField(choices=CaseShare.Role.choices, default="OBSERVER")


class IdentitySerializer(OnlyKnown, serializers.ModelSerializer[Identity]):
    """One identity under which a person is known."""

    descriptions = person_descriptions.IDENTITY
    birth = serializers.CharField(
        source="birth_text",
        required=False,
        allow_blank=True,
        max_length=40,
    )
    birth_country = CodeField(
        queryset=Jurisdiction.objects.all(), required=False, allow_null=True, default=None
    )

    class Meta:
        model = Identity
        fields = [
            "label",
            "as_written",
            "script",
            "romanised",
            "family_name",
            "forename",
            "birth",
            "birth_earliest",
            "birth_latest",
            "birth_certainty",
            "birth_place",
            "birth_country",
            "quality",
        ]
        read_only_fields = ["script", "birth_earliest", "birth_latest", "birth_certainty"]

    def validate_birth(self, value: str) -> str:
        read_birth(value, "")
        return value


class NationalitySerializer(OnlyKnown, serializers.ModelSerializer[Nationality]):
    """A nationality of a person, stateless and former ones included."""

    descriptions = person_descriptions.NATIONALITY
    country = CodeField(source="jurisdiction", queryset=Jurisdiction.objects.all())

    class Meta:
        model = Nationality
        fields = ["country", "status"]


class IdDocumentSerializer(OnlyKnown, serializers.ModelSerializer[IdDocument]):
    """A document that a person holds, held or used."""

    descriptions = person_descriptions.ID_DOCUMENT
    issuer = CodeField(
        queryset=Jurisdiction.objects.all(), required=False, allow_null=True, default=None
    )

    class Meta:
        model = IdDocument
        fields = ["kind", "number", "issuer", "issued_on", "expires_on", "status"]

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        dates = attrs.get("issued_on"), attrs.get("expires_on")
        if wrong := dict(plausible.document_refused(*dates)):
            raise serializers.ValidationError(wrong)
        return attrs


class PhotoSerializer(serializers.ModelSerializer[Photo]):
    """A photograph of a person; `url` leads to it."""

    descriptions = person_descriptions.PHOTO
    url = serializers.SerializerMethodField()

    class Meta:
        model = Photo
        fields = ["id", "taken", "source", "added_at", "url"]

    def get_url(self, photo: Photo) -> str:
        return f"/api/v1/persons/{photo.subject_id}/photos/{photo.pk}/"


class InCaseSerializer(serializers.ModelSerializer[CaseSubject]):
    """A person's part in a case that the caller sees."""

    descriptions = person_descriptions.IN_CASE
    case = serializers.UUIDField(source="case_id", read_only=True)
    reference = serializers.CharField(source="case.reference", read_only=True)

    class Meta:
        model = CaseSubject
        fields = ["case", "reference", "status_of_person"]


class PersonSerializer(WithheldInLists, OnlyKnown, serializers.ModelSerializer[Subject]):
    """A person with every identity, the main one first."""

    content = (
        *("warnings", "height_cm", "weight_kg", "distinguishing_marks", "languages"),
        *("identities", "nationalities", "documents", "photos", "matched"),
    )
    descriptions = person_descriptions.PERSON
    each_once = {"nationalities": "country"}
    owner_office = CodeField(read_only=True)
    identities = IdentitySerializer(many=True, required=False)
    nationalities = NationalitySerializer(many=True, required=False)
    documents = IdDocumentSerializer(many=True, required=False)
    photos = PhotoSerializer(many=True, read_only=True)
    cases = InCaseSerializer(many=True, read_only=True, source="case_subjects")
    sex = serializers.ChoiceField(choices=Sex.choices, required=False)
    kind = serializers.ChoiceField(choices=Subject.Kind.choices, required=False)
    score = serializers.SerializerMethodField()
    matched = serializers.SerializerMethodField()

    class Meta:
        model = Subject
        fields = [
            "id",
            "kind",
            "owner_office",
            "sex",
            "deceased",
            "minor_at_event",
            "warnings",
            "height_cm",
            "weight_kg",
            "distinguishing_marks",
            "languages",
            "identities",
            "nationalities",
            "documents",
            "photos",
            "cases",
            "score",
            "matched",
            "created_at",
            "updated_at",
            "version",
        ]
        read_only_fields = ["created_at", "updated_at", "version"]
        extra_kwargs = {"distinguishing_marks": {"max_length": MOST_MARKS_CHARACTERS}}

    @extend_schema_field(serializers.FloatField(allow_null=True))
    def get_score(self, subject: Subject) -> float | None:
        found = self.context.get("matches", {}).get(subject.pk)
        return found.score if found else None

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_matched(self, subject: Subject) -> str | None:
        found = self.context.get("matches", {}).get(subject.pk)
        return found.name if found else None


class InvolvedSerializer(serializers.ModelSerializer[CaseSubject]):
    """A person's part in the case; the record itself is under `persons`."""

    descriptions = person_descriptions.INVOLVED
    person = serializers.UUIDField(source="subject_id", read_only=True)

    class Meta:
        model = CaseSubject
        fields = ["person", "status_of_person"]


class CaseSerializer(WithheldInLists, serializers.ModelSerializer[Case]):
    """A case as the caller sees it, with the steps that the caller may take now."""

    content = ("title", "summary", "charge", "tags", "offences", "handling_note", "persons")
    descriptions = case_descriptions.CASE
    owner_office = CodeField(read_only=True)
    lead_officer = CodeField(slug_field="email", read_only=True)
    portfolios = CodeField(many=True, read_only=True)
    offences = CodeField(many=True, read_only=True)
    tags = TagsField(read_only=True)
    classification = LevelField(read_only=True)
    handling_codes = HandlingField(read_only=True)
    shares = serializers.SerializerMethodField()
    persons = InvolvedSerializer(many=True, read_only=True, source="case_subjects")
    actions = serializers.SerializerMethodField()

    class Meta:
        model = Case
        fields = [
            "id",
            "reference",
            "title",
            "status",
            "summary",
            "charge",
            "portfolios",
            "tags",
            "offences",
            "classification",
            "handling_codes",
            "handling_note",
            "owner_office",
            "lead_officer",
            "shares",
            "persons",
            "actions",
            "opened_at",
            "closed_at",
            "created_at",
            "updated_at",
            "version",
        ]
        read_only_fields = fields

    @extend_schema_field(ShareSerializer(many=True))
    def get_shares(self, case: Case) -> Any:
        current = [share for share in case.shares.all() if share.ended_at is None]
        return ShareSerializer(current, many=True).data

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_actions(self, case: Case) -> list[str]:
        return lifecycle.case_steps.open_to(self.context["request"].user, case)
