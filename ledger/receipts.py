"""What the arrival of a message does: each app says so for its own message types."""

from collections.abc import Callable

from ledger.models import Delivery

Effect = Callable[[Delivery], None]
_effects: dict[str, Effect] = {}


class Poison(Exception):
    """This message can never be applied; str() says why, in words for a duty officer."""


def on_arrival(type: str, effect: Effect) -> None:
    """Run `effect(delivery)` in the transaction in which a message of this type is stored."""
    _effects[type] = effect


def apply(delivery: Delivery) -> None:
    effect = _effects.get(delivery.message.type)
    if effect is not None:
        effect(delivery)
