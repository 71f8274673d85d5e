"""The record of a toolkit, what opens it, and where it is found."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from portal.audit.services import record
from portal.kernel.actors import Actor
from portal.kernel.refs import Ref
from portal.people.roles import Role
from toolkits.errors import CodeTaken, NotYours, RuleUnclear, ToolkitNotFound
from toolkits.models import Label, Toolkit, ToolkitPage, UnlockRule
from toolkits.permissions import may_keep
from toolkits.rules import WayIn
from toolkits.services.entitlements import settle_toolkit
from toolkits.states import UnlockKind

# Whoever may make a page in the CMS.
WRITERS = (Role.EDITOR, Role.APPROVER)
WITHOUT_CODE = (UnlockKind.STAFF, UnlockKind.CHAMPION)


def register_toolkit(*, actor: Actor, page: ToolkitPage, code: str, now: datetime) -> Toolkit:
    """Give a page its record, once; a page that has one keeps it. It opens for nobody until a rule is set.

    Raises:
        NotYours: the actor neither keeps toolkits nor edits pages.
        CodeTaken: another toolkit has the code.
    """
    if not (may_keep(actor) or actor.holds(*WRITERS)):
        raise NotYours()
    with transaction.atomic():
        found = Toolkit.objects.filter(page=page).first()
        if found:
            return found
        if Toolkit.objects.filter(code=code).exists():
            raise CodeTaken(code=code)
        toolkit = Toolkit.objects.create(code=code, page=page, created_at=now)
        record(actor=actor, verb="registered", about=_ref(toolkit), now=now)
    return toolkit


def set_unlock_rules(*, actor: Actor, toolkit_id: int, ways: Iterable[WayIn], now: datetime) -> Toolkit:
    """Replace what opens a toolkit. Who has already earned a new rule is let in at once; who no longer has, out.

    Raises:
        NotYours: the actor does not keep toolkits.
        RuleUnclear: a course, role or organisation is not named.
    """
    toolkit = _kept(actor, toolkit_id)
    wanted = {(way.kind, way.code): way for way in ways}
    for way in wanted.values():
        if bool(way.code) == (way.kind in WITHOUT_CODE):
            raise RuleUnclear(kind=UnlockKind(way.kind).label)
    with transaction.atomic():
        for rule in toolkit.rules.all():
            if (rule.kind, rule.code) not in wanted:
                rule.delete()
        for way in wanted.values():
            UnlockRule.objects.update_or_create(
                toolkit=toolkit, kind=way.kind, code=way.code, defaults={"words": way.words}
            )
        settle_toolkit(toolkit, now)
        detail = {"rules": [f"{kind} {code}".strip() for kind, code in wanted]}
        record(actor=actor, verb="set what opens it", about=_ref(toolkit), now=now, detail=detail)
    return toolkit


def set_labels(*, actor: Actor, toolkit_id: int, labels: Iterable[tuple[str, str]], now: datetime) -> Toolkit:
    """Replace the labels, pairs of kind and code, by which a toolkit is found. Raises `NotYours`."""
    toolkit = _kept(actor, toolkit_id)
    with transaction.atomic():
        toolkit.labels.all().delete()
        Label.objects.bulk_create(Label(toolkit=toolkit, kind=kind, code=code) for kind, code in set(labels))
        record(actor=actor, verb="labelled", about=_ref(toolkit), now=now)
    return toolkit


def _kept(actor: Actor, toolkit_id: int) -> Toolkit:
    if not may_keep(actor):
        raise NotYours()
    toolkit = Toolkit.objects.filter(pk=toolkit_id).first()
    if toolkit is None:
        raise ToolkitNotFound()
    return toolkit


def _ref(toolkit: Toolkit) -> Ref:
    return Ref("toolkits.toolkit", toolkit.pk)
