"""What a service says when it will not do what was asked.

A `DomainError` carries one plain sentence for the person who asked, and, where it belongs beside one
answer of a form, the name of that field. Views and the API turn it into words; nobody else catches it.
"""

from typing import Any, ClassVar


class DomainError(Exception):
    """A refusal with a sentence for the user.

    Subclasses set `sentence` (with `{placeholders}` filled from keyword arguments), and, where they belong
    to one answer, `field`. `code` is stable, for the API; it defaults to the class name.
    """

    sentence: str = "That could not be done."
    field: str | None = None
    status: ClassVar[int] = 409

    def __init__(
        self, sentence: str | None = None, *, field: str | None = None, code: str | None = None, **words: Any
    ) -> None:
        self.sentence = (
            (sentence or type(self).sentence).format(**words) if words else sentence or self.sentence
        )
        self.field = field or type(self).field
        self.code = code or type(self).__name__
        self.words = words
        super().__init__(self.sentence)


class NotAllowed(DomainError):
    """The actor may not do this; the sentence says why and who may."""

    sentence = "You do not have permission to do this."
    status = 403


class NotFound(DomainError):
    """There is no such thing, or none that this actor may know of. The two are never told apart."""

    sentence = "We cannot find that. It may have been removed, or the address may be wrong."
    status = 404


class IllegalMove(DomainError):
    """The thing is not in a state from which this move starts."""

    sentence = (
        "That is no longer possible, because something changed in the meantime. Look at the page again."
    )
