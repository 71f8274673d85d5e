"""Blocks of course pages."""

from wagtail.blocks import CharBlock, StreamBlock


class OutcomesBlock(StreamBlock):
    """Learning outcomes, one sentence each; at least one to publish."""

    outcome = CharBlock(max_length=200, label="By the end you can")

    class Meta:
        min_num = 1
        max_num = 12
