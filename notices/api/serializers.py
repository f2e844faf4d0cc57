"""The shape of notices as the API shows them."""

from datetime import date
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from central_offices.api.fields import HandlingField, LevelField
from notices.api import notice_descriptions
from notices.lifecycle import notice_steps
from notices.models import Notice, Paper, ReviewItem
from notices.payload import stated
from notices.workflow import reading


class NoticeRowSerializer(serializers.ModelSerializer[Notice]):
    """A notice as lists show it."""

    descriptions = notice_descriptions.ROW
    owner = serializers.CharField(source="owner_office.code")
    classification = LevelField()
    handling = HandlingField(source="handling_codes")
    about = serializers.CharField(source="title")

    class Meta:
        model = Notice
        fields = [
            "id",
            "reference",
            "un_reference",
            "colour",
            "owner",
            "about",
            "status",
            "classification",
            "handling",
            "published_at",
            "valid_until",
            "ended_at",
            "end_reason",
            "created_at",
            "version",
        ]
        read_only_fields = fields


class FoundNoticeSerializer(NoticeRowSerializer):
    """A notice in a list that was perhaps searched: how alike, and by what it was found."""

    descriptions = notice_descriptions.FOUND
    score = serializers.SerializerMethodField()
    matched = serializers.SerializerMethodField()

    class Meta(NoticeRowSerializer.Meta):
        fields = [*NoticeRowSerializer.Meta.fields, "score", "matched"]
        read_only_fields = fields

    @extend_schema_field(serializers.FloatField(allow_null=True))
    def get_score(self, row: Notice) -> float | None:
        return getattr(row, "score", None)

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_matched(self, row: Notice) -> str | None:
        return getattr(row, "matched", None)


class NoticeSerializer(NoticeRowSerializer):
    """A whole notice. `content` is the frozen copy; for the owner of a draft, the draft."""

    descriptions = notice_descriptions.NOTICE
    in_force = serializers.BooleanField(read_only=True)
    control_number = serializers.CharField(read_only=True)
    suspended_until = serializers.DateField(read_only=True, allow_null=True)
    owner_suspends_until = serializers.SerializerMethodField()
    secretariat_suspends_until = serializers.SerializerMethodField()
    copy_version = serializers.SerializerMethodField()
    sha256 = serializers.SerializerMethodField()
    content = serializers.SerializerMethodField()
    actions = serializers.SerializerMethodField()

    class Meta(NoticeRowSerializer.Meta):
        fields = [
            *NoticeRowSerializer.Meta.fields,
            "in_force",
            "control_number",
            "suspended_until",
            "owner_suspends_until",
            "secretariat_suspends_until",
            "copy_version",
            "sha256",
            "content",
            "actions",
        ]
        read_only_fields = fields

    @extend_schema_field(serializers.DateField(allow_null=True))
    def get_owner_suspends_until(self, row: Notice) -> date | None:
        return row.owner_suspends_until if self._reads_all(row) else None

    @extend_schema_field(serializers.DateField(allow_null=True))
    def get_secretariat_suspends_until(self, row: Notice) -> date | None:
        return row.secretariat_suspends_until if self._reads_all(row) else None

    def _reads_all(self, row: Notice) -> bool:
        return reading.reads_all(self.context["request"].user, row)

    @extend_schema_field(serializers.IntegerField(allow_null=True))
    def get_copy_version(self, row: Notice) -> int | None:
        draft = reading.is_draft_for(self.context["request"].user, row)
        return None if draft or row.current_version is None else row.current_version.n

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_sha256(self, row: Notice) -> str | None:
        draft = reading.is_draft_for(self.context["request"].user, row)
        return None if draft or row.current_version is None else row.current_version.sha256

    @extend_schema_field(serializers.JSONField())
    def get_content(self, row: Notice) -> dict[str, Any]:
        return dict(reading.payload_for(self.context["request"].user, row))

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_actions(self, row: Notice) -> list[str]:
        return notice_steps.open_to(self.context["request"].user, row)


class PaperSerializer(serializers.ModelSerializer[Paper]):
    """A printed copy; `href` leads to the PDF once it is READY."""

    descriptions = notice_descriptions.PAPER
    copy_number = serializers.IntegerField(source="copy", read_only=True, allow_null=True)
    href = serializers.SerializerMethodField()

    class Meta:
        model = Paper
        fields = [
            "id",
            "code",
            "copy_number",
            "recipient",
            "language",
            "status",
            "asked_at",
            "made_at",
            "void_at",
            "href",
        ]
        read_only_fields = fields

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_href(self, row: Paper) -> str | None:
        if row.status != Paper.Status.READY:
            return None
        return f"/api/v1/notices/{row.notice_id}/papers/{row.pk}/file/"


class StatementSerializer(serializers.Serializer[Any]):
    """One statement of the office: its place in `content`, its label, and its lines."""

    descriptions = notice_descriptions.STATEMENT
    path = serializers.CharField()
    words = serializers.CharField(source="label")
    lines = serializers.ListField(child=serializers.CharField())


class ItemSerializer(serializers.Serializer[Any]):
    """An item of the check-list: what the rule says, and what the reviewer answered."""

    descriptions = notice_descriptions.ITEM
    condition = serializers.CharField(source="condition.code")
    wording = serializers.CharField(source="condition")
    article = serializers.CharField(source="condition.article")
    severity = serializers.CharField(source="condition.severity")
    automatic = serializers.CharField()
    automatic_reason = serializers.CharField()
    result = serializers.CharField()
    comment = serializers.CharField()
    stated = serializers.SerializerMethodField()

    @extend_schema_field(StatementSerializer(many=True))
    def get_stated(self, item: ReviewItem) -> Any:
        """The statements that bear on the condition, from the copy that the caller reads."""
        code, payload = item.condition.code, self.context["payload"]
        return StatementSerializer(stated.beside(payload, [code])[0][code], many=True).data
