"""Roster imports: choose a file, look at the preview, confirm, watch, undo (PE-07)."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from portal.kernel import clock
from portal.kernel.errors import DomainError, NotAllowed, NotFound
from portal.kernel.web import HubRequest, page_number, posted, refuse, require_safe_or_post, say, signed_in
from portal.people import services
from portal.people.forms import ColumnsForm, OtherStaffForm, UploadForm
from portal.people.models import RosterBatch
from portal.people.permissions import (
    batches_seen_by,
    memberships_confirmable_by,
    organisations_importable_by,
)
from portal.people.resting_roles import roles_resting_on
from portal.people.roster.columns import missing_columns
from portal.people.roster.outcomes import GROUPS
from portal.people.roster.remarks import by_reason
from portal.people.selectors import batch_by_code
from portal.people.services import stored_table
from portal.people.states import BatchState
from portal.people.worker import ask_for_preview, ask_to_import

PER_PAGE = 20
REASONS_SHOWN = 200
# So many of each group stand on the preview, and so many on a page of all of them.
NAMED_FIRST, NAMED_PER_PAGE = 5, 100
MOST_TYPED = 200
# Up to so many rows are written while the person waits; more are a worker's task.
AT_ONCE = 2_000


@signed_in
@require_safe_or_post
def roster(request: HubRequest) -> HttpResponse:
    """Earlier imports, and the form for the next one."""
    organisations = organisations_importable_by(request.actor)
    if not organisations.exists():
        raise NotAllowed("Only training administrators can do this.")
    form = UploadForm(posted(request), request.FILES or None, organisations=organisations)
    if request.method == "POST" and form.is_valid():
        try:
            batch = services.propose_roster(
                actor=request.actor,
                organisation_id=form.cleaned_data["organisation"].pk,
                data=form.cleaned_data["file"].read(),
                now=request.now,
            )
        except DomainError as error:
            refuse(form, error)
        else:
            if not batch.outlook:
                ask_for_preview(batch.pk)
            return redirect("people:roster-batch", code=batch.code)
    rows = batches_seen_by(request.actor).select_related("organisation")
    page = Paginator(rows, PER_PAGE).get_page(page_number(request))
    waiting = memberships_confirmable_by(request.actor).count()
    return render(request, "people/roster.html", {"form": form, "page": page, "waiting": waiting})


@signed_in
@require_safe
def batch(request: HubRequest, code: str) -> HttpResponse:
    """One import: its preview while it is proposed, its progress while it runs, its result afterwards."""
    found = batch_by_code(request.actor, code)
    if request.headers.get("HX-Request"):
        return _progress(request, found)
    return render(request, "people/roster_batch.html", _context(request, found))


@signed_in
@require_safe
def people(request: HubRequest, code: str, verdict: str) -> HttpResponse:
    """Everybody whom a proposed import would make start, move or leave; while the file is there."""
    found = batch_by_code(request.actor, code)
    if verdict not in GROUPS or found.state != BatchState.PROPOSED:
        raise NotFound()
    total = found.outlook.get("people", {}).get(verdict, 0)
    page = Paginator(range(total), NAMED_PER_PAGE).get_page(page_number(request))
    rows = services.outcomes_of(found, verdict, max(page.start_index() - 1, 0), NAMED_PER_PAGE)
    shown = {"batch": found, "page": page, "rows": rows, "title": GROUPS[verdict], "total": total}
    return render(request, "people/roster_people.html", shown)


@signed_in
@require_POST
def columns(request: HubRequest, code: str) -> HttpResponse:
    """Say which column holds what; the preview is worked out again."""
    found = batch_by_code(request.actor, code)
    try:
        header = stored_table(found).header
        form = ColumnsForm(request.POST, header=header, mapping=found.mapping)
        if not form.is_valid():
            return render(request, "people/roster_batch.html", _context(request, found, form))
        changed = services.change_proposal(
            actor=request.actor,
            batch_id=found.pk,
            mapping=form.mapping,
            create_places=form.cleaned_data["create_places"],
            now=request.now,
        )
        if not changed.outlook:
            ask_for_preview(changed.pk)
    except DomainError as error:
        say(request, error.sentence, "error")
    return redirect("people:roster-batch", code=code)


@signed_in
@require_POST
def start(request: HubRequest, code: str) -> HttpResponse:
    """Confirm the preview. Small rosters land at once, large ones in the background."""
    found = batch_by_code(request.actor, code)
    typed = request.POST.get("although_of", "")[:MOST_TYPED]
    try:
        services.start_import(actor=request.actor, batch_id=found.pk, now=request.now, although_of=typed)
        if found.rows_read <= AT_ONCE:
            services.continue_import(batch_id=found.pk, now=request.now)
        else:
            ask_to_import(found.pk)
    except DomainError as error:
        say(request, error.sentence, "error")
    return redirect("people:roster-batch", code=code)


@signed_in
@require_POST
def drop(request: HubRequest, code: str) -> HttpResponse:
    """Decide against an import; the file is deleted."""
    found = batch_by_code(request.actor, code)
    try:
        services.drop_proposal(actor=request.actor, batch_id=found.pk, now=request.now)
        say(request, "Nothing was imported, and the file is deleted.")
    except DomainError as error:
        say(request, error.sentence, "error")
    return redirect("people:roster")


@signed_in
@require_POST
def undo(request: HubRequest, code: str) -> HttpResponse:
    """Take an import back."""
    found = batch_by_code(request.actor, code)
    try:
        undone = services.undo_import(actor=request.actor, batch_id=found.pk, now=request.now)
        ended = undone.outlook["roles_ended"]
        roles = f" {ended} role{'' if ended == 1 else 's'} given since ended with it." if ended else ""
        stay = f"{undone.left_alone} rows were in use or changed since and stay."
        say(request, f"The import is undone. {stay}{roles}")
    except DomainError as error:
        say(request, error.sentence, "error")
    return redirect("people:roster-batch", code=code)


def _context(request: HubRequest, found: RosterBatch, form: ColumnsForm | None = None) -> dict[str, object]:
    """What the page of one import shows."""
    can_undo = found.state in (BatchState.APPLIED, BatchState.FAILED)
    proposed = found.state == BatchState.PROPOSED and services.file_is_kept(found)
    if proposed and form is None:
        # A large file is read once, for its preview, and not again for each look at the page.
        header = found.outlook.get("header") or stored_table(found).header
        start_with = {"create_places": found.create_places}
        form = ColumnsForm(header=tuple(header), mapping=found.mapping, initial=start_with)
    return {
        "batch": found,
        "form": form,
        "examples": found.outlook.get("examples", []) if proposed else [],
        "people": services.first_outcomes(found, NAMED_FIRST) if proposed else [],
        "other_staff": OtherStaffForm(),
        "previewing": _previewing(found),
        "missing": missing_columns(found.mapping) if found.state == BatchState.PROPOSED else [],
        "refused": by_reason(found.refused)[:REASONS_SHOWN],
        "warnings": by_reason(found.warnings)[:REASONS_SHOWN],
        "can_undo": can_undo,
        "resting": roles_resting_on(found, clock.today(request.now)) if can_undo else [],
        "can_resume": found.state == BatchState.FAILED and bool(found.stored_as),
    }


def _previewing(found: RosterBatch) -> bool:
    """Whether a worker still compares a large file with what we hold."""
    return found.state == BatchState.PROPOSED and not found.outlook and not missing_columns(found.mapping)


def _progress(request: HubRequest, found: RosterBatch) -> HttpResponse:
    """The part of the page that asks again by itself; when there is news, the whole page comes."""
    if _previewing(found):
        return HttpResponse(status=204)
    response = render(request, "people/batch_progress.html", {"batch": found})
    if found.state != BatchState.RUNNING:
        response["HX-Refresh"] = "true"
    return response
