"""Questionnaires: as editors build them, as a run froze them, and what people answered."""

from django.db import models
from django.db.models import Q
from wagtail.fields import StreamField

from courses.delivery_states import Wave
from courses.questionnaire_blocks import QuestionsBlock
from portal.kernel.encryption import EncryptedJSONField


class Questionnaire(models.Model):
    """What editors build for a course and a wave. Runs take a copy when they are published."""

    course = models.ForeignKey("courses.Course", on_delete=models.PROTECT, related_name="questionnaires")
    wave = models.CharField("when", max_length=12, choices=Wave)
    title = models.CharField(max_length=120)
    introduction = models.CharField(
        max_length=400, blank=True, help_text="Why you ask, and who reads the answers."
    )
    questions = StreamField(QuestionsBlock())
    in_use = models.BooleanField(default=True, help_text="Runs published from now on take a copy of it.")

    class Meta:
        ordering = ("course", "wave")
        constraints = [
            models.UniqueConstraint(
                fields=("course", "wave"), condition=Q(in_use=True), name="questionnaire_one_in_use_per_wave"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class RunQuestionnaire(models.Model):
    """A questionnaire as it stood when the run was published. Never edited: answers must mean the same for all."""

    run = models.ForeignKey("courses.Run", on_delete=models.PROTECT, related_name="questionnaires")
    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.PROTECT, related_name="copies")
    wave = models.CharField(max_length=12, choices=Wave)
    title = models.CharField(max_length=120)
    introduction = models.CharField(max_length=400, blank=True)
    questions = models.JSONField()
    frozen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("run", "wave"), name="run_questionnaire_once_per_wave")
        ]

    def __str__(self) -> str:
        return f"{self.wave} of run {self.run_id}"


class Response(models.Model):
    """One person's answers: a draft until they send it. What they wrote in their own words is encrypted at rest."""

    enrolment = models.ForeignKey("courses.Enrolment", on_delete=models.PROTECT, related_name="responses")
    form = models.ForeignKey(RunQuestionnaire, on_delete=models.PROTECT, related_name="responses")
    answered_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="responses")
    coded = models.JSONField(default=dict, help_text="answers to scales and choices, by question id")
    words = EncryptedJSONField(null=True, blank=True, help_text="short texts, by question id")
    saved_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    late = models.BooleanField(
        default=False, help_text="sent after its time: counts as done, is in no comparison"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("enrolment", "form"), name="response_once_per_enrolment_and_form"
            ),
            models.CheckConstraint(
                name="response_late_only_when_sent", condition=Q(late=False) | Q(submitted_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"response of enrolment {self.enrolment_id} to form {self.form_id}"
