"""What toolkits hold about somebody: what they earned, what is open to them, what they took and what they put in."""

from typing import Any

from portal.kernel.personal_data import Holding, named, register
from toolkits.models import Download, Earned, Entitlement, FileVersion, TermsAcceptance


def _file(row: FileVersion) -> dict[str, Any]:
    return {"file": row.file.title} | named(row, "number", "state", "change_note", "uploaded_at")


register(
    Holding(
        key="toolkits.earned",
        title="What opens toolkits for you",
        fields=("toolkits.Earned.person",),
        rows=lambda subject: Earned.objects.filter(person_id=subject.person_id),
        show=lambda row: named(row, "kind", "code", "standing", "as_of"),
        stays="Without a name, as the completed course behind it.",
    )
)
register(
    Holding(
        key="toolkits.open",
        title="Toolkits open to you",
        fields=("toolkits.Entitlement.person",),
        rows=lambda subject: Entitlement.objects.filter(person_id=subject.person_id).select_related(
            "toolkit__page"
        ),
        show=lambda row: (
            {"toolkit": row.toolkit.page.title} | named(row, "reason", "granted_at", "revoked_at")
        ),
        stays="Without a name, and of no use: nobody can sign in with the account.",
    )
)
register(
    Holding(
        key="toolkits.downloads",
        title="Files you downloaded",
        fields=("toolkits.Download.person",),
        rows=lambda subject: Download.objects.filter(person_id=subject.person_id).select_related(
            "version__file"
        ),
        show=lambda row: {
            "file": row.version.file.title,
            "version": row.version.number,
            "at": row.at,
            "copy": row.copy,
        },
        stays="Without a name: how often a file is used is counted.",
    )
)
register(
    Holding(
        key="toolkits.terms",
        title="Terms of toolkits you accepted",
        fields=("toolkits.TermsAcceptance.person",),
        rows=lambda subject: TermsAcceptance.objects.filter(person_id=subject.person_id).select_related(
            "toolkit__page"
        ),
        show=lambda row: {"toolkit": row.toolkit.page.title} | named(row, "edition", "words", "accepted_at"),
        stays="Without a name: that the licence was kept to has to be shown.",
    )
)
register(
    Holding(
        key="toolkits.files",
        title="Files you put in",
        fields=("toolkits.FileVersion.uploaded_by",),
        rows=lambda subject: FileVersion.objects.filter(uploaded_by_id=subject.person_id).select_related(
            "file"
        ),
        show=_file,
        stays="The file and its note are published material of the partnership.",
    )
)
