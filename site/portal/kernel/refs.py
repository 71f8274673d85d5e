"""How one room points at another's row without a foreign key: the kind of thing, and its id."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ref:
    """A pointer such as `courses.enrolment:12`. It carries no name and no text."""

    kind: str
    id: int | str

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"

    @classmethod
    def parse(cls, text: str) -> "Ref":
        """Read a pointer back; digits become an int. Raises `ValueError` on anything else."""
        kind, colon, rest = text.partition(":")
        if not (kind and colon and rest):
            raise ValueError(f"not a reference: {text!r}")
        return cls(kind, int(rest) if rest.isdigit() else rest)
