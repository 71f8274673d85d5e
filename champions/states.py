"""The life of a champion, and the closed lists of this app."""

from django.db import models

from portal.kernel.machine import Machine, Move


class ChampionState(models.TextChoices):
    NOMINATED = "nominated", "Nominated"
    APPLIED = "applied", "Applied"
    AGREED = "agreed", "Agreed, training to come"
    TRAINED = "trained", "Trained, ready to start"
    ACTIVE = "active", "Active"
    LAPSED = "lapsed", "Lapsed"
    DECLINED = "declined", "Declined"
    ENDED = "ended", "Ended"


# On the way to being active, and not there yet.
COMING = (ChampionState.NOMINATED, ChampionState.APPLIED, ChampionState.AGREED, ChampionState.TRAINED)
# Waiting for a manager.
ASKED = (ChampionState.NOMINATED, ChampionState.APPLIED)
# Whoever is in one of these is not nominated again for the same place.
OPEN = (*COMING, ChampionState.ACTIVE, ChampionState.LAPSED)

champion_machine = Machine(
    "champion",
    states=ChampionState,
    initial={ChampionState.NOMINATED, ChampionState.APPLIED},
    terminal={ChampionState.DECLINED, ChampionState.ENDED},
    moves={
        "agree": Move(ASKED, ChampionState.AGREED),
        "decline": Move(COMING, ChampionState.DECLINED),
        "train": Move((ChampionState.AGREED,), ChampionState.TRAINED),
        # A completion was withdrawn before they started.
        "untrain": Move((ChampionState.TRAINED,), ChampionState.AGREED),
        "activate": Move((ChampionState.TRAINED,), ChampionState.ACTIVE, "champions.champion_activated.v1"),
        "lapse": Move((ChampionState.ACTIVE,), ChampionState.LAPSED, "champions.champion_ended.v1"),
        "renew": Move(
            (ChampionState.ACTIVE, ChampionState.LAPSED),
            ChampionState.ACTIVE,
            "champions.champion_activated.v1",
        ),
        "end": Move(
            (ChampionState.ACTIVE, ChampionState.LAPSED), ChampionState.ENDED, "champions.champion_ended.v1"
        ),
    },
)


class MeetingKind(models.TextChoices):
    NETWORK = "network", "Network meeting"
    LEARNING_SET = "learning_set", "Action learning set"


class Presence(models.TextChoices):
    THERE = "there", "There"
    APOLOGIES = "apologies", "Sent apologies"
    ABSENT = "absent", "Not there"


# Only a register says these; apologies may come from the champion, before there is one.
BY_REGISTER = (Presence.THERE, Presence.ABSENT)


class ContactMethod(models.TextChoices):
    EMAIL = "email", "By work email"
    TEAMS = "teams", "By a Teams message"
    IN_PERSON = "in_person", "In person, at work"
    TEAM_MEETING = "team_meeting", "At the team meeting"


class EndReason(models.TextChoices):
    """Why somebody stopped; coded, because the reason may be nobody's business."""

    OWN_WISH = "own_wish", "Their own wish"
    MOVED = "moved", "Moved to another team or left"
    NO_TIME = "no_time", "No time agreed any more"
    TRAINING = "training", "Training no longer stands"
    TERM = "term", "The term ended"
    MEETINGS = "meetings", "At no meeting for a long time"


class DeclineReason(models.TextChoices):
    NOT_NOW = "not_now", "Not at the moment"
    NO_TIME = "no_time", "No time can be agreed"
    OTHER_CHAMPION = "other_champion", "The team has a champion"
    MOVED = "moved", "Moved to another team or left"
    OWN_WISH = "own_wish", "Their own wish"
