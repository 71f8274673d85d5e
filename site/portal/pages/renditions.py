"""Where the small copies of pictures lie that the editor shows while somebody chooses one."""

from django.core.files.storage import DefaultStorage
from django.urls import reverse


class RenditionStorage(DefaultStorage):
    """The store of all uploads. What lies in it is asked for here, never in its folder or bucket."""

    def url(self, name: str) -> str:
        return reverse("pages:upload", args=[name])
