"""Effects of the arrival of a message: each app says so for its own message types."""

from collections.abc import Callable, Iterable
from uuid import UUID

from django.db import models

from ledger.models import Delivery, Destination

Effect = Callable[[Delivery], None]
EffectOfMany = Callable[[list[Delivery]], None]
_arrivals: dict[str, Effect] = {}
_arrivals_of_many: dict[str, EffectOfMany] = {}
_deaths: dict[str, Effect] = {}
_locks: dict[str, type[models.Model]] = {}
_switched_off: list[Callable[[Destination, str], None]] = []


class ArrivalRefused(Exception):
    """This message can never be applied; str() says why, in words for a duty officer."""


def on_arrival(
    type: str,
    effect: Effect | None = None,
    *,
    many: EffectOfMany | None = None,
    locks: type[models.Model] | None = None,
) -> None:
    """Run `effect(delivery)` in the transaction in which a message of this type is stored.

    `many` does it for several at once, of different threads or destinations. `locks` is the
    model whose row the message's thread names, when the effect changes that row.
    """
    if effect is not None:
        _arrivals[type] = effect
    if many is not None:
        _arrivals_of_many[type] = many
    if locks is not None:
        _locks[type] = locks


def on_dead(type: str, effect: Effect) -> None:
    """Run `effect(delivery)` in the transaction in which a message becomes a dead letter."""
    _deaths[type] = effect


def on_switched_off(effect: Callable[[Destination, str], None]) -> None:
    """Run `effect(destination, why)` in the transaction in which a webhook is switched off."""
    _switched_off.append(effect)


def lock(batch: Iterable[Delivery]) -> None:
    """Lock what the batch will change, in one order, before anything else (docs/laws.md L6)."""
    threads: dict[type[models.Model], set[UUID]] = {}
    for delivery in batch:
        model = _locks.get(delivery.message.type)
        if model is not None:
            threads.setdefault(model, set()).add(delivery.thread)
    for model in sorted(threads, key=lambda model: model._meta.label):
        rows = model._base_manager.filter(pk__in=threads[model]).order_by("pk")
        list(rows.select_for_update(of=("self",)).values_list("pk", flat=True))


def apply(batch: Iterable[Delivery]) -> None:
    """Let the messages have their effects; no two of them are of one thread and destination."""
    by_type: dict[str, list[Delivery]] = {}
    for delivery in batch:
        by_type.setdefault(delivery.message.type, []).append(delivery)
    for type, found in by_type.items():
        if type in _arrivals_of_many:
            _arrivals_of_many[type](found)
        elif type in _arrivals:
            for delivery in found:
                _arrivals[type](delivery)


def gave_up(delivery: Delivery) -> None:
    effect = _deaths.get(delivery.message.type)
    if effect is not None:
        effect(delivery)


def switched_off(destination: Destination, why: str) -> None:
    for effect in _switched_off:
        effect(destination, why)
