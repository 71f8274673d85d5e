"""Blocks of the worker guidance: words a reader can follow while the family waits."""

from wagtail import blocks

from portal.pages.blocks import NamedCharBlock

PLAIN_FEATURES = ["bold", "ul", "ol", "link"]


class StepBlock(blocks.StructBlock):
    """One step: what to do, and how."""

    title = blocks.CharBlock(max_length=120)
    text = blocks.RichTextBlock(features=PLAIN_FEATURES)

    class Meta:
        icon = "list-ol"
        template = "toolkits/blocks/step.html"


class WarningBlock(blocks.StructBlock):
    """Something that can hurt a family if it is missed."""

    text = blocks.CharBlock(max_length=300)

    class Meta:
        icon = "warning"
        label = "Safety note"
        template = "toolkits/blocks/warning.html"


class GuidanceBlock(blocks.StreamBlock):
    """How to use a tool well."""

    heading = NamedCharBlock(max_length=120, icon="title", template="toolkits/blocks/heading.html")
    text = blocks.RichTextBlock(features=[*PLAIN_FEATURES, "h3"])
    step = StepBlock()
    warning = WarningBlock()
