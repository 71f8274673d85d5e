"""What anybody who holds a code is told, and how often they may ask.

A code is 128 random bits, so nobody finds one by trying. Even so an unknown code and a certificate that is worth
nothing any more give answers of the same shape and size, after the same work: one look by unique index, one page.
"""

import secrets
from dataclasses import dataclass
from datetime import date, datetime

from django.core.cache import cache
from django.utils.crypto import salted_hmac

from certificates.models import Award
from certificates.rules import standing_on
from certificates.snapshots import Snapshot
from certificates.states import TAG_KINDS, Standing
from portal.kernel import clock
from portal.kernel.codes import tidy

ASKS_PER_MINUTE = 30
# Answers are filled up to a multiple of this many bytes.
PAGE_STEP = 8192

WORDS = {
    Standing.VALID: ("This certificate is valid", "It was issued by Practice Hub and stands today."),
    Standing.EXPIRED: (
        "This certificate has expired",
        "It was issued by Practice Hub. Its time is over, and it has not been renewed under this code.",
    ),
    Standing.SUPERSEDED: (
        "This certificate has been replaced",
        "It is no longer valid. Ask its holder for the newer one.",
    ),
    Standing.WITHHELD: (
        "This certificate is genuine, details withheld",
        "It was issued by Practice Hub and was not withdrawn. Its holder asked us to erase their details.",
    ),
    Standing.REVOKED: ("This certificate has been withdrawn", "It is no longer valid. Do not rely on it."),
    Standing.UNKNOWN: (
        "We do not know this code",
        "Check that you typed all of it. If it still is not known, the certificate is not from Practice Hub.",
    ),
}


@dataclass(frozen=True, slots=True)
class Checked:
    """The answer to one code. `facts` are shown for certificates that are or were good; `name` if the holder allows."""

    standing: Standing
    heading: str
    sentence: str
    tag_kind: str
    facts: Snapshot | None
    name: str
    valid_until: date | None


def check(code: str, now: datetime) -> Checked:
    """Look a code up as typed. One query, whatever it finds."""
    award = Award.objects.filter(code=tidy(code)[:40]).first()
    if award is None:
        return _checked(Standing.UNKNOWN)
    standing = standing_on(award.state, award.valid_until, clock.today(now))
    if standing not in (Standing.VALID, Standing.EXPIRED):
        return _checked(standing)
    if award.withheld_at is not None:
        # That its time is over is said all the same: a day names nobody.
        return _checked(Standing.WITHHELD if standing == Standing.VALID else standing)
    return _checked(
        standing,
        facts=award.facts,
        name=award.facts.name if award.show_name else "",
        valid_until=award.valid_until,
    )


def _checked(
    standing: Standing, *, facts: Snapshot | None = None, name: str = "", valid_until: date | None = None
) -> Checked:
    heading, sentence = WORDS[standing]
    return Checked(standing, heading, sentence, TAG_KINDS[standing], facts, name, valid_until)


def may_ask(client: str, now: datetime) -> bool:
    """Count one question of a client; False once it asked too often in this minute.

    Args:
        client: the address it asks from; kept only as a keyed hash, for two minutes.
    """
    key = f"check:{salted_hmac('certificates.check', client).hexdigest()[:32]}:{now:%H%M}"
    cache.add(key, 0, timeout=120)
    return int(cache.incr(key)) <= ASKS_PER_MINUTE


def filled_up(page: bytes) -> bytes:
    """The page with a random comment at its end, so that its size does not tell one answer from another."""
    comment = b"<!-- %b -->"
    short = -(len(page) + len(comment) - 2) % PAGE_STEP
    return page + comment % secrets.token_hex(short)[:short].encode()
