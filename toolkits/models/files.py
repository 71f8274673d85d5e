"""Files of a toolkit and their versions. A version is never changed: a new one is added, an old one withdrawn."""

from django.db import models
from django.db.models import Q

from portal.kernel.models import Change
from toolkits.states import VersionState
from toolkits.vault import random_name, vault


class ToolkitFile(models.Model):
    """One file in a toolkit, whatever its version."""

    toolkit = models.ForeignKey("toolkits.Toolkit", on_delete=models.PROTECT, related_name="files")
    title = models.CharField(max_length=120)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "id")
        constraints = [models.UniqueConstraint(fields=("toolkit", "title"), name="toolkit_file_title_once")]

    def __str__(self) -> str:
        return self.title


class FileVersion(models.Model):
    """What was uploaded, as it was uploaded, and whether it may be given out."""

    file = models.ForeignKey(ToolkitFile, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=VersionState, default=VersionState.WAITING)
    stored = models.FileField(max_length=120, storage=vault, upload_to=random_name)
    original_name = models.CharField(max_length=100)
    extension = models.CharField(max_length=5)
    content_type = models.CharField(max_length=90)
    size = models.PositiveBigIntegerField(help_text="bytes")
    sha256 = models.CharField(max_length=64)
    pages = models.PositiveSmallIntegerField(null=True, blank=True, help_text="empty: not counted")
    change_note = models.CharField(max_length=200)
    uploaded_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=200, blank=True, help_text="why it was sent back or withdrawn")

    class Meta:
        ordering = ("-number",)
        constraints = [
            models.UniqueConstraint(fields=("file", "number"), name="file_version_number_once"),
            models.UniqueConstraint(fields=("stored",), name="file_version_stored_once"),
            models.CheckConstraint(name="file_version_number_from_one", condition=Q(number__gte=1)),
            models.CheckConstraint(
                name="file_version_decided_iff_left_waiting",
                condition=Q(state=VersionState.WAITING, decided_at__isnull=True)
                | (~Q(state=VersionState.WAITING) & Q(decided_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="file_version_second_person",
                condition=~Q(state=VersionState.RELEASED)
                | (Q(decided_by__isnull=False) & ~Q(decided_by=models.F("uploaded_by"))),
            ),
            models.CheckConstraint(
                name="file_version_reason_iff_taken_back",
                condition=(Q(state__in=(VersionState.REFUSED, VersionState.WITHDRAWN)) & ~Q(reason=""))
                | (~Q(state__in=(VersionState.REFUSED, VersionState.WITHDRAWN)) & Q(reason="")),
            ),
        ]
        indexes = [models.Index(fields=("state", "uploaded_at"), name="file_version_by_state")]

    def __str__(self) -> str:
        return f"version {self.number} of file {self.file_id}"


class VersionChange(Change):
    """Every move of a version."""

    version = models.ForeignKey(FileVersion, on_delete=models.CASCADE, related_name="changes")

    class Meta(Change.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.move} version {self.version_id}"


class Download(models.Model):
    """Somebody was given a version: so that they can be told of a newer one, and use can be counted."""

    version = models.ForeignKey(FileVersion, on_delete=models.PROTECT, related_name="downloads")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    copy = models.CharField(
        max_length=12, blank=True, help_text="the code on the pages of a marked copy; empty for other files"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("copy",), condition=~Q(copy=""), name="download_copy_code_once")
        ]
        indexes = [models.Index(fields=("person", "version"), name="download_by_person")]

    def __str__(self) -> str:
        return f"version {self.version_id} to person {self.person_id}"
