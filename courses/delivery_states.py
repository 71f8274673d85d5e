"""The words of registers and questionnaires that code and screens share. Pure."""

from django.db import models


class Presence(models.TextChoices):
    FULL = "full", "All day"
    PART = "part", "Part of the day"
    NONE = "none", "Not here"


class CorrectionReason(models.TextChoices):
    """Why the register says something else than before: coded, so that nobody's health is told."""

    MISTAKE = "mistake", "It was entered by mistake"
    LATE = "late", "They came later than entered"
    LEFT_EARLY = "left_early", "They left earlier than entered"
    EVIDENCE = "evidence", "They showed that they were there"
    MADE_UP = "made_up", "They made the time up on another run"


class Wave(models.TextChoices):
    BEFORE = "before", "Before the course"
    AFTER = "after", "After the course"
    THREE_MONTHS = "three_months", "Three months later"
    MANAGER = "manager", "The manager's view of practice"


# Waves that a course's completion rule may ask for.
COUNTED_WAVES = (Wave.BEFORE, Wave.AFTER)


class WithdrawalReason(models.TextChoices):
    """Why a completion turned out not to be one."""

    REGISTER_CORRECTED = "register_corrected", "The register was corrected"
    FORM_REOPENED = "form_reopened", "A questionnaire was opened again"


class Level(models.TextChoices):
    """Kirkpatrick's four levels: what a question is evidence of."""

    REACTION = "reaction", "Reaction: how it was"
    LEARNING = "learning", "Learning: what I know"
    BEHAVIOUR = "behaviour", "Behaviour: what I do"
    RESULTS = "results", "Results: what changes for families"


class Principle(models.TextChoices):
    """The three principles of Safe & Together."""

    TOGETHER = "together", "Keep the child safe and together with the non-abusive parent"
    PARTNER = "partner", "Partner with the non-abusive parent"
    INTERVENE = "intervene", "Intervene with the person causing harm"


class QuestionKind(models.TextChoices):
    SCALE = "scale", "Scale from 0 to 10"
    CHOICE = "choice", "One of several answers"
    CHOICES = "choices", "Any of several answers"
    TEXT = "text", "A few words"
