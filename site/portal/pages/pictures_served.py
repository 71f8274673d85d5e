"""Pictures on public pages, from our own address: no bucket and no folder of uploads is ever shown."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from wagtail.images import get_image_model

# What templates ask for; anything else would let a stranger make us work.
SIZES = frozenset({"width-900"})
Image = get_image_model()


@require_safe
@cache_control(public=True, max_age=24 * 60 * 60)
def picture(request: HttpRequest, image_id: int, size: str) -> HttpResponse:
    """One picture in one of our sizes. Pictures of a private collection are not for pages: they are not found."""
    image = get_object_or_404(Image.objects.select_related("collection"), pk=image_id)
    if size not in SIZES or image.collection.get_view_restrictions().exists():
        raise Http404("There is no such picture.")
    rendition = image.get_rendition(size)
    with rendition.file.open("rb") as file:
        answer = HttpResponse(file.read(), content_type=_kind(rendition.file.name))
    answer["Content-Disposition"] = "inline"
    return answer


def _kind(name: str) -> str:
    return {"png": "image/png", "gif": "image/gif", "webp": "image/webp"}.get(
        name.rpartition(".")[2].lower(), "image/jpeg"
    )
