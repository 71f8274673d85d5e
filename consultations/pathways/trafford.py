"""The family transition worker in Trafford: every criterion has to be met, and two of them count months."""

from consultations.pathways.areas import TRAFFORD
from consultations.pathways.shapes import (
    Contact,
    Criterion,
    Kind,
    LastedMonths,
    Pathway,
    Question,
    Stage,
    WithinMonths,
    Yes,
)

TRANSITION_1 = Pathway(
    code="trafford-transition",
    name="Family transition worker (Trafford)",
    version="trafford-transition/1",
    summary="Support for a family whose second child protection plan is about to end, so that change lasts.",
    source="Trafford early-adopter learning example",
    areas=TRAFFORD,
    audience="Families on a second or later child protection plan who move to a child in need plan.",
    questions=(
        Question(
            "earlier_plan_ended_on",
            "When did the earlier child protection plan end?",
            "Leave it empty if there was none or you do not know.",
            kind=Kind.DATE,
        ),
        Question("plan_started_on", "When did the plan of today start?", kind=Kind.DATE),
        Question("abuse_at_planning", "Was domestic abuse recorded as a risk when the plan was made?"),
        Question("moving_to_cin", "Is the plan moving to a child in need plan?"),
    ),
    every=(
        Criterion(
            "second_plan",
            WithinMonths("earlier_plan_ended_on", "plan_started_on", 18),
            "It is a second or later plan within 18 months.",
            "The plan did not start within 18 months of the earlier one.",
            "Find out when the earlier plan ended and when this one started.",
        ),
        Criterion(
            "abuse_at_planning",
            Yes("abuse_at_planning"),
            "Domestic abuse was recorded as a risk.",
            "Domestic abuse was not recorded as a risk when the plan was made.",
            "Find out whether domestic abuse was recorded as a risk.",
        ),
        Criterion(
            "four_months",
            LastedMonths("plan_started_on", 4),
            "The plan has run for at least four months.",
            "The plan has not run for four months yet: time for a strategy discussion and two core groups.",
            "Find out when this plan started.",
        ),
        Criterion(
            "moving_to_cin",
            Yes("moving_to_cin"),
            "The plan is moving to a child in need plan.",
            "The plan is not moving to a child in need plan.",
            "Find out whether the plan is moving to a child in need plan.",
        ),
    ),
    consent_words="The family has to want to take part.",
    stages=(
        Stage(
            "Agreement",
            "With the area social work team, the independent reviewing officer and the core group.",
        ),
        Stage("Work with the person causing harm", "Six to twelve weeks.", 42, 84),
        Stage("Support", "For the children and the victim-survivor."),
    ),
    review_days=42,
    review_words="DASH and RADAR every four to six weeks.",
    roles=(
        "Domestic abuse family transition worker",
        "Independent reviewing officer",
        "Area social work team",
        "Core group",
    ),
    contact=Contact("Trafford Strategic Safeguarding Board."),
    open_points=(
        "The source does not say which 18 months. We count from the end of the earlier plan to the start of this one.",
    ),
    accepts_links=True,
)

VERSIONS = (TRANSITION_1,)
