"""Programmes to know about, of which our sources give no criteria: pages of facts, no check, no link."""

from consultations.pathways.areas import NAMES, codes
from consultations.pathways.shapes import Contact, Pathway

SOURCE = "Respect impact report 2022-23"
ASK_RESPECT = Contact("Respect.", "info@respect.org.uk")
NO_CRITERIA = ("Our sources give no criteria, stages or consents. Ask the programme.",)

DRIVE = Pathway(
    code="drive",
    name="Drive",
    version="drive/1",
    summary="Case management of people who cause high harm, at high risk, again and again.",
    source=SOURCE,
    areas=(*(code for code in NAMES if code.startswith("E09")), *codes("Cheshire East")),
    audience=(
        "People who cause harm again and again, at high risk and with high harm. Drive also runs in Lancashire, Avon "
        "and Somerset, Thames Valley, parts of West Mercia, and one prison."
    ),
    roles=("Drive case manager",),
    contact=Contact("The Drive Partnership: Respect, SafeLives and Social Finance."),
    open_points=("Several sites are police areas, which have no single council code.", *NO_CRITERIA),
)

MAKE_A_CHANGE = Pathway(
    code="make-a-change",
    name="Make a Change",
    version="make-a-change/1",
    summary="For people who worry about their own behaviour, who refer themselves or are referred.",
    source=SOURCE,
    areas=(),
    audience="People who use harm in a relationship and want to change.",
    contact=ASK_RESPECT,
    open_points=("It runs at five sites, which our sources do not name.", *NO_CRITERIA),
)

CLEAR = Pathway(
    code="clear",
    name="CLEAR",
    version="clear/1",
    summary="For men in South Wales who worry about how they behave.",
    source=SOURCE,
    areas=(),
    audience="Men who worry about their behaviour.",
    review_words="A wellbeing questionnaire before and after.",
    contact=ASK_RESPECT,
    open_points=("South Wales, without a list of councils.", *NO_CRITERIA),
)

RYPP = Pathway(
    code="rypp",
    name="Respect young people’s programme",
    version="rypp/1",
    summary="For families where a child or young person uses violence or abuse towards a parent or carer.",
    source=SOURCE,
    areas=(),
    audience="Families who live with child and adolescent to parent violence and abuse.",
    contact=ASK_RESPECT,
    open_points=(
        "It runs in 14 local authorities and five police districts, which our sources do not name.",
        *NO_CRITERIA,
    ),
)

DATING_DETOX = Pathway(
    code="dating-detox",
    name="Dating Detox",
    version="dating-detox/1",
    summary="A resource on healthy relationships for work with young people.",
    source=SOURCE,
    areas=None,
    audience="Young people in relationships, and those who work with them.",
    contact=ASK_RESPECT,
    open_points=NO_CRITERIA,
)

VERSIONS = (DRIVE, MAKE_A_CHANGE, CLEAR, RYPP, DATING_DETOX)
