"""The approver's page, one or many at once, and the page behind the link in their mail."""

from dataclasses import replace

from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from courses import services
from courses.forms import DecisionForm
from courses.selectors.answered import answered_lately, fresh_answer
from courses.selectors.approval_links import ApprovalLink, open_link
from courses.selectors.requests import RequestsToDecide, request_to, requests_to_decide
from courses.states import DECLINE_WORDS, EndReason, EnrolmentState
from portal.kernel import attempts
from portal.kernel.actors import Actor
from portal.kernel.errors import DomainError, NotFound
from portal.kernel.web import HubRequest, require_safe_or_post, say, signed_in

# More names than this are a number.
MOST_NAMED = 3
# More requests than this are not answered by one press.
MOST_UNASKED = 5


@require_safe_or_post
@signed_in
def approvals(request: HubRequest) -> HttpResponse:
    """Every request that waits for me; POST answers the chosen ones.

    In the address, `choose` ticks some or all, and `request` the one that somebody pressed elsewhere.

    Many at once are asked about first; both `request` and `look` in the address lead away from the question.
    """
    waiting = requests_to_decide(request.actor)
    form = attempts.asked(request, DecisionForm, ids=waiting.ids)
    ready = form.is_valid() or _stale(form)
    many = ready and len(form.typed_ids()) > MOST_UNASKED and "sure" not in request.POST
    if request.method == "POST" and ready and not many:
        _decide(request, request.actor, form)
        return redirect("courses:approvals")
    if many and not {"look", "request"} & request.GET.keys():
        return attempts.page(request, form, "courses/approvals_sure.html", _question(form, waiting))
    meant = waiting.ids_meant(request.GET.get("choose", "")) or waiting.one(request.GET.get("request", ""))
    context = {
        "waiting": waiting,
        "chosen": meant or form.typed_ids() or (waiting.ids if waiting.count == 1 else []),
        "choose": request.GET.get("choose", "") if meant else "",
        "answered": answered_lately(request.actor, request.now),
    }
    return attempts.page(request, form, "courses/approvals.html", context)


@require_POST
@signed_in
def undo(request: HubRequest, enrolment_id: int) -> HttpResponse:
    """Take back one's own answer of the last minutes."""
    _take_back(request, request.actor, enrolment_id)
    return redirect("courses:approvals")


def _take_back(request: HubRequest, actor: Actor, enrolment_id: int) -> None:
    try:
        undone = services.undo_answer(actor=actor, enrolment_id=enrolment_id, now=request.now)
    except NotFound as missing:
        raise Http404 from missing
    except DomainError as refusal:
        say(request, refusal.sentence, "error")
    else:
        say(request, UNDONE[EnrolmentState(undone.state)].format(name=undone.person.name))


UNDONE = {
    EnrolmentState.REQUESTED: "Undone: the request of {name} waits for an answer again. They are told now.",
    EnrolmentState.AGREED: "Undone: the request of {name} waits for the second answer again. They are told now.",
    EnrolmentState.WAITING: "Undone: the place had gone to somebody else, so {name} is on the waiting list. "
    "They are told now.",
}


def _question(form: DecisionForm, waiting: RequestsToDecide) -> dict[str, object]:
    ids, known = form.typed_ids(), form.cleaned_data
    return {
        "ids": ids,
        "runs": waiting.only(ids),
        "agreed": known["answer"] == "approve",
        "reason": known["reason"],
        "why": DECLINE_WORDS.get(known["reason"], ""),
    }


def _stale(form: DecisionForm) -> bool:
    """Whether all that is wrong is that a request was answered meanwhile: then saying so is enough."""
    if not form.is_bound or set(form.errors) != {"enrolments"}:
        return False
    form.cleaned_data["enrolments"] = form.typed_ids()
    return bool(form.cleaned_data["enrolments"])


@never_cache
@require_safe_or_post
def approval_link(request: HubRequest, token: str) -> HttpResponse:
    """The page behind the mail: it opens without signing in, shows one request, and only a POST decides or undoes.

    The link names one request and one approver; it is worth nothing once their answer, or the hold, is over, and
    to whoever is signed in as somebody else.
    """
    link = _opened(request, token)
    if link is None:
        return render(request, "courses/approval_not_yours.html", status=403)
    if request.method == "POST" and "undo" in request.POST:
        _take_back(request, link.approver, link.enrolment_id)
        return redirect("courses:approval-link", token=token)
    row = request_to(link.approver.person_id or 0, link.enrolment_id, request.now)
    if row is None:
        answer = fresh_answer(link.approver, link.enrolment_id, request.now)
        return render(request, "courses/approval_over.html", {"answer": answer})
    form = attempts.asked(request, DecisionForm, ids=[row.id])
    if request.method == "POST" and form.is_valid():
        _decide(request, link.approver, form)
        return redirect("courses:approval-link", token=token)
    return attempts.page(request, form, "courses/approval_link.html", {"row": row})


def _opened(request: HubRequest, token: str) -> ApprovalLink | None:
    """What the link is for this browser: None for whoever is signed in as somebody else; who is signed in as its
    approver answers as themselves."""
    try:
        link = open_link(token, request.now)
    except signing.BadSignature as forged:
        raise Http404 from forged
    if not request.user.is_authenticated:
        return link
    theirs = request.actor.person_id == link.approver.person_id is not None
    return replace(link, approver=request.actor) if theirs else None


def _decide(request: HubRequest, actor: Actor, form: DecisionForm) -> None:
    known = form.cleaned_data
    agreed = known["answer"] == "approve"
    done: list[str] = []
    refused: dict[str, list[str]] = {}
    for enrolment_id in map(int, known["enrolments"]):
        try:
            if agreed:
                answered = services.approve(actor=actor, enrolment_id=enrolment_id, now=request.now)
            else:
                reason = EndReason(known["reason"])
                answered = services.decline(
                    actor=actor, enrolment_id=enrolment_id, reason=reason, now=request.now
                )
            done.append(answered.person.name)
        except DomainError as refusal:
            refused.setdefault(refusal.sentence, []).append(refusal.words.get("name", ""))
    for sentence, names in refused.items():
        whose = _whose(names)
        say(request, f"{whose}: {sentence}" if whose else sentence, "error")
    if done:
        say(
            request,
            f"{'Agreed' if agreed else 'Not agreed'}: {_whose(done)}. The people concerned are told now.",
        )


def _whose(names: list[str]) -> str:
    """Whose requests these are: by name while they are few; nothing for one that must not be named."""
    if len(names) > MOST_NAMED or (len(names) > 1 and not all(names)):
        return f"{len(names)} requests"
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))
