"""What the services of certificates refuse, each in a sentence for the person who asked."""

from portal.kernel.errors import DomainError, NotAllowed


class NotCompleted(DomainError):
    sentence = "This course is not completed yet, so there is no certificate."


class NotYourCertificate(NotAllowed):
    sentence = "Only the person it belongs to can do this with a certificate."


class NameMissing(DomainError):
    sentence = "Enter the name as you want it on the certificate."
    field = "name"


class NameTooLong(DomainError):
    sentence = "The name must be 100 characters or fewer."
    field = "name"


class SameName(DomainError):
    sentence = "This is the name already on the certificate."
    field = "name"


class CannotBeDrawn(DomainError):
    """The PDF could not be made; the page holds the same facts."""

    sentence = (
        "The PDF could not be made just now. The certificate on this page is the same, and you can print it."
    )
    status = 503
