"""Asking to be erased, and deciding about it. An answer is due within a month (UK GDPR Art. 12(3))."""

import logging
from datetime import datetime
from functools import partial
from smtplib import SMTPException

from django.core.mail import send_mail
from django.db import IntegrityError, transaction

from portal.audit.services import record
from portal.kernel import clock
from portal.kernel.actors import Actor
from portal.kernel.codes import short_reference
from portal.kernel.errors import NotAllowed, NotFound
from portal.kernel.personal_data import holdings, obstacles_for
from portal.kernel.refs import Ref
from portal.outbox.services import publish
from portal.people.errors import ErasureHindered, ExplanationMissing, NotForYourself, TooLateToExtend
from portal.people.events import (
    ErasureAsked,
    ErasureExtended,
    ErasureRefused,
    ErasureTaken,
    ErasureTakenBack,
    PersonErased,
)
from portal.people.models import ErasureRequest
from portal.people.rights.permissions import keeps_data_rights, may_decide_erasure
from portal.people.rights.rules import answer_by, may_still_be_extended
from portal.people.rights.selectors import open_erasure_of, subject_of
from portal.people.states import ErasureExtension, ErasureRefusal, ErasureState, erasure_machine

log = logging.getLogger(__name__)

LONGEST_EXPLANATION = 1_000
# The last mail to an address that we no longer keep. Neutral: it may be read over a shoulder.
DONE_SUBJECT = "Your request to Practice Hub is done"
DONE_BODY = (
    "What you asked for under {reference} is done. Your account is closed, and your name and email address are "
    "gone from Practice Hub.\n\nThis is the last email we send you. Certificates that you hold can still be checked: "
    "the page says that they are genuine and shows no details.\n\nBackups are overwritten in their turn."
)


def ask_for_erasure(*, actor: Actor, now: datetime) -> ErasureRequest:
    """Ask that everything naming the actor be erased; the request that waits, if there is one already.

    Raises:
        NotAllowed: nobody is signed in.
    """
    if actor.user_id is None:
        raise NotAllowed("Sign in to ask for this.")
    if waiting := open_erasure_of(actor):
        return waiting
    try:
        with transaction.atomic():
            asked = ErasureRequest.objects.create(
                reference=short_reference("ER"),
                account_id=actor.user_id,
                person_id=actor.person_id,
                asked_at=now,
                due_on=answer_by(clock.today(now)),
            )
            _write_down(actor, "asked for erasure", asked, now)
            publish(ErasureAsked(asked.pk, asked.person_id or 0), now=now)
    except IntegrityError:  # a second click at the same moment
        return ErasureRequest.objects.get(account_id=actor.user_id, ended_at=None)
    return asked


def withdraw_erasure(*, actor: Actor, now: datetime) -> None:
    """Take one's own request back, while nobody has carried it out. Without one nothing happens."""
    with transaction.atomic():
        waiting = open_erasure_of(actor)
        asked = _locked(waiting.pk) if waiting else None
        if asked is None or asked.ended_at is not None:  # a second press at the same moment
            return
        _end(asked, "withdraw", now)
        _write_down(actor, "took erasure back", asked, now)
        publish(ErasureTakenBack(asked.pk, asked.person_id or 0), now=now)


def take_erasure(*, actor: Actor, reference: str, now: datetime) -> ErasureRequest:
    """Begin to look at a request. Raises `NotFound`, `NotForYourself`, `IllegalMove`."""
    with transaction.atomic():
        asked = _to_decide(actor, reference)
        asked.state = ErasureState(erasure_machine.target("take", asked.state))
        asked.taken_by_id = actor.person_id
        asked.save(update_fields=["state", "taken_by"])
        _write_down(actor, "took up erasure", asked, now)
        publish(ErasureTaken(asked.pk, subject_of(asked).person_id), now=now)
    return asked


