"""What staff see: the library, one toolkit, and the only door to its files."""

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from portal.kernel.web import HubRequest, signed_in
from toolkits import selectors, services
from toolkits.errors import ToolkitLocked
from toolkits.forms import LibraryForm
from toolkits.rules import download_name


@require_GET
@signed_in
def library(request: HubRequest) -> HttpResponse:
    actor = request.actor
    courses, pathways = selectors.course_choices(actor), selectors.pathway_choices(actor)
    form = LibraryForm(request.GET, courses=courses, pathways=pathways)
    asked = form.asked()
    cards = selectors.library(actor, asked)
    headline = selectors.headline_of(cards, asked)
    context = {"form": form, "asked": asked, "cards": cards, "headline": headline}
    return render(request, "toolkits/library.html", context)


@require_GET
@signed_in
def toolkit(request: HubRequest, slug: str) -> HttpResponse:
    view = selectors.toolkit_view(request.actor, slug, request.now)
    return render(request, "toolkits/toolkit.html", {"view": view, "page": view.page})


@require_GET
@signed_in  # type: ignore[arg-type]  # a file streams; the guard does not mind
def download(request: HubRequest, slug: str, file_id: int, number: int) -> HttpResponseBase:
    """Give out one version, if it is open to the actor at this moment; say how to earn it if not."""
    try:
        version = services.open_version(
            actor=request.actor, slug=slug, file_id=file_id, number=number, now=request.now
        )
    except ToolkitLocked as locked:
        view = selectors.toolkit_view(request.actor, slug, request.now)
        context = {"view": view, "page": view.page, "refusal": locked.sentence}
        return render(request, "toolkits/toolkit.html", context, status=locked.status)
    name = download_name(version.file.title, version.number, version.extension)
    response = FileResponse(
        version.stored.open("rb"), as_attachment=True, filename=name, content_type=version.content_type
    )
    response["Content-Length"] = version.size
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    # Should a reader's program open it all the same, it may load and run nothing.
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
