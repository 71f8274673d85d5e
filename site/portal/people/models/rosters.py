"""A roster import and what it changed, so that it can be named, repeated without effect, and undone."""

from django.db import models
from django.db.models import Q

from portal.people.states import BatchState


class RosterBatch(models.Model):
    """One import of one file for one organisation: proposed, run in chunks, perhaps undone."""

    organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, related_name="roster_batches"
    )
    state = models.CharField(max_length=10, choices=BatchState, default=BatchState.PROPOSED)
    code = models.CharField(max_length=40, unique=True, help_text="random; the address of the import's pages")
    stored_as = models.CharField(
        max_length=120, blank=True, help_text="where the file waits; empty once it is gone"
    )
    file_digest = models.CharField(max_length=64)
    mapping = models.JSONField(default=dict, help_text="our column: the number of the file's column, from 0")
    create_places = models.BooleanField(default=False, help_text="services and teams we do not know are made")
    as_of = models.DateField(help_text="the day the roster speaks of")
    rows_read = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    ended = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    refused_rows = models.PositiveIntegerField(default=0)
    refused = models.JSONField(default=list, help_text="[{row, field, reason}], the first thousand")
    warnings = models.JSONField(default=list, help_text="[{row, field, reason}], the first thousand")
    outlook = models.JSONField(
        default=dict, help_text="how the file was read, and what else the preview says"
    )
    left_alone = models.PositiveIntegerField(default=0, help_text="rows that an undo did not touch")
    imported_by = models.CharField(max_length=120)
    imported_at = models.DateTimeField()
    beat_at = models.DateTimeField(null=True, blank=True, help_text="when the last chunk was written")
    ended_at = models.DateTimeField(null=True, blank=True, help_text="applied, failed, undone or dropped")

    class Meta:
        ordering = ("-imported_at", "-id")
        verbose_name_plural = "roster batches"
        constraints = [
            models.UniqueConstraint(
                fields=("organisation",),
                condition=Q(state=BatchState.RUNNING),
                name="rosterbatch_one_runs_for_an_organisation",
            ),
        ]

    def __str__(self) -> str:
        return f"batch {self.pk} of {self.imported_at:%Y-%m-%d}"

    @property
    def title(self) -> str:
        """What a list calls it; the organisation must be loaded."""
        return f"{self.organisation.name}, {self.rows_read} rows"

    @property
    def figures(self) -> str:
        """What it came to, or would, on one line."""
        return f"{self.created} new, {self.changed} changed, {self.ended} left, {self.refused_rows} refused"

    @property
    def spoken(self) -> str:
        """What it came to, for a title: only what happened, and how many rows were refused."""
        counts = (("new", self.created), ("changed", self.changed), ("left", self.ended))
        said = ", ".join(f"{number} {word}" for word, number in counts if number) or "Nothing changed"
        refused = "no row refused" if not self.refused_rows else f"{self.refused_rows} refused"
        return f"{said}; {refused}"

    @property
    def tag_kind(self) -> str:
        """The colour of its state."""
        kinds = {"applied": "ok", "failed": "stop", "proposed": "due", "running": "due"}
        return kinds.get(self.state, "info")


class RosterChange(models.Model):
    """One row that an import wrote: what was there before and what it wrote."""

    batch = models.ForeignKey(RosterBatch, on_delete=models.CASCADE, related_name="changes")
    model = models.CharField(max_length=20)
    row_id = models.BigIntegerField()
    before = models.JSONField(null=True, help_text="empty: the row was created")
    after = models.JSONField(default=dict)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.model} {self.row_id}"
