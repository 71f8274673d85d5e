"""What editors build pages from: few blocks, each with one purpose."""

from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

PLAIN = ["bold", "link", "ul", "ol"]


class HeadingBlock(blocks.CharBlock):
    """A heading of the second level; the page's title is the only one of the first."""

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
        super().__init__(blocks.RichTextBlock(features=["bold", "link"]), **kwargs)

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
    alternative = blocks.CharBlock(help_text="What the picture shows, in one sentence.")
    caption = blocks.CharBlock(required=False)

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


class QuestionsBlock(blocks.ListBlock):
    """Questions that open to their answers."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(QuestionBlock(), **kwargs)

    class Meta:
        icon = "help"
        template = "pages/blocks/questions.html"


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
