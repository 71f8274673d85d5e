"""What an editor is asked for when they upload a picture or a document."""

from typing import Any

from django.core.exceptions import ValidationError
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm


class PictureField(WagtailImageField):
    """Wagtail's field, which breaks over a picture that a slow line cut off half way."""

    def to_python(self, data: Any) -> Any:
        try:
            return super().to_python(data)
        except (OSError, SyntaxError, ValueError) as damaged:
            raise ValidationError(
                "This picture is damaged, or did not arrive whole. Open it on your computer, save it again and choose "
                "it once more."
            ) from damaged


class PictureForm(BaseImageForm):
    """A file and a name to find it by. What it shows is written where it stands, for the readers of that page."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("description", "tags"):
            self.fields.pop(name, None)
        if file := self.fields.get("file"):
            field = PictureField(label=file.label, required=file.required, widget=file.widget)
            field.help_text = (
                f"{file.help_text} No picture of a family, a child or a client. On each page you say what it shows, "
                "for people who cannot see it."
            )
            self.fields["file"] = field


class FileForm(BaseDocumentForm):
    """A file and a name to find it by. Tags are left out: nobody looks for any, and their field has no label."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("tags", None)
