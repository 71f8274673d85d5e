"""Children, young people and their parents at the two Beacon sites."""

from consultations.pathways.areas import BEACON_SITES
from consultations.pathways.connect import LOCAL, SOURCE
from consultations.pathways.shapes import Criterion, Pathway, Question, Stage, Yes

ASSESSMENT = Stage("Assessment", "Over two weeks; then a plan of their own, or another service.", 14, 14)
CHILD_CONSENT = "The child or the parent agrees, by age and capacity."


def _for_children(code: str, name: str, summary: str, audience: str) -> Pathway:
    return Pathway(
        code=code,
        name=name,
        version=f"{code}/1",
        summary=summary,
        source=SOURCE,
        areas=BEACON_SITES,
        audience=audience,
        consent_words=CHILD_CONSENT,
        stages=(ASSESSMENT,),
        review_words="In a way that fits the child’s age.",
        roles=("Children and young people’s worker",),
        contact=LOCAL,
    )


UNDER_FIVES = _for_children(
    "cyp-0-5",
    "Children from birth to five",
    "A worker of their own for a small child who lives with domestic abuse.",
    "Children of five and under in a household with domestic abuse.",
)
ENGAGE_CHILDREN = _for_children(
    "cyp-engage",
    "Children of parents on Engage",
    "A worker for the child while a parent takes part in Engage.",
    "Children whose parent takes part in Engage.",
)
PEERS = _for_children(
    "cyp-peer",
    "Peer support for young people",
    "Others who have lived with domestic abuse, and a worker beside them.",
    "Young people who look for others with the same experience.",
)

APV = Pathway(
    code="cyp-apv",
    name="Adolescent to parent violence",
    version="cyp-apv/1",
    summary="For young people who harm a parent, and for that parent.",
    source=SOURCE,
    areas=BEACON_SITES,
    audience="Young people of 13 to 17 who harm a parent, in a family with domestic abuse now or in the past.",
    questions=(
        Question("thirteen_to_seventeen", "Is the young person 13 to 17?"),
        Question("harms_parent", "Do they harm a parent?"),
        Question("abuse_in_family", "Is there domestic abuse in the family, now or in the past?"),
    ),
    every=(
        Criterion(
            "thirteen_to_seventeen",
            Yes("thirteen_to_seventeen"),
            "The young person is 13 to 17.",
            "This is for young people of 13 to 17.",
            "Find out how old the young person is.",
        ),
        Criterion(
            "harms_parent",
            Yes("harms_parent"),
            "The young person harms a parent.",
            "This is for young people who harm a parent.",
            "Find out whether the young person harms a parent.",
        ),
        Criterion(
            "abuse_in_family",
            Yes("abuse_in_family"),
            "There is domestic abuse in the family, now or in the past.",
            "There has been no domestic abuse in the family.",
            "Find out whether there is or was domestic abuse in the family.",
        ),
    ),
    consent_words="The young person and the parent agree.",
    stages=(
        ASSESSMENT,
        Stage(
            "Support", "One to one or in a group, with activities. Six to twelve weeks is typical.", 42, 84
        ),
    ),
    review_words="Risk to self and to others.",
    roles=("Children and young people’s worker",),
    contact=LOCAL,
    open_points=("At 16 and 17 somebody can be a client here and of a Community Idva at the same time.",),
    accepts_links=True,
)

GROW_TOGETHER = Pathway(
    code="grow-together",
    name="Grow Together",
    version="grow-together/1",
    summary="Groups for parents after abuse, and in parallel for their children.",
    source=SOURCE,
    areas=BEACON_SITES,
    audience="Non-abusive parents and carers, in groups of the same gender.",
    consent_words="The parent decides.",
    stages=(
        Stage("In a refuge", "Six weeks.", 42, 42),
        Stage("In the community", "Eight weeks.", 56, 56),
        Stage(
            "In parallel",
            "Twelve weeks for parents; ten for children of 8 to 14, who start two weeks later.",
            84,
            84,
        ),
    ),
    contact=LOCAL,
    otherwise="Young people of 15 and 16 are seen one to one.",
)

VERSIONS = (UNDER_FIVES, ENGAGE_CHILDREN, PEERS, APV, GROW_TOGETHER)
