"""Pictures on public pages, from our own address: no bucket and no folder of uploads is ever shown."""

from django.contrib.contenttypes.models import ContentType
from django.db.models.fields.files import FieldFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage, SourceImageIOError
from wagtail.models import Page, ReferenceIndex

# What templates ask for; anything else would let a stranger make us work.
SIZES = frozenset({"width-900"})
Image = get_image_model()
Rendition = Image.get_rendition_model()


@require_safe
@cache_control(public=True, max_age=24 * 60 * 60)
def picture(request: HttpRequest, image_id: int, size: str) -> HttpResponse:
    """One picture in one of our sizes, when a published page shows it; editors see those of their drafts too.

    Pictures of a private collection are not for pages, and one whose file is gone cannot be shown: not found.
    """
    image = get_object_or_404(Image.objects.select_related("collection"), pk=image_id)
    if size not in SIZES or image.collection.get_view_restrictions().exists():
        raise Http404("There is no such picture.")
    if not (is_published(image) or request.user.has_perm("wagtailadmin.access_admin")):
        raise Http404("No page shows this picture.")
    try:
        return _shown(image.get_rendition(size).file)
    except (SourceImageIOError, FileNotFoundError) as gone:
        raise Http404("The file of this picture is gone.") from gone


@require_safe
def upload(request: HttpRequest, name: str) -> HttpResponse:
    """A picture or a small copy of one by the name of its file, for editors: the editor shows them to choose from."""
    if not request.user.has_perm("wagtailadmin.access_admin"):
        raise Http404("There is no such picture.")
    kept = Rendition.objects.filter(file=name).first() or get_object_or_404(Image, file=name)
    try:
        return _shown(kept.file)
    except FileNotFoundError as gone:
        raise Http404("The file of this picture is gone.") from gone


def _shown(stored: FieldFile) -> HttpResponse:
    with stored.open("rb") as file:
        answer = HttpResponse(file.read(), content_type=_kind(stored.name or ""))
    answer["Content-Disposition"] = "inline"
    return answer


def is_published(image: AbstractImage) -> bool:
    """Whether a public page shows the picture; drafts and unused pictures are not found by counting up. Two queries."""
    shown_by = ReferenceIndex.get_references_to(image).filter(
        base_content_type=ContentType.objects.get_for_model(Page)
    )
    return Page.objects.live().public().filter(pk__in=[int(row.object_id) for row in shown_by]).exists()


def _kind(name: str) -> str:
    return {"png": "image/png", "gif": "image/gif", "webp": "image/webp"}.get(
        name.rpartition(".")[2].lower(), "image/jpeg"
    )
