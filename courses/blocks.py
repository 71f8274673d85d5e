"""Blocks of course pages."""

from wagtail.blocks import StreamBlock

from portal.pages.blocks import NamedCharBlock


class OutcomesBlock(StreamBlock):
    """Learning outcomes, one sentence each; at least one to publish."""

    outcome = NamedCharBlock(max_length=200, label="By the end you can")

    class Meta:
        min_num = 1
        max_num = 12
