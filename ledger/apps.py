"""The ledger: events, and messages to whom they concern."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "ledger"

    def ready(self) -> None:
        from kernel import acting, sealing
        from ledger import daily_counts, events
        from ledger.delivery import outbox, standard_webhooks

        # Law 6: destinations are locked before the heads of the chains, which come last.
        acting.before_commit("messages", outbox.write)
        acting.before_commit("counts", daily_counts.write)
        acting.before_commit("events", events.write)
        sealing.on_rotation("webhook secrets", standard_webhooks.rotate)
