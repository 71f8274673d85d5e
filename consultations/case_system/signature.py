"""Standard Webhooks 1.0.0 signatures, by the `standardwebhooks` library."""

from collections.abc import Sequence
from datetime import UTC, datetime

from standardwebhooks import Webhook


def signed_headers(*, message_id: str, body: str, secrets: Sequence[str], now: datetime) -> dict[str, str]:
    """The three headers, with one signature for each secret, so that receivers can rotate in their own time.

    Args:
        message_id: the same on every try; receivers remember it for at least seven days.
        now: this try. The library swaps the time zone without converting (a summer time in London would be signed
            an hour ahead), so it is handed UTC only.
    """
    at = now.astimezone(UTC)
    signatures = " ".join(Webhook(secret).sign(message_id, at, body) for secret in secrets)
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": signatures,
    }
