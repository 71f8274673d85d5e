"""The multi-agency risk assessment conference: the one route that can go ahead without consent."""

from consultations.pathways.shapes import (
    ConsentRule,
    Contact,
    Criterion,
    Pathway,
    Question,
    Stage,
    Whose,
    Yes,
)

DASH_14 = Question("dash_14", "Does the DASH risk checklist have 14 or more yes answers?")
JUDGEMENT = Question(
    "professional_judgement",
    "In your professional judgement, is the risk high?",
    "Your judgement counts even if the checklist score is low, for example when somebody is too afraid to answer.",
)
ESCALATION = Question(
    "escalation",
    "Could the abuse be getting worse or more frequent?",
    "SafeLives suggests three incidents in 12 months as a sign. Your area may use another number.",
)
REPEAT = Question("repeat", "Has this been to a MARAC before, and has there been a new incident?")

MARAC_1 = Pathway(
    code="marac",
    name="MARAC",
    version="marac/1",
    summary="A meeting where agencies share what they know about high-risk cases and agree a safety plan.",
    source="SafeLives MARAC criteria; a local form’s annex on sharing without consent",
    areas=None,
    audience="Anyone at high risk of serious harm. One criterion is enough.",
    questions=(DASH_14, JUDGEMENT, ESCALATION, REPEAT),
    any_one=(
        Criterion(
            "dash_14",
            Yes("dash_14"),
            "The checklist shows high risk.",
            "The checklist alone does not show high risk.",
            "There is no checklist score yet.",
        ),
        Criterion(
            "professional_judgement",
            Yes("professional_judgement"),
            "In your judgement the risk is high.",
            "In your judgement the risk is not high.",
            "You have not judged the risk yet. Talk to your MARAC representative.",
        ),
        Criterion(
            "escalation",
            Yes("escalation"),
            "The abuse may be escalating.",
            "There is no sign that the abuse is escalating.",
            "It is not known whether the abuse is escalating.",
        ),
        Criterion(
            "repeat",
            Yes("repeat"),
            "It is a repeat case.",
            "It is not a repeat case.",
            "It is not known whether this has been to a MARAC before.",
        ),
    ),
    consents=(
        ConsentRule(
            Whose.VICTIM_SURVIVOR, "information_sharing", "The victim-survivor agrees.", required=False
        ),
    ),
    consent_words="You can share without consent when the risk is high. Record in the case file why you did.",
    stages=(
        Stage("Referral", "On your area’s own form, through your agency’s MARAC representative."),
        Stage("Meeting", "Agencies share what is needed and agree who does what."),
        Stage("Action plan", "Each agency carries out its part. An Idva speaks for the victim-survivor."),
    ),
    review_words="As your local MARAC decides.",
    roles=("Your agency’s MARAC representative", "Independent domestic violence adviser (Idva)"),
    contact=Contact(
        "Your agency’s MARAC representative. Your manager or your council can tell you who that is."
    ),
    otherwise="Below the threshold, use your local route. A Safe & Together consultation helps you choose.",
    open_points=(
        "Bands for medium and standard risk differ between areas, so no score below 14 is judged here.",
    ),
)

VERSIONS = (MARAC_1,)