def extend_erasure(
    *, actor: Actor, reference: str, reason: ErasureExtension, explanation: str, now: datetime
) -> ErasureRequest:
    """Take up to two months longer, once, and tell the person why within the first month (UK GDPR Art. 12(3)).

    Raises:
        NotFound, NotForYourself, IllegalMove: as for taking.
        TooLateToExtend: it was extended before, or the first month is over.
        ExplanationMissing: the person must be told the reasons.
    """
    words = explanation.strip()[:LONGEST_EXPLANATION]
    if not words:
        raise ExplanationMissing()
    with transaction.atomic():
        asked = _to_decide(actor, reference)
        asked.state = ErasureState(erasure_machine.target("extend", asked.state))
        came = clock.today(asked.asked_at)
        if asked.extended_at or not may_still_be_extended(came, clock.today(now)):
            raise TooLateToExtend()
        asked.extended_at, asked.extension, asked.extension_words = now, reason, words
        asked.due_on = answer_by(came, extended=True)
        asked.save(update_fields=["extended_at", "extension", "extension_words", "due_on"])
        _write_down(actor, "extended erasure", asked, now, reason=reason)
        publish(ErasureExtended(asked.pk, subject_of(asked).person_id), now=now)
    return asked


def refuse_erasure(
    *, actor: Actor, reference: str, reason: ErasureRefusal, explanation: str, now: datetime
) -> ErasureRequest:
    """Refuse a request, with a reason and words that the person reads.

    Raises:
        NotFound, NotForYourself, IllegalMove: as for taking.
        ExplanationMissing: Art. 12(4) wants the reasons told.
    """
    words = explanation.strip()[:LONGEST_EXPLANATION]
    if not words:
        raise ExplanationMissing()
    with transaction.atomic():
        asked = _to_decide(actor, reference)
        asked.refusal, asked.explanation = reason, words
        _end(asked, "refuse", now)
        _write_down(actor, "refused erasure", asked, now, reason=reason)
        publish(ErasureRefused(asked.pk, subject_of(asked).person_id), now=now)
    return asked


def finish_erasure(*, actor: Actor, reference: str, now: datetime) -> ErasureRequest:
    """Erase everything that names the person, in every app, in one transaction; close the account; say so by mail.

    Raises:
        NotFound, NotForYourself, IllegalMove: as for taking.
        ErasureHindered: something must be done before; the words say what.
    """
    with transaction.atomic():
        asked = _to_decide(actor, reference)
        erasure_machine.target("finish", asked.state)
        subject = subject_of(asked)
        if obstacles := obstacles_for(subject, now):
            raise ErasureHindered(obstacles=" ".join(obstacles))
        address = asked.account.email
        ErasureRequest.objects.filter(pk=asked.pk).update(person_id=subject.person_id or None)
        for holding in holdings():
            if holding.erase is not None:
                holding.erase(subject, now)
        asked.refresh_from_db()
        _end(asked, "finish", now)
        _write_down(actor, "erased", asked, now)
        publish(PersonErased(asked.pk, asked.person_id or 0), now=now)
        transaction.on_commit(partial(_say_goodbye, address, asked.reference), robust=True)
    return asked


def _say_goodbye(address: str, reference: str) -> None:
    """Mail the person that it is done. There is no row to try again from: the address is gone."""
    try:
        send_mail(DONE_SUBJECT, DONE_BODY.format(reference=reference), None, [address])
    except (OSError, SMTPException) as fault:
        log.warning("mail about an erasure not sent: %s", type(fault).__name__)


def _locked(request_id: int) -> ErasureRequest:
    return ErasureRequest.objects.select_for_update(of=("self",)).select_related("account").get(pk=request_id)


def _to_decide(actor: Actor, reference: str) -> ErasureRequest:
    found = ErasureRequest.objects.filter(reference=reference).first()
    if found is None or not keeps_data_rights(actor):
        raise NotFound()
    asked = _locked(found.pk)
    if not may_decide_erasure(actor, asked):
        raise NotForYourself()
    return asked


def _end(asked: ErasureRequest, move: str, now: datetime) -> None:
    asked.state = ErasureState(erasure_machine.target(move, asked.state))
    asked.ended_at = now
    asked.save(update_fields=["state", "ended_at", "refusal", "explanation"])


def _write_down(actor: Actor, verb: str, asked: ErasureRequest, now: datetime, reason: str = "") -> None:
    record(actor=actor, verb=verb, about=Ref("people.erasure", asked.pk), now=now, reason=reason)
