"""The groups in which people choose what they get by email, and what they cannot turn off, and why.

Every kind of notice belongs to one group; a test fails for a kind that belongs to none.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NoticeGroup:
    """Some kinds of notice as one choice.

    Args:
        key: stable; stored with a refusal.
        title, hint: the choice in words.
        kinds: keys of the notices in it.
        always: why it cannot be turned off; empty: it can.
    """

    key: str
    title: str
    hint: str
    kinds: frozenset[str]
    always: str = ""


GROUPS = (
    NoticeGroup(
        key="bookings",
        title="Your bookings",
        hint="Booked, offered, moved, cancelled, declined, lapsed: courses, consultations, champions’ meetings.",
        kinds=frozenset(
            {
                "courses.place_requested",
                "courses.place_waiting",
                "courses.answer_taken_back",
                "courses.answer_taken_back_full",
                "courses.place_booked",
                "courses.place_offered",
                "courses.place_cancelled",
                "courses.request_cancelled",
                "courses.place_declined",
                "courses.place_lapsed",
                "courses.run_moved",
                "consultations.booked",
                "consultations.booked_lead",
                "consultations.cancelled",
                "consultations.cancelled_lead",
                "consultations.cancelled_request",
                "consultations.earlier_offered",
                "consultations.earlier_passed_on",
                "consultations.handed_on",
                "consultations.moved",
                "consultations.offered",
                "consultations.other_lead",
                "champions.meeting_planned",
                "champions.meeting_moved",
                "champions.meeting_cancelled",
            }
        ),
        always="Other people rely on you to know when and where.",
    ),
    NoticeGroup(
        key="asked_of_you",
        title="Requests that wait for your answer",
        hint="To agree to training, to confirm where people work, to be or have a champion, "
        "an urgent consultation, your hours for a referral link, a page to sign off, a connected system that stopped.",
        kinds=frozenset(
            {
                "courses.approval_asked",
                "courses.answered_by_link",
                "people.waiting_to_be_confirmed",
                "champions.asked",
                "consultations.urgent",
                "consultations.link_hours_wanted",
                "consultations.link_stuck",
                "consultations.case_system_gone",
                "pages.waits_for_sign_off",
            }
        ),
        always="Somebody waits for you, and often a deadline runs.",
    ),
    NoticeGroup(
        key="your_place",
        title="Your place and your roles",
        hint="Where you work is confirmed, a role is given to you, or ends.",
        kinds=frozenset({"people.place_confirmed", "people.role_given", "people.role_ended"}),
        always="You should know what you may do here, and see a mistake at once.",
    ),
    NoticeGroup(
        key="your_data",
        title="Your information",
        hint="Answers to a complaint or a request about your information, and a certificate that is withdrawn.",
        kinds=frozenset(
            {
                "people.complaint_received",
                "people.complaint_acknowledged",
                "people.complaint_answered",
                "people.erasure_asked",
                "people.erasure_taken_back",
                "people.erasure_taken",
                "people.erasure_extended",
                "people.erasure_refused",
                "certificates.award_withdrawn",
            }
        ),
        always="The law wants you told.",
    ),
    NoticeGroup(
        key="reminders",
        title="Reminders",
        hint="Before a booking, when a request still waits for your answer, and when a page is to be read again.",
        kinds=frozenset(
            {
                "courses.place_reminder",
                "consultations.reminder",
                "courses.approval_reminder",
                "pages.read_again",
                "champions.meetings_missed",
            }
        ),
    ),
    NoticeGroup(
        key="questionnaires",
        title="Questions before and after",
        hint="About a course, and whether a consultation helped. They stay on your hub until you have answered.",
        kinds=frozenset({"courses.form_due", "consultations.feedback"}),
    ),
    NoticeGroup(
        key="news",
        title="News of what you sent or earned",
        hint="A referral link was answered, a certificate is ready, a toolkit opened, your term as champion, "
        "a page that you submitted.",
        kinds=frozenset(
            {
                "consultations.link_moved",
                "certificates.award_issued",
                "toolkits.unlocked",
                "champions.agreed",
                "champions.term_ends",
                "champions.set_aside",
                "pages.sent_back",
                "pages.signed_off",
            }
        ),
    ),
)
OPTIONAL = tuple(group for group in GROUPS if not group.always)
_BY_KIND = {kind: group for group in GROUPS for kind in group.kinds}


def group_of(kind: str) -> NoticeGroup | None:
    """The group of a kind of notice; None for one that nobody has put into a group yet: it is always sent."""
    return _BY_KIND.get(kind)
