from champions.models.champions import Champion, ChampionChange, Term
from champions.models.meetings import Attendance, Meeting
from champions.models.training import NeededCourse, TrainedPerson

__all__ = ["Attendance", "Champion", "ChampionChange", "Meeting", "NeededCourse", "Term", "TrainedPerson"]
