"""Who may see, open, change and release what: each sentence beside its queryset twin."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from portal.kernel.actors import Actor
from portal.people.models import Organisation
from portal.people.roles import Role
from toolkits.models import Entitlement, FileVersion, Toolkit, UnlockRule
from toolkits.states import UnlockKind, VersionState

KEEPERS = (Role.TRAINER, Role.TRAINING_ADMIN, Role.ADMIN)


def may_keep(actor: Actor) -> bool:
    """Upload versions, set what opens a toolkit, withdraw.

    A toolkit is everybody's, so a role in one organisation is not enough: its reach has to be everywhere.
    """
    return actor.is_system or (actor.is_person and actor.scope(*KEEPERS).everything)


def toolkits_kept_by(actor: Actor) -> QuerySet[Toolkit]:
    """The queryset twin of `may_keep`."""
    return Toolkit.objects.all() if may_keep(actor) else Toolkit.objects.none()


def may_decide(actor: Actor, version: FileVersion) -> bool:
    """Release or send back a version: sign-off, and not one's own upload."""
    return _signs_off(actor) and version.uploaded_by_id != actor.person_id


def versions_decided_by(actor: Actor) -> QuerySet[FileVersion]:
    """The queryset twin of `may_decide`."""
    if not _signs_off(actor):
        return FileVersion.objects.none()
    return FileVersion.objects.exclude(uploaded_by_id=actor.person_id)


def looks_behind(actor: Actor) -> bool:
    """Sees every toolkit, drafts included: whoever keeps or signs off."""
    return may_keep(actor) or _signs_off(actor)


def _signs_off(actor: Actor) -> bool:
    return actor.is_person and (actor.holds(Role.APPROVER) or actor.administers_everything)


def may_see(actor: Actor, toolkit: Toolkit) -> bool:
    """Know of a toolkit and read what it is for: all staff, once it is published."""
    return looks_behind(actor) or (actor.is_placed and toolkit.page.live)


def toolkits_seen_by(actor: Actor) -> QuerySet[Toolkit]:
    """The queryset twin of `may_see`."""
    if looks_behind(actor):
        return Toolkit.objects.all()
    return Toolkit.objects.filter(page__live=True) if actor.is_placed else Toolkit.objects.none()


def may_open(actor: Actor, toolkit: Toolkit) -> bool:
    """Read the guidance and be given the files (TK-04). Asks the database, so that it cannot differ from its twin."""
    return toolkits_open_to(actor).filter(pk=toolkit.pk).exists()


def toolkits_open_to(actor: Actor) -> QuerySet[Toolkit]:
    """The queryset twin of `may_open`: earned and not revoked, or by a rule that holds at this moment."""
    seen = toolkits_seen_by(actor)
    return seen if looks_behind(actor) else seen.filter(opens_for(actor))


def opens_for(actor: Actor) -> Q:
    """The condition under which a toolkit opens, for filters and annotations of `Toolkit`."""
    if not actor.is_placed:
        return Q(pk__in=())
    held = Entitlement.objects.filter(
        toolkit=OuterRef("pk"), person_id=actor.person_id or 0, revoked_at__isnull=True
    )
    rules = UnlockRule.objects.filter(_holds_now(actor), toolkit=OuterRef("pk"))
    return Q(Exists(held)) | Q(Exists(rules))


def _holds_now(actor: Actor) -> Q:
    organisations = Organisation.objects.filter(pk__in={place.organisation_id for place in actor.places})
    return (
        Q(kind=UnlockKind.STAFF)
        | Q(kind=UnlockKind.ROLE, code__in={grant.role for grant in actor.grants})
        | Q(kind=UnlockKind.BOROUGH, code__in=organisations.values("code"))
    )


def may_have(actor: Actor, version: FileVersion) -> bool:
    """Be given one version: it is released and the toolkit is open, or one keeps or signs off."""
    if looks_behind(actor):
        return version.state != VersionState.WITHDRAWN or may_keep(actor)
    return version.state == VersionState.RELEASED and may_open(actor, version.file.toolkit)


def versions_given_to(actor: Actor) -> QuerySet[FileVersion]:
    """The queryset twin of `may_have`."""
    if looks_behind(actor):
        found = FileVersion.objects.all()
        return found if may_keep(actor) else found.exclude(state=VersionState.WITHDRAWN)
    return FileVersion.objects.filter(state=VersionState.RELEASED, file__toolkit__in=toolkits_open_to(actor))
