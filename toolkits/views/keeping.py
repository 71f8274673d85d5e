"""For trainers and second persons: versions, sign-off, what opens a toolkit."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from portal.kernel import attempts, clock
from portal.kernel.errors import DomainError
from portal.kernel.web import HubRequest, refuse, require_safe_or_post, say, signed_in
from toolkits import selectors, services
from toolkits.errors import ToolkitNotFound, WordsMayIdentify
from toolkits.forms import DecisionForm, DraftForm, LabelsForm, VersionForm, WaysForm, WithdrawForm
from toolkits.permissions import may_keep
from toolkits.states import version_machine


@require_safe
@signed_in
def versions(request: HubRequest, slug: str) -> HttpResponse:
    toolkit = selectors.kept_toolkit(request.actor, slug)
    context = {
        "toolkit": toolkit,
        "files": selectors.versions_of(toolkit, request.actor),
        "may_keep": may_keep(request.actor),
        "open_states": version_machine.sources("withdraw"),
    }
    return render(request, "toolkits/versions.html", context)


@require_safe_or_post
@signed_in
def draft(request: HubRequest) -> HttpResponse:
    """The words of a new toolkit; what they may tell of somebody is shown as in the editor."""
    if not may_keep(request.actor):
        raise ToolkitNotFound()
    form = attempts.asked(request, DraftForm)
    if request.method == "POST" and form.is_valid():
        try:
            toolkit = services.draft_toolkit(actor=request.actor, words=form.words(), now=request.now)
        except DomainError as error:
            refuse(form, error)
        else:
            say(
                request,
                "Your draft is kept. Add its files now. A second person reads the words and publishes them.",
            )
            for doubt in toolkit.page.doubts(clock.today(request.now)):
                say(request, doubt, "warning")
            return redirect("toolkits:versions", slug=toolkit.page.slug)
    return attempts.page(request, form, "toolkits/draft.html", {})


@require_safe_or_post
@signed_in
def add(request: HubRequest, slug: str) -> HttpResponse:
    toolkit = selectors.kept_toolkit(request.actor, slug, to_change=True)
    files = request.FILES if request.method == "POST" else None
    form = attempts.asked(request, VersionForm, files=files, toolkit=toolkit)
    if request.method == "POST" and form.is_valid():
        try:
            services.upload(actor=request.actor, toolkit_id=toolkit.pk, now=request.now, **form.answers())
        except WordsMayIdentify as doubt:
            _ask_about(form, doubt)
        except DomainError as error:
            refuse(form, error)
        else:
            say(request, "The version was checked and stored. A second person has to release it.")
            return redirect("toolkits:versions", slug=slug)
    return attempts.page(request, form, "toolkits/add.html", {"toolkit": toolkit})


def _ask_about(form: VersionForm, doubt: WordsMayIdentify) -> None:
    form.add_error(None, doubt.sentence)
    for field, what in doubt.found.items():
        where = "the name of the file" if field == "file" else "this"
        form.add_error(field, f"Take out of {where} what could identify somebody: {what}.")
    form.add_error("no_family", "If it names no family, tick this, choose the file again and send it.")


@require_safe_or_post
@signed_in
def decide(request: HubRequest, version_id: int) -> HttpResponse:
    version = selectors.version_to_decide(request.actor, version_id)
    form = attempts.asked(request, DecisionForm)
    if request.method == "POST" and form.is_valid():
        try:
            released = services.decide_version(
                actor=request.actor, version_id=version_id, now=request.now, **form.cleaned_data
            )
        except DomainError as error:
            refuse(form, error)
        else:
            say(request, f"Version {released.number} is {released.get_state_display().lower()}.")
            return redirect("toolkits:versions", slug=version.file.toolkit.page.slug)
    return attempts.page(request, form, "toolkits/decide.html", {"version": version})


@require_safe_or_post
@signed_in
def withdraw(request: HubRequest, version_id: int) -> HttpResponse:
    version = selectors.version_kept(request.actor, version_id)
    form = attempts.asked(request, WithdrawForm)
    if request.method == "POST" and form.is_valid():
        try:
            services.withdraw_version(
                actor=request.actor, version_id=version_id, now=request.now, **form.cleaned_data
            )
        except DomainError as error:
            refuse(form, error)
        else:
            say(request, f"Version {version.number} is withdrawn. Nobody is given it any more.")
            return redirect("toolkits:versions", slug=version.file.toolkit.page.slug)
    return attempts.page(request, form, "toolkits/withdraw.html", {"version": version})


@require_safe_or_post
@signed_in
def ways(request: HubRequest, slug: str) -> HttpResponse:
    toolkit = selectors.kept_toolkit(request.actor, slug, to_change=True)
    courses = selectors.courses_to_choose(toolkit)
    form = attempts.asked(request, WaysForm, initial=WaysForm.answers(toolkit), courses=courses)
    if "look" in request.POST:
        attempts.keep(request, {})
        return redirect(f"{request.path}#courses")
    if request.method == "POST" and form.is_valid():
        try:
            services.set_unlock_rules(
                actor=request.actor, toolkit_id=toolkit.pk, ways=form.ways(), now=request.now
            )
        except DomainError as error:
            refuse(form, error)
        else:
            say(request, "Saved. It counts from now on.")
            return redirect("toolkits:toolkit", slug=slug)
    return attempts.page(request, form, "toolkits/ways.html", {"toolkit": toolkit})


@require_safe_or_post
@signed_in
def labels(request: HubRequest, slug: str) -> HttpResponse:
    toolkit = selectors.kept_toolkit(request.actor, slug, to_change=True)
    pathways = selectors.pathway_labels(toolkit)
    form = attempts.asked(request, LabelsForm, initial=LabelsForm.answers(toolkit), pathways=pathways)
    if request.method == "POST" and form.is_valid():
        services.set_labels(actor=request.actor, toolkit_id=toolkit.pk, labels=form.labels(), now=request.now)
        say(request, "Saved. The library finds it by these.")
        return redirect("toolkits:toolkit", slug=slug)
    return attempts.page(request, form, "toolkits/labels.html", {"toolkit": toolkit})
