"""What is still to do before a draft can be sent, as the screens show it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from consultations.link_errors import SentAlready
from consultations.link_permissions import may_link
from consultations.link_rules import working_hours
from consultations.link_selectors import hours_asked_at, link_for, links_of_consultation, rows_of
from consultations.models import Consent, Consultation, ReferralLink, Suitability, Whose
from consultations.pathways import Pathway, pathway_on, version_named
from consultations.pathways.shapes import ConsentRule
from portal.kernel import clock
from portal.kernel.actors import Actor
from portal.kernel.errors import NotFound
from portal.kernel.web import HubRequest


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do: where, whether it is done, and its state in words."""

    title: str
    url: str
    is_done: bool
    tag: str
    tag_kind: str
    detail: str = ""


def referral_of(actor: Actor, consultation: Consultation, now: datetime) -> dict[str, object]:
    """What the page of a consultation says about referrals: its links, and whether one may be made."""
    return {
        "may_link": may_link(actor, consultation, clock.today(now)),
        "links": rows_of(links_of_consultation(actor, consultation.pk, now)),
    }


def rules_for(link: ReferralLink, request: HubRequest) -> Pathway:
    """The rules a draft is asked by: those of today; of a sent link those it was made under."""
    today = pathway_on(link.pathway, clock.today(request.now)) if link.is_draft else None
    return today or version_named(link.rules_version)


def draft_for(request: HubRequest, link_id: UUID) -> ReferralLink:
    """A link that is still a draft. Raises `NotFound`; `SentAlready`: by Back, or in another tab."""
    link = link_for(request.actor, link_id, request.now)
    if not link.is_draft:
        raise SentAlready()
    return link


def consent_rule(pathway: Pathway, person: str) -> ConsentRule:
    """The pathway's rule about one person's consent. Raises `NotFound`."""
    for rule in pathway.consents:
        if str(rule.whose) == person:
            return rule
    raise NotFound()


def consent_of(link: ReferralLink, rule: ConsentRule) -> Consent | None:
    """The answer that stands, withdrawn or not; None when nobody was asked yet."""
    answers = [c for c in link.consents.all() if c.person == rule.whose and c.purpose == rule.purpose]
    return next((c for c in answers if c.replaced_at is None), None)


def who_refused(link: ReferralLink, pathway: Pathway) -> list[str]:
    """Those without whose consent nothing can be sent, and who said no or took their yes back."""
    answers = {rule.whose: consent_of(link, rule) for rule in pathway.consents if rule.required}
    return [Whose(str(whose)).label.lower() for whose, said in answers.items() if said and not said.stands]


def tasks_of(link: ReferralLink, pathway: Pathway) -> list[Task]:
    """The questions, each consent and the working hours, in order."""
    return [_questions(link), *(_consent(link, rule) for rule in pathway.consents), _hours(link)]


def onwards_url(link: ReferralLink, pathway: Pathway) -> str:
    """The first page that still needs an answer; the last look when nothing does."""
    missing = next((task for task in tasks_of(link, pathway) if not task.is_done), None)
    return missing.url if missing else reverse("consultations:link_check", args=[link.public_id])


def onwards(request: HubRequest, link_id: UUID) -> HttpResponse:
    """Go to the first page that still needs an answer, as the link stands now."""
    link = link_for(request.actor, link_id, request.now)
    return redirect(onwards_url(link, rules_for(link, request)))


def _questions(link: ReferralLink) -> Task:
    kind = {Suitability.SUITABLE: "ok", Suitability.NOT_SUITABLE: "stop", Suitability.NOT_KNOWN: "due"}
    result = Suitability(link.result) if link.result else None
    page = "link_result" if result and result != Suitability.SUITABLE else "link_questions"
    return Task(
        title="Does the service fit?",
        url=reverse(f"consultations:{page}", args=[link.public_id]),
        is_done=result == Suitability.SUITABLE,
        tag=str(result.label) if result else "To do",
        tag_kind=kind[result] if result else "due",
    )


def _consent(link: ReferralLink, rule: ConsentRule) -> Task:
    given = consent_of(link, rule)
    who = Whose(str(rule.whose)).label
    detail, tag, kind = "", "To do" if rule.required else "If you can", "due" if rule.required else "info"
    if given is not None:
        detail = f"{clock.spoken_date(given.on)}, asked by {given.taken_by.name}.{_said_before(link, rule)}"
        tag, kind = ("Yes", "ok") if given.stands else ("No" if not given.given else "Withdrawn", "stop")
    return Task(
        title=f"Consent: {who.lower()}",
        url=reverse("consultations:link_consent", args=[link.public_id, rule.whose]),
        is_done=bool(given and given.stands) or not rule.required,
        tag=tag,
        tag_kind=kind,
        detail=detail,
    )


def _said_before(link: ReferralLink, rule: ConsentRule) -> str:
    """The answers that were replaced: consent that was first refused is looked at with care."""
    replaced = [
        f"{'yes' if said.given else 'no'}, {clock.spoken_date(said.on)}"
        for said in link.consents.all()
        if said.replaced_at and said.person == rule.whose and said.purpose == rule.purpose
    ]
    return f" Before: {'; '.join(replaced)}." if replaced else ""


def _hours(link: ReferralLink) -> Task:
    words = working_hours(link.working_days, link.works_from, link.works_until)
    asked = "" if words else hours_asked_words(link)
    return Task(
        title="When the service can ring",
        url=reverse("consultations:link_hours", args=[link.public_id]),
        is_done=bool(words),
        tag="Done" if words else "Asked" if asked else "To do",
        tag_kind="ok" if words else "info" if asked else "due",
        detail=words or asked,
    )


def hours_asked_words(link: ReferralLink) -> str:
    """Whom we asked for the hours, and when; empty when nobody was."""
    at = hours_asked_at(link)
    return f"Asked {link.referrer.name} on {clock.spoken_moment(at).removesuffix(' UK time')}." if at else ""
