"""What champions hold about somebody: being one, and the training it rests on."""

from champions.models import Champion, Meeting, TrainedPerson
from champions.services import leave_for_good
from portal.kernel.personal_data import Holding, named, register

register(
    Holding(
        key="champions.terms",
        title="Being a champion",
        fields=("champions.Champion.person",),
        rows=lambda subject: (
            Champion.objects.filter(person_id=subject.person_id)
            .select_related("organisation", "team")
            .prefetch_related("terms", "attendances__meeting")
        ),
        show=lambda row: (
            {
                "organisation": row.organisation.name,
                "team": row.team.name if row.team else "",
                "meetings": [
                    {"on": found.meeting.on, "presence": found.get_presence_display()}
                    for found in row.attendances.all()
                ],
                "terms": [{"starts_on": term.starts_on, "ends_on": term.ends_on} for term in row.terms.all()],
            }
            | named(row, "state", "asked_at", "minutes_per_week", "listed", "contact_method", "show_email")
        ),
        goes="The entry in the directory. What is open ends.",
        stays="Terms without a name: how many champions a borough had is counted.",
        erase=leave_for_good,
    )
)
register(
    Holding(
        key="champions.training",
        title="Training counted for champions",
        fields=("champions.TrainedPerson.person",),
        rows=lambda subject: TrainedPerson.objects.filter(person_id=subject.person_id),
        show=lambda row: named(row, "course_code", "completed_on", "withdrawn"),
        stays="Without a name, as the completed course behind it.",
    )
)
register(
    Holding(
        key="champions.meetings",
        title="Meetings of champions you planned",
        fields=("champions.Meeting.made_by",),
        rows=lambda subject: Meeting.objects.filter(made_by_id=subject.person_id),
        show=lambda row: named(row, "kind", "on", "starts", "where", "cancelled_at"),
        stays="Without a name: the meeting was held for others too.",
    )
)
