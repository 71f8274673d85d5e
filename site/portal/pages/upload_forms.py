"""What an editor is asked for when they upload a picture or a document."""

from typing import Any

from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm


class PictureForm(BaseImageForm):
    """A file and a name to find it by. What it shows is written where it stands, for the readers of that page."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("description", "tags"):
            self.fields.pop(name, None)
        if file := self.fields.get("file"):
            file.help_text = (
                f"{file.help_text} No picture of a family, a child or a client. On each page you say what it shows, "
                "for people who cannot see it."
            )


class FileForm(BaseDocumentForm):
    """A file and a name to find it by. Tags are left out: nobody looks for any, and their field has no label."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("tags", None)
