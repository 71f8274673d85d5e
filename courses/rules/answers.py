"""What somebody can do next once a request of theirs has ended: a sentence for each reason. Pure."""

from courses.states import EndReason

ANOTHER_DATE = "Ask for another date."
SPEAK = "Speak with {who}."
TRAINING_TEAM = "Speak with the training team."

_NEXT = {
    EndReason.UNSAID: "You can ask again whenever it suits you: for these dates while there are places, or for others.",
    EndReason.OTHER_TRAINING: SPEAK,
    EndReason.OTHER: SPEAK,
    EndReason.OTHER_SPEAK: SPEAK,
    EndReason.OTHER_TEAM: TRAINING_TEAM,
    EndReason.NOT_ELIGIBLE: TRAINING_TEAM,
    EndReason.NOT_ANSWERED: "Ask again, or ask for another date.",
    EndReason.OFFER_PASSED_ON: "Join the waiting list again, or ask for another date.",
}


def next_step(reason: str, *, who: str) -> str:
    """What to do next after a coded reason.

    Args:
        who: whoever answered, by name or as "your manager".
    """
    return _NEXT.get(EndReason(reason), ANOTHER_DATE).format(who=who)


def asks_to_speak(reason: str) -> bool:
    """Whether the next step is a word with whoever answered."""
    return _NEXT.get(EndReason(reason)) == SPEAK


def asks_for_team(reason: str) -> bool:
    """Whether the next step is a word with the training team."""
    return _NEXT.get(EndReason(reason)) == TRAINING_TEAM
