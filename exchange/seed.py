"""Writes the rules of the exchange of the first seed. Rows that exist are left as they are."""

from dataclasses import asdict

from django.db import transaction

from exchange.models import CustodyRule, EscalationRule, RefusalGround, RequestType, UrgencyRule
from exchange.reference import (
    custody_rules,
    escalation_rules,
    refusal_grounds,
    request_types,
    time_limits,
)


def seed() -> None:
    """Add the types, time limits and grounds whose code has no row yet."""
    with transaction.atomic():
        _seed_types()
        _seed_time_limits()
        _seed_grounds()
        _seed_escalation()
        _seed_custody()


def _seed_types() -> None:
    known = set(RequestType.objects.values_list("code", flat=True))
    RequestType.objects.bulk_create(
        RequestType(
            code=row.code,
            names=row.names,
            release=row.release,
            coercive=row.coercive,
            refugee_guard=row.guard,
            custody=row.custody,
            seeks=row.seeks,
            required_facts=list(row.facts),
            purpose=row.purpose,
            basis=row.basis,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
        )
        for row in request_types()
        if row.code not in known
    )


def _seed_time_limits() -> None:
    known = set(UrgencyRule.objects.values_list("urgency", "type_code"))
    UrgencyRule.objects.bulk_create(
        UrgencyRule(
            urgency=row.urgency,
            type_code=row.type,
            ack_minutes=row.ack_minutes,
            reply_minutes=row.reply_minutes,
            approve_minutes=row.approve_minutes,
            source=row.source,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
        )
        for row in time_limits()
        if (row.urgency, row.type) not in known
    )


def _seed_grounds() -> None:
    known = set(RefusalGround.objects.values_list("code", flat=True))
    RefusalGround.objects.bulk_create(
        RefusalGround(
            code=row.code,
            betrays=row.betrays,
            silent=row.silent,
            names=row.names,
            basis=row.basis,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
        )
        for row in refusal_grounds()
        if row.code not in known
    )


def _seed_escalation() -> None:
    known = set(EscalationRule.objects.values_list("urgency", "level"))
    EscalationRule.objects.bulk_create(
        EscalationRule(**asdict(row))
        for row in escalation_rules()
        if (row.urgency, row.level) not in known
    )


def _seed_custody() -> None:
    known = set(CustodyRule.objects.values_list("effect", "before_end", "days"))
    CustodyRule.objects.bulk_create(
        CustodyRule(**asdict(row))
        for row in custody_rules()
        if (row.effect, row.before_end, row.days) not in known
    )
