from champions.models.champions import Champion, ChampionChange, Term
from champions.models.training import NeededCourse, TrainedPerson

__all__ = ["Champion", "ChampionChange", "NeededCourse", "Term", "TrainedPerson"]
