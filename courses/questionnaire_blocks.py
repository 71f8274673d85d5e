"""The questions that editors may put into a questionnaire."""

from typing import Any

from wagtail.blocks import BooleanBlock, CharBlock, ChoiceBlock, ListBlock, StreamBlock, StructBlock

from courses.delivery_states import Level, Principle
from portal.pages.blocks import NamedCharBlock


class QuestionBlock(StructBlock):
    """What every question has: its words, and what it is evidence of."""

    question = CharBlock(max_length=200)
    hint = CharBlock(max_length=200, required=False)
    required = BooleanBlock(required=False, default=True, label="Must be answered")
    measure = CharBlock(
        max_length=40,
        required=False,
        help_text="The same word before and after pairs the answers, such as: confidence-mapping.",
    )
    level = ChoiceBlock(choices=Level.choices, required=False, label="Kirkpatrick level")
    principle = ChoiceBlock(choices=Principle.choices, required=False)


class ScaleBlock(QuestionBlock):
    """0 to 10, with a word at both ends: a scale without its ends is read backwards by half the room."""

    low = CharBlock(max_length=60, label="0 means")
    high = CharBlock(max_length=60, label="10 means")

    class Meta:
        icon = "order"
        label = "Scale from 0 to 10"


class AnswerBlock(NamedCharBlock):
    """One of the answers to choose from."""

    class Meta:
        label = "Answer"


class ChoiceQuestionBlock(QuestionBlock):
    options = ListBlock(AnswerBlock(max_length=120), min_num=2, max_num=12)

    class Meta:
        icon = "radio-empty"
        label = "One of several answers"


class ChoicesQuestionBlock(QuestionBlock):
    options = ListBlock(AnswerBlock(max_length=120), min_num=2, max_num=12)

    class Meta:
        icon = "tick"
        label = "Any of several answers"


class TextQuestionBlock(QuestionBlock):
    class Meta:
        icon = "edit"
        label = "A few words (people are warned against case detail)"


class QuestionsBlock(StreamBlock):
    """The questions of one questionnaire, in order."""

    scale = ScaleBlock()
    choice = ChoiceQuestionBlock()
    choices = ChoicesQuestionBlock()
    text = TextQuestionBlock()

    class Meta:
        min_num = 1
        max_num = 30


def frozen(stream: Any) -> list[dict[str, Any]]:
    """The questions as plain JSON, each with the id it keeps for life: what a run holds on to."""
    return [_frozen(child) for child in stream]


def _frozen(child: Any) -> dict[str, Any]:
    words = child.value
    return {
        "id": str(child.id),
        "kind": child.block_type,
        "question": words["question"],
        "hint": words.get("hint") or "",
        "required": bool(words.get("required")),
        "measure": words.get("measure") or "",
        "level": words.get("level") or "",
        "principle": words.get("principle") or "",
        "low": words.get("low") or "",
        "high": words.get("high") or "",
        "options": list(words.get("options") or ()),
    }
