"""The shape of requests as the API shows them."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from central_offices.access.reasons import WithheldInLists
from central_offices.api.fields import HandlingField, LevelField
from central_offices.models import Classification, OfficeKey
from exchange.api import mailbox_descriptions, request_descriptions
from exchange.api.review_shapes import TAKEN_BY_SENDING, ReviewField
from exchange.lifecycle import recipient_steps, request_steps
from exchange.models import Attachment, Contribution, Request, RequestRecipient
from exchange.requests import envelopes, visibility
from ledger.models import Lane
from policies.api.fields import PortfoliosField, TagsField


class AttachmentSerializer(serializers.ModelSerializer[Any]):
    """A file; `href` leads to its content."""

    descriptions = request_descriptions.ATTACHMENT
    name = serializers.CharField(source="file.original_name")
    media_type = serializers.CharField(source="file.media_type")
    size = serializers.IntegerField(source="file.size")
    sha256 = serializers.CharField(source="file.sha256")
    scanned = serializers.SerializerMethodField()
    href = serializers.SerializerMethodField()

    class Meta:
        model = Attachment
        fields = ["id", "name", "media_type", "size", "sha256", "scanned", "href"]
        read_only_fields = fields

    def get_scanned(self, row: Attachment) -> bool:
        return row.file.scanned_at is not None

    def get_href(self, row: Attachment) -> str:
        return envelopes.content_address(row)


class SideSerializer(serializers.ModelSerializer[Any]):
    """How far the request is with one office."""

    descriptions = request_descriptions.SIDE
    office = serializers.CharField(source="office.code")
    assigned_to = serializers.SerializerMethodField()
    refusal_ground = serializers.CharField(
        source="refusal_ground.code", default=None, allow_null=True
    )
    actions = serializers.SerializerMethodField()

    class Meta:
        model = RequestRecipient
        fields = [
            "office",
            "status",
            "delivered_at",
            "ack_due",
            "reply_due",
            "next_due",
            "acknowledged_at",
            "assigned_to",
            "clock_from",
            "authorisation_until",
            "paused_at",
            "pauses",
            "answered_at",
            "refusal_ground",
            "refusal_contact",
            "deferred_until",
            "recalled_at",
            "closed_at",
            "version",
            "actions",
        ]
        read_only_fields = fields

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_actions(self, row: RequestRecipient) -> list[str]:
        return recipient_steps.open_to(self.context["request"].user, row)

    def get_assigned_to(self, row: RequestRecipient) -> str | None:
        """The officer who does the work, told to the requested office only: its own business."""
        ours = self.context["request"].user.office_id == row.office_id
        return row.assigned_to.name if ours and row.assigned_to else None


class StatusField(serializers.ChoiceField):
    """The state of a request, as far as the caller may know it (`as_shown_to`)."""

    def __init__(self, **kw: Any):
        super().__init__(choices=Request.Status.choices, source="*", read_only=True, **kw)

    def to_representation(self, value: Any) -> str:
        return str(getattr(value, "shown_status", value.status))


class VersionField(serializers.IntegerField):
    """Of the own side for a recipient; of the request for its owner, and for who is neither."""

    def __init__(self, **kw: Any):
        super().__init__(source="*", read_only=True, **kw)

    def to_representation(self, value: Any) -> int:
        ours = self.context["request"].user.office_id == value.owner_office_id
        return int(value.version if ours else value.shown_version)


class RequestRow(WithheldInLists, serializers.ModelSerializer[Any]):
    """A request as every list shows it, whoever may read it."""

    content = ("title",)

    sender = serializers.CharField(source="owner_office.code")
    type = serializers.CharField(source="type.code")
    classification = LevelField()
    handling = HandlingField(source="handling_codes")

    class Meta:
        model = Request
        fields = ["id", "reference", "sender", "type", "urgency", "title"]
        fields += ["classification", "handling"]
        read_only_fields = fields


class RowSerializer(RequestRow):
    """A request as lists show it."""

    descriptions = request_descriptions.ROW
    status = StatusField()
    version = VersionField()

    class Meta(RequestRow.Meta):
        fields = [*RequestRow.Meta.fields, "status", "created_at", "sent_at", "version"]
        read_only_fields = fields


class RequestSerializer(RowSerializer):
    """A whole request: the sender sees every recipient, a recipient only itself."""

    descriptions = request_descriptions.REQUEST
    case = serializers.SerializerMethodField()
    recipients = serializers.SerializerMethodField()
    attachments = serializers.SerializerMethodField()
    actions = serializers.SerializerMethodField()
    portfolios = PortfoliosField(read_only=True)
    tags = TagsField(read_only=True)
    persons = serializers.ListField(child=serializers.DictField(), read_only=True)
    facts = serializers.DictField(child=serializers.CharField(), read_only=True)
    evaluation = serializers.CharField(read_only=True)
    review = ReviewField()
    offices = serializers.SerializerMethodField()
    approved_by_deputy = serializers.CharField(
        source="approving_deputy.code", default=None, allow_null=True
    )
    content_digest = serializers.SerializerMethodField()

    class Meta(RowSerializer.Meta):
        fields = [
            *RowSerializer.Meta.fields,
            "case",
            "ask",
            "legal_basis",
            "purpose",
            "necessity",
            "portfolios",
            "tags",
            "facts",
            "persons",
            "reply_due",
            "evaluation",
            "handling_note",
            "approval_due",
            "approved_at",
            "unapproved_at",
            "approved_by_deputy",
            "review",
            "recall_reason",
            "content_digest",
            "conversation",
            "offices",
            "recipients",
            "attachments",
            "actions",
        ]
        read_only_fields = fields

    def get_content_digest(self, row: Request) -> str:
        """Whoever knows the words could try out lists of recipients until the digest fits."""
        ours = self.context["request"].user.office_id == row.owner_office_id
        return row.content_digest if ours else ""

    def get_offices(self, row: Request) -> list[str]:
        return [office.code for office in visibility.parties(row)]

    def get_case(self, row: Request) -> str | None:
        return row.told_case.reference if row.told_case else None

    @extend_schema_field(SideSerializer(many=True))
    def get_recipients(self, row: Request) -> Any:
        recipients = RequestRecipient.objects.visible_to(self.context["request"].user)
        found = recipients.filter(request=row).order_by("office__code")
        found = found.select_related(
            "office", "assigned_to", "refusal_ground", "request__type", "request__owner_office"
        )
        return SideSerializer(found, many=True, context=self.context).data

    @extend_schema_field(AttachmentSerializer(many=True))
    def get_attachments(self, row: Request) -> Any:
        found = row.attachments.select_related("file").order_by("uploaded_at", "id")
        return AttachmentSerializer(found, many=True).data

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_actions(self, row: Request) -> list[str]:
        steps = request_steps.open_to(self.context["request"].user, row)
        return [name for name in steps if name not in TAKEN_BY_SENDING]


class ContributionSerializer(serializers.ModelSerializer[Any]):
    """Something said between the requesting office and one other."""

    descriptions = request_descriptions.CONTRIBUTION
    office = serializers.CharField(source="office.code")
    with_office = serializers.CharField(source="recipient.office.code")
    evaluation = serializers.CharField()
    classification = LevelField()
    handling = HandlingField(source="handling_codes")
    written_by = serializers.CharField(source="written_by.name")
    attachments = AttachmentSerializer(many=True)
    instead = serializers.CharField(source="instead.code", default=None, allow_null=True)

    class Meta:
        model = Contribution
        fields = [
            "id",
            "kind",
            "office",
            "with_office",
            "text",
            "evaluation",
            "classification",
            "handling",
            "handling_note",
            "instead",
            "private",
            "written_by",
            "written_at",
            "arrived_at",
            "attachments",
        ]
        read_only_fields = fields


class SignatureSerializer(serializers.Serializer[Any]):
    """The signature of a message: verify `jws` with the key `kid` of the sender's key set."""

    descriptions = mailbox_descriptions.SIGNATURE
    jws = serializers.CharField()
    kid = serializers.CharField()
    held_by = serializers.ChoiceField(choices=OfficeKey.Holder.choices)


