"""Who answers which questionnaire. Registers are kept by whoever sees the roster: see `permissions.may_see_roster`."""

from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from courses.delivery_states import Wave
from courses.models import Enrolment, RunQuestionnaire
from courses.states import CONFIRMED
from portal.kernel import clock
from portal.kernel.actors import Actor
from portal.people.selectors import membership_of, memberships_on


def may_answer(actor: Actor, enrolment: Enrolment, wave: str, now: datetime) -> bool:
    """The participant; for the manager's view, the manager whom the roster names today. Twin: `asked_of`."""
    if not actor.is_person:
        return False
    if wave != Wave.MANAGER:
        return enrolment.person_id == actor.person_id
    membership = membership_of(enrolment.person_id, clock.today(now))
    return membership is not None and membership.manager_id == actor.person_id


def asked_of(actor: Actor, wave: str, now: datetime) -> QuerySet[Enrolment]:
    """Confirmed places whose questionnaire of a wave this actor may answer."""
    if actor.person_id is None:
        return Enrolment.objects.none()
    held = RunQuestionnaire.objects.filter(run=OuterRef("run"), wave=wave)
    places = Enrolment.objects.filter(Exists(held), state__in=CONFIRMED)
    if wave != Wave.MANAGER:
        return places.filter(person_id=actor.person_id)
    managed = memberships_on(clock.today(now)).filter(person_id=OuterRef("person_id"))
    latest = managed.order_by("-starts_on", "-id").values("manager_id")[:1]
    return places.annotate(manager_now=Subquery(latest)).filter(manager_now=actor.person_id)
