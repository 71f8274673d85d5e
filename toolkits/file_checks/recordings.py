"""Sound and film: the container is what it says. What plays in it is the player's business."""

from typing import BinaryIO

from toolkits.errors import FileRefused
from toolkits.file_checks.kinds import FileKind
from toolkits.file_checks.signatures import begins_another

FILM_BRANDS = (b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"dash")


def inspect(stream: BinaryIO, kind: FileKind) -> None:
    """Refuse a film that does not open as MP4, and anything that is two things at once."""
    head = stream.read(1024)
    if kind.extension == "mp4" and not (head[4:8] == b"ftyp" and head[8:12] in FILM_BRANDS):
        raise FileRefused("The file is called .mp4, but what is in it is not a film in that format.")
    if begins_another(head, but=b""):
        raise FileRefused(
            "The file is two kinds of file at once. Save it again from the program it was made with."
        )