class EnvelopeSerializer(serializers.Serializer[Any]):
    """One complete message, the same on every path (docs/api.md)."""

    descriptions = mailbox_descriptions.ENVELOPE
    id = serializers.UUIDField()
    type = serializers.CharField()
    lane = serializers.ChoiceField(choices=Lane.choices)
    seq = serializers.IntegerField()
    thread = serializers.UUIDField()
    sender = serializers.CharField()
    recipients = serializers.ListField(child=serializers.CharField())
    sent_at = serializers.DateTimeField()
    classification = serializers.ChoiceField(
        choices=[(level.name, level.label) for level in Classification]
    )
    handling = HandlingField()
    data = serializers.DictField()  # type: ignore[assignment]  # taken out of the class
    signature = SignatureSerializer(allow_null=True)


class MailboxSerializer(serializers.Serializer[Any]):
    """A page of the mailbox: messages, their receipts, and where to go on."""

    descriptions = mailbox_descriptions.MAILBOX
    messages = EnvelopeSerializer(many=True)
    receipts = serializers.DictField(child=serializers.CharField())
    cursor = serializers.IntegerField()
    more = serializers.BooleanField()
    checkpoint = serializers.CharField(allow_null=True)


class TakenBackAcksSerializer(serializers.Serializer[Any]):
    """The number of acknowledgements that were taken back."""

    descriptions = mailbox_descriptions.TAKEN_BACK_ACKS
    taken_back = serializers.IntegerField()
