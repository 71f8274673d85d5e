"""What this app says when it will not do what was asked."""

from portal.kernel.errors import DomainError, NotAllowed, NotFound


class ChampionNotFound(NotFound):
    sentence = "We cannot find that champion. The address may be wrong, or it may not be yours to see."


class NotTrained(DomainError):
    sentence = (
        "They have not finished the course that champions need. They can be nominated as soon as they have."
    )
    field = "membership"


class AlreadyChampion(DomainError):
    sentence = "They are a champion for this team already, or on the way to it."
    field = "membership"


class NotInYourReach(NotAllowed):
    sentence = "You can nominate people of your own team, or of a team that you answer for."
    field = "membership"


class ManagerAgrees(NotAllowed):
    sentence = (
        "Their manager agrees to this, or somebody who answers for the team. Nobody agrees for themselves."
    )


class OwnAnswer(NotAllowed):
    sentence = "Only the champion themselves can say this."


class TimeMissing(DomainError):
    sentence = "Say how many minutes a week they have for it: from {least} to {most}."
    field = "minutes_per_week"


class TermWrong(DomainError):
    sentence = "A term lasts from {least} to {most} months."
    field = "months"


class RenewTooEarly(DomainError):
    sentence = "The term runs until {until}. It can be renewed in its last {days} days."


class MeetingNotFound(NotFound):
    sentence = "We cannot find that meeting. The address may be wrong, or it may not be yours to see."


class NotYourMeeting(NotAllowed):
    sentence = "Leads and training administrators keep the meetings of the organisations they work for."
    field = "organisation"


class MeetingTaken(DomainError):
    sentence = "There is one of that kind on that day already."
    field = "on"


class MeetingOver(DomainError):
    sentence = "A meeting is planned for today or later."
    field = "on"


class MeetingEndsEarly(DomainError):
    sentence = "It ends before it starts. Look at both times."
    field = "ends"


class JoiningLink(DomainError):
    sentence = (
        "This looks like a joining link, or the code for one. Write a room, or “online”, and send the link "
        "by work email."
    )
    field = "where"


class MeetingStands(DomainError):
    sentence = "Its register was taken, so it cannot be moved or cancelled any more."


class MeetingGone(DomainError):
    sentence = "This meeting is cancelled or over, so nothing can be changed about it. You can plan another."


class NotInvited(NotAllowed):
    sentence = "This meeting is for those who are active champions on its day."


class RegisterClosed(DomainError):
    sentence = "The register opens on the day of the meeting, and stays closed when the meeting is cancelled."


class NotInRegister(DomainError):
    sentence = "Somebody in this register was not a champion of the meeting on that day."


class ReasonMissing(DomainError):
    sentence = "Choose a reason."
    field = "reason"
