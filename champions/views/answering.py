"""One answer, one page: agree, decline, start, listing, renew, lapse, end."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect

from champions import selectors, services
from champions.forms import AgreeForm, DeclineForm, ListingForm, RenewForm, StopForm
from champions.models import Champion
from portal.kernel import attempts
from portal.kernel.errors import DomainError
from portal.kernel.web import HubRequest, refuse, require_safe_or_post, say, signed_in
from portal.pages.forms import HubForm


@dataclass(frozen=True, slots=True)
class Question:
    """What one page asks, and which service takes the answer."""

    heading: str
    explains: str
    button: str
    form: type[HubForm]
    service: Callable[..., Champion]
    done: str


AGREE = Question(
    "Agree to this champion?",
    "Agree the time they have for it. Who has finished the course that champions need can start at once.",
    "Agree",
    AgreeForm,
    services.agree,
    "Agreed. They have been told.",
)
DECLINE = Question(
    "Say no?",
    "It ends here; they can be put forward again later.",
    "Say no",
    DeclineForm,
    services.decline,
    "Declined.",
)
START = Question(
    "Start as a practice champion?",
    "Your term is a year. You choose what colleagues see, and you can change it at any time. "
    "Only staff who are signed in see the directory.",
    "Start",
    ListingForm,
    services.start,
    "Welcome. You are your team’s practice champion.",
)
LISTING = Question(
    "What colleagues see of you",
    "What you take back is gone from the directory at once.",
    "Save",
    ListingForm,
    services.set_listing,
    "Saved.",
)
RENEW = Question(
    "Renew the term?",
    "A new term follows the one that runs; after a lapse it begins today.",
    "Renew",
    RenewForm,
    services.renew,
    "Renewed.",
)
LAPSE = Question(
    "Set aside for now?",
    "They leave the directory and can come back with a new term.",
    "Set aside",
    StopForm,
    services.lapse,
    "Set aside.",
)
END = Question(
    "End this time as a practice champion?",
    "This cannot be taken back. Later, there can be a new one: by applying, or by being put forward.",
    "End it",
    StopForm,
    services.end,
    "Ended.",
)


def _page(question: Question) -> Callable[..., HttpResponse]:
    @require_safe_or_post
    @signed_in
    def answer(request: HubRequest, champion_id: int) -> HttpResponse:
        champion = selectors.champion_seen(request.actor, champion_id)
        form = attempts.asked(request, question.form, initial=selectors.listing_of(champion))
        if request.method == "POST" and form.is_valid():
            try:
                question.service(
                    actor=request.actor, champion_id=champion_id, now=request.now, **form.cleaned_data
                )
            except DomainError as error:
                refuse(form, error)
            else:
                say(request, question.done)
                return redirect("champions:champion", champion_id)
        context = {"champion": champion, "question": question}
        return attempts.page(request, form, "champions/answer.html", context)

    return answer


agree = _page(AGREE)
decline = _page(DECLINE)
start = _page(START)
listing = _page(LISTING)
renew = _page(RENEW)
lapse = _page(LAPSE)
end = _page(END)
