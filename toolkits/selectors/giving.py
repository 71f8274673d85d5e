"""One version and the terms that stand between it and a reader."""

from datetime import datetime

from portal.kernel.actors import Actor
from toolkits.errors import ToolkitLocked, ToolkitNotFound, VersionNotFound
from toolkits.models import FileVersion, SafetyLabel, TermsAcceptance, Toolkit, ToolkitPage
from toolkits.permissions import may_have, may_open, may_see
from toolkits.rules import Terms


def version_given(actor: Actor, slug: str, file_id: int, number: int) -> FileVersion:
    """One version with its toolkit and page, if the actor may have it at this moment.

    Raises:
        ToolkitNotFound: no such toolkit, or none that the actor may know of.
        ToolkitLocked: it is not open to the actor.
        VersionNotFound: it was withdrawn, not released yet, or never was.
    """
    toolkit = Toolkit.objects.select_related("page").filter(page__slug=slug).first()
    if toolkit is None or not may_see(actor, toolkit):
        raise ToolkitNotFound()
    versions = FileVersion.objects.select_related("file__toolkit__page")
    version = versions.filter(file__toolkit=toolkit, file_id=file_id, number=number).first()
    if version is None or not may_have(actor, version):
        raise VersionNotFound() if may_open(actor, toolkit) else ToolkitLocked()
    return version


def terms_of(page: ToolkitPage) -> Terms:
    """The terms that stand on a toolkit's page now."""
    safety = SafetyLabel(page.safety_label).label if page.safety_label else ""
    return Terms(page.edition, " ".join(filter(None, (page.licence, page.licence_url))), str(safety))


def accepted_on(actor: Actor, toolkit: Toolkit) -> datetime | None:
    """When the actor accepted the terms that stand now; None when they have not. One query; the page is loaded."""
    rows = TermsAcceptance.objects.filter(
        toolkit=toolkit, person_id=actor.person_id or 0, terms=terms_of(toolkit.page).fingerprint
    )
    return rows.values_list("accepted_at", flat=True).first()
