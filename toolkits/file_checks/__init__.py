"""Uploads judged by what is in them, before anything is stored (TK-06; ASVS 5.0 V5; domain paper, fault 24).

    checked = check_upload(stream, "Mapping guide.pdf")

Refuses with a `FileRefused` whose sentence tells the uploader what to do instead. Nothing is written, unpacked
to disk or rendered; every loop has a bound.
"""

from toolkits.file_checks.checks import CheckedFile, check_upload
from toolkits.file_checks.kinds import ACCEPTED, KINDS, FileKind

__all__ = ["ACCEPTED", "KINDS", "CheckedFile", "FileKind", "check_upload"]
