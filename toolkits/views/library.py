"""What staff see: the library, one toolkit, and the only door to its files."""

from typing import Any

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from portal.kernel.web import HubRequest, require_safe_or_post, say, signed_in
from toolkits import selectors, services
from toolkits.errors import TermsChanged, TermsNotAccepted, ToolkitLocked
from toolkits.forms import LibraryForm
from toolkits.permissions import may_keep
from toolkits.rules import download_name


@require_safe
@signed_in
def library(request: HubRequest) -> HttpResponse:
    actor = request.actor
    form = LibraryForm(request.GET)
    asked = form.asked()
    offered = selectors.choices(actor, asked)
    form.offer(offered)
    cards = selectors.library(actor, asked)
    context = {
        "form": form,
        "asked": asked,
        "cards": cards,
        "may_keep": may_keep(actor),
        "headline": selectors.headline_of(cards, asked),
        "ways_back": [] if cards else selectors.ways_back(actor, asked, offered),
    }
    return render(request, "toolkits/library.html", context)


@require_safe
@signed_in
def toolkit(request: HubRequest, slug: str) -> HttpResponse:
    view = selectors.toolkit_view(request.actor, slug, request.now)
    return render(request, "toolkits/toolkit.html", {"view": view, "page": view.page})


@require_safe_or_post
@signed_in
def terms(request: HubRequest, slug: str, file_id: int, number: int) -> HttpResponse:
    """What is accepted before the first file of an edition; the yes leads straight to the file."""
    version = selectors.version_given(request.actor, slug, file_id, number)
    where: dict[str, Any] = {"slug": slug, "file_id": file_id, "number": number}
    if request.method == "POST":
        seen = request.POST.get("terms", "")
        try:
            services.accept_terms(actor=request.actor, terms=seen, now=request.now, **where)
        except TermsChanged as changed:
            say(request, changed.sentence, "warning")
            return redirect("toolkits:terms", **where)
        return redirect("toolkits:download", **where)
    page = version.file.toolkit.page
    accepted = selectors.accepted_on(request.actor, version.file.toolkit)
    context = {"version": version, "page": page, "terms": selectors.terms_of(page), "accepted": accepted}
    return render(request, "toolkits/terms.html", context)


@require_safe
@signed_in  # type: ignore[arg-type]  # a file streams; the guard does not mind
def download(request: HubRequest, slug: str, file_id: int, number: int) -> HttpResponseBase:
    """Give out one version, if it is open to the actor at this moment; say how to earn it if not."""
    where: dict[str, Any] = {"slug": slug, "file_id": file_id, "number": number}
    try:
        copy = services.open_version(actor=request.actor, now=request.now, **where)
    except TermsNotAccepted:
        return redirect("toolkits:terms", **where)
    except ToolkitLocked as locked:
        view = selectors.toolkit_view(request.actor, slug, request.now)
        context = {"view": view, "page": view.page, "refusal": locked.sentence}
        return render(request, "toolkits/toolkit.html", context, status=locked.status)
    return _attachment(copy)


def _attachment(copy: services.Copy) -> FileResponse:
    version = copy.version
    name = download_name(version.file.title, version.number, version.extension)
    response = FileResponse(
        copy.content, as_attachment=True, filename=name, content_type=version.content_type
    )
    response["Content-Length"] = copy.size
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    # Should a reader's program open it all the same, it may load and run nothing.
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
