"""The kinds of file we take, and how each begins. What is not listed is not taken."""

from dataclasses import dataclass

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class FileKind:
    """One kind of file: its ending, its type, its words, how it may begin, and how large it may be (bytes)."""

    extension: str
    content_type: str
    words: str
    starts: tuple[bytes, ...]
    largest: int = 25 * MEGABYTE


_OFFICE = "application/vnd.openxmlformats-officedocument"
_ZIP = (b"PK\x03\x04",)

KINDS: dict[str, FileKind] = {
    kind.extension: kind
    for kind in (
        FileKind("pdf", "application/pdf", "PDF", (b"%PDF-",)),
        FileKind("docx", f"{_OFFICE}.wordprocessingml.document", "Word", _ZIP),
        FileKind("pptx", f"{_OFFICE}.presentationml.presentation", "PowerPoint", _ZIP),
        FileKind("xlsx", f"{_OFFICE}.spreadsheetml.sheet", "Excel", _ZIP),
        FileKind("png", "image/png", "Picture", (b"\x89PNG\r\n\x1a\n",)),
        FileKind("jpg", "image/jpeg", "Picture", (b"\xff\xd8\xff",)),
        FileKind("jpeg", "image/jpeg", "Picture", (b"\xff\xd8\xff",)),
        FileKind("txt", "text/plain; charset=utf-8", "Text", ()),
        FileKind(
            "mp3", "audio/mpeg", "Sound", (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2"), 100 * MEGABYTE
        ),
        FileKind("mp4", "video/mp4", "Film", (), 100 * MEGABYTE),
    )
}

# For the `accept` attribute and the hint of the upload field.
ACCEPTED = tuple(KINDS)

# Endings people try, with what to do instead.
ADVICE = {
    "doc": "Save it as .docx in Word and try again.",
    "xls": "Save it as .xlsx in Excel and try again.",
    "ppt": "Save it as .pptx in PowerPoint and try again.",
    "docm": "It may hold macros. Save it as .docx and try again.",
    "xlsm": "It may hold macros. Save it as .xlsx and try again.",
    "pptm": "It may hold macros. Save it as .pptx and try again.",
    "dotm": "It may hold macros. Save it as .docx and try again.",
    "svg": "A drawing in this format can carry a script. Save it as a PNG and try again.",
    "html": "A web page can carry a script. Save it as a PDF and try again.",
    "htm": "A web page can carry a script. Save it as a PDF and try again.",
    "zip": "Add the files one by one, so that each can be checked.",
    "heic": "Save it as a JPG and try again.",
}
