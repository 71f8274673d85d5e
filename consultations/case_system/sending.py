"""One try at sending: where it went, what came back, and what that means."""

import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import Enum, auto
from functools import lru_cache

import httpx

from portal.kernel.addresses import Target

TIMEOUT_SECONDS = 15
LONGEST_WAIT = 24 * 60 * 60
BUSY = frozenset({429, 502, 503, 504})
GONE = 410


class Meaning(Enum):
    """What an answer means for the next step."""

    ARRIVED = auto()
    GONE = auto()
    LATER = auto()


@dataclass(frozen=True, slots=True)
class Try:
    """How one try went. `wait`: seconds the receiver asked for; None: as the ladder says. `words` are for the log."""

    meaning: Meaning
    words: str
    wait: int | None = None


@lru_cache(maxsize=1)
def _trust() -> ssl.SSLContext:
    return ssl.create_default_context()


def send(target: Target, body: str, headers: Mapping[str, str], now: datetime) -> Try:
    """POST the body to the checked address, follow nothing, read no answer but status and Retry-After."""
    asked = {**headers, "Host": target.host_header, "User-Agent": "practice-hub"}
    try:
        with (
            httpx.Client(
                timeout=TIMEOUT_SECONDS, follow_redirects=False, trust_env=False, verify=_trust()
            ) as client,
            client.stream(
                "POST",
                target.url,
                content=body.encode(),
                headers=asked,
                extensions={"sni_hostname": target.host},
            ) as answer,
        ):
            return judge(answer.status_code, answer.headers.get("retry-after"), now)
    except httpx.TimeoutException:
        return Try(Meaning.LATER, f"no answer within {TIMEOUT_SECONDS} seconds")
    except (httpx.HTTPError, httpx.InvalidURL) as fault:
        return Try(Meaning.LATER, f"could not be reached ({type(fault).__name__})")


def judge(status: int, retry_after: str | None, now: datetime) -> Try:
    """What an HTTP status means: 2xx arrived, 410 gone, everything else (a redirect too) is tried again."""
    words = f"answered {status}"
    if 200 <= status < 300:
        return Try(Meaning.ARRIVED, words)
    if status == GONE:
        return Try(Meaning.GONE, words)
    if 300 <= status < 400:
        return Try(Meaning.LATER, f"{words}: redirects are not followed")
    return Try(Meaning.LATER, words, wait=_seconds(retry_after, now) if status in BUSY else None)


def _seconds(retry_after: str | None, now: datetime) -> int | None:
    """Retry-After as seconds from now, at most a day; None when it says nothing usable."""
    text = (retry_after or "").strip()
    if text.isascii() and text.isdigit():
        return min(int(text[:9]), LONGEST_WAIT)
    try:
        until = parsedate_to_datetime(text)
    except ValueError:
        return None
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    return max(0, min(int((until - now).total_seconds()), LONGEST_WAIT))
