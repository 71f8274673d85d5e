"""Whose mail domain an address has. What an employer may prove, and where somebody seems to work, follow from it."""

from portal.people.models import MailDomain
from portal.people.rules import domain_of


def mail_domain_of(email: str) -> MailDomain | None:
    """The domain we know that an address has or lies under: the longest one, so the closest. One query.

    A council may have `camden.gov.uk` and an agency `adults.camden.gov.uk`: who writes from the second works there.
    """
    labels = domain_of(email).split(".")
    above = [".".join(labels[start:]) for start in range(len(labels) - 1)]
    return max(MailDomain.objects.filter(domain__in=above), key=lambda found: len(found.domain), default=None)


def organisation_of_address(email: str) -> int | None:
    """The organisation of that domain; None when nobody has it."""
    found = mail_domain_of(email)
    return found.organisation_id if found else None
