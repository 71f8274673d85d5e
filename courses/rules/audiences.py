"""Which audience a job title of a roster belongs to. Titles are free words, so this advises and never refuses."""

from courses.states import Audience

# Words that HR exports use, the most telling first.
WORDS = (
    (Audience.SUPERVISORS, ("manager", "supervisor", "practice lead", "head of", "team leader")),
    (Audience.EARLY_HELP, ("early help", "family support", "family worker", "early years")),
    (Audience.SOCIAL_WORKERS, ("social worker", "practitioner", "reviewing officer", "case holder")),
    (Audience.TRAINERS, ("trainer", "facilitator", "learning and development")),
    (Audience.PARTNERS, ("idva", "housing", "health visitor", "police", "probation", "advocate")),
)


def audiences_of(job_role: str) -> frozenset[str]:
    """The audiences that a job title points at; empty when nothing is recognised."""
    title = job_role.casefold()
    return frozenset(str(audience) for audience, words in WORDS if any(word in title for word in words))
