"""What editors build pages from: few blocks, each with one purpose, and what each refuses to publish.

Checks run when a page is published or handed in for sign-off. A draft may be half done: it is saved as it is.
"""

from typing import Any

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.images.blocks import ImageChooserBlock

from portal.pages.checks import fault_in_alternative, faults_in_rich_text

PLAIN = ["bold", "link", "ul", "ol"]


class NamedCharBlock(blocks.CharBlock):
    """A line whose field says its name: Wagtail writes it beside the block, where only the eye connects them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._say_name()  # in a list nobody else gives it one

    def set_name(self, name: str) -> None:
        super().set_name(name)
        self._say_name()

    def _say_name(self) -> None:
        self.field.widget.attrs["aria-label"] = str(self.label)

    def deconstruct(self) -> Any:
        """As Wagtail's: a name for the ear changes nothing that is kept."""
        _, args, kwargs = super().deconstruct()
        return "wagtail.blocks.CharBlock", args, kwargs


class HeadingBlock(NamedCharBlock):
    """A heading of the second level; the page's title is the only one of the first."""

    def deconstruct(self) -> Any:
        return "portal.pages.blocks.HeadingBlock", *super().deconstruct()[1:]

    class Meta:
        icon = "title"
        template = "pages/blocks/heading.html"


class CalloutBlock(blocks.StructBlock):
    """A box to stop at."""

    kind = blocks.ChoiceBlock(choices=[("calm", "Good to know"), ("due", "Take care"), ("stop", "Danger")])
    text = blocks.RichTextBlock(features=PLAIN)

    class Meta:
        icon = "warning"
        template = "pages/blocks/callout.html"


class StepsBlock(blocks.ListBlock):
    """Numbered steps."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(blocks.RichTextBlock(features=["bold", "link"], label="Step"), **kwargs)

    class Meta:
        icon = "list-ol"
        template = "pages/blocks/steps.html"


class QuoteBlock(blocks.StructBlock):
    """Words of somebody who agreed to be quoted; a role, never a name."""

    words = blocks.TextBlock()
    role = blocks.CharBlock(required=False, help_text="Such as: social worker, Camden. Never a name.")

    class Meta:
        icon = "openquote"
        template = "pages/blocks/quote.html"


class PictureBlock(blocks.StructBlock):
    """A picture with words for those who do not see it."""

    picture = ImageChooserBlock()
    alternative = blocks.CharBlock(
        required=False,
        label="Words for people who do not see it",
        help_text="What the picture shows, in one sentence.",
    )
    decorative = blocks.BooleanBlock(
        required=False,
        label="It only decorates",
        help_text="Screen readers pass over it. Tick this only when nothing is lost without the picture.",
    )
    caption = blocks.CharBlock(required=False, help_text="Shown under the picture.")

    def clean(self, value: Any) -> Any:
        """The picture's parts; refused when nobody said what it shows nor that it only decorates."""
        cleaned = super().clean(value)
        fault = fault_in_alternative(cleaned["alternative"] or "", decorative=bool(cleaned["decorative"]))
        if fault and not self.is_deferred_validation:
            raise StructBlockValidationError(block_errors={"alternative": ValidationError(fault)})
        return cleaned

    class Meta:
        icon = "image"
        template = "pages/blocks/picture.html"


class ContentNoteBlock(blocks.TextBlock):
    """Says what is coming, before distressing material, so that nobody walks into it."""

    class Meta:
        icon = "view"
        template = "pages/blocks/content_note.html"


class QuestionBlock(blocks.StructBlock):
    """A question that people ask, and its answer."""

    question = blocks.CharBlock(help_text="As people ask it.")
    answer = blocks.RichTextBlock(features=PLAIN)

    class Meta:
        icon = "help"
        label = "Question with its answer"


class QuestionsBlock(blocks.ListBlock):
    """Questions that open to their answers."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(QuestionBlock(), **kwargs)

    class Meta:
        icon = "help"
        template = "pages/blocks/questions.html"


def faults_by_block(value: blocks.StreamValue) -> dict[int, list[str]]:
    """What is wrong with the blocks of a body, by their place: headings out of order, links that say nothing."""
    found: dict[int, list[str]] = {}
    level, last_heading = 1, None
    for place, child in enumerate(value):
        faults: list[str] = []
        if child.block_type == "heading":
            level = 2
            if last_heading == place - 1:
                faults.append(
                    "Two headings follow each other. Write something between them, or take one out."
                )
            last_heading = place
            if place == len(value) - 1:
                faults.append("Nothing follows this heading. Write what it announces, or take it out.")
        else:
            for html in rich_texts_in(child.block, child.value):
                faults += faults_in_rich_text(html, level=level)
        if faults:
            found[place] = list(dict.fromkeys(faults))
    return found


def rich_texts_in(block: blocks.Block, value: Any) -> list[str]:
    """The rich text inside a block, however deep, as stored."""
    if isinstance(block, blocks.RichTextBlock):
        return [value.source] if value else []
    if isinstance(block, blocks.StructBlock):
        return [
            html for name, child in block.child_blocks.items() for html in rich_texts_in(child, value[name])
        ]
    if isinstance(block, blocks.ListBlock):
        return [html for entry in value for html in rich_texts_in(block.child_block, entry)]
    return []


class BodyBlock(blocks.StreamBlock):
    """The body of a page."""

    heading = HeadingBlock(help_text="A heading inside the page. Say what follows, in a few words.")
    text = blocks.RichTextBlock(features=["h3", *PLAIN], label="Paragraphs")
    callout = CalloutBlock(label="Box")
    steps = StepsBlock(help_text="Things to do one after the other.")
    quote = QuoteBlock(help_text="Only words that somebody agreed to see here.")
    picture = PictureBlock()
    content_note = ContentNoteBlock(
        label="Content note",
        help_text="Put it before distressing material. Such as: describes injuries to a child.",
    )
    questions = QuestionsBlock(label="Questions and answers")

    def clean(self, value: Any) -> Any:
        """The blocks; refused, each with its sentence, when something would keep readers out."""
        cleaned = super().clean(value)
        faults = {} if self.is_deferred_validation else faults_by_block(cleaned)
        if faults:
            raise StreamBlockValidationError(
                block_errors={place: ValidationError(" ".join(said)) for place, said in faults.items()}
            )
        return cleaned


class QuestionGroupBlock(blocks.StructBlock):
    """Questions about one subject."""

    title = blocks.CharBlock(label="Subject", help_text="Such as: Booking a consultation.")
    questions = blocks.ListBlock(QuestionBlock())

    class Meta:
        icon = "help"
