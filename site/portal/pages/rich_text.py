"""Wagtail's field for rich text, with a name for those who only hear it."""

from typing import Any

from wagtail.admin.rich_text.editors.draftail import DraftailRichTextArea


class NamedRichTextArea(DraftailRichTextArea):
    """Wagtail writes the name of a block beside its field, and gives the field itself none (WCAG 4.1.2)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.options["ariaLabel"] = "Words"
