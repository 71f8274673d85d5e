"""The Connect model at the two Beacon sites: advisers, complex needs, Engage, Step Down, training for agencies."""

from consultations.pathways.areas import BEACON_SITES
from consultations.pathways.shapes import (
    ConsentRule,
    Contact,
    Criterion,
    EitherYes,
    No,
    Pathway,
    Question,
    Stage,
    Whose,
    Yes,
)

SOURCE = "SafeLives Connect designs"
LOCAL = Contact("The local Connect team.")
CLIENT_AGREES = ConsentRule(Whose.VICTIM_SURVIVOR, "referral", "The victim-survivor agrees to the referral.")

COMMUNITY_IDVA = Pathway(
    code="community-idva",
    name="Community Idva",
    version="community-idva/1",
    summary="An independent adviser for people at medium risk, including people whose risk has come down from high.",
    source=SOURCE,
    areas=BEACON_SITES,
    audience="People of 16 and over who experience abuse by a partner or family member, at medium risk.",
    questions=(
        Question("sixteen_or_over", "Is the person 16 or over?"),
        Question("partner_or_family", "Is the abuse by a partner or a family member?"),
        Question(
            "medium_risk",
            "Is the risk medium in your area’s scheme, in your judgement too?",
            "Areas draw the bands differently: one design calls 6 to 9 yes answers medium, another 10 to 13.",
        ),
        Question("high_risk", "Is the risk high now?", "Coming down from high risk counts as medium."),
    ),
    every=(
        Criterion(
            "sixteen_or_over",
            Yes("sixteen_or_over"),
            "The person is 16 or over.",
            "A Community Idva works with people of 16 and over. Look at support for children and young people.",
            "Find out whether the person is 16 or over.",
        ),
        Criterion(
            "partner_or_family",
            Yes("partner_or_family"),
            "The abuse is by a partner or a family member.",
            "The abuse is not by a partner or a family member.",
            "Find out who causes the harm.",
        ),
        Criterion(
            "high_risk",
            No("high_risk"),
            "The risk is not high now.",
            "With high risk, go to a high-risk Idva and to your local MARAC.",
            "Assess the risk first. If it is high, the route is a high-risk Idva and MARAC.",
            divert_to="marac",
        ),
        Criterion(
            "medium_risk",
            Yes("medium_risk"),
            "The risk is medium.",
            "The risk is not medium.",
            "Assess the risk with your area’s scheme.",
        ),
    ),
    consents=(CLIENT_AGREES,),
    stages=(
        Stage("First contact", "An attempt within five working days."),
        Stage("Assessment", "Four weeks, with support from the start.", 28, 28),
        Stage("Support", "Six months on average."),
        Stage("Moving on", "With a plan of their own."),
    ),
    review_words="A case review after a month, then regularly. The action plan every month.",
    roles=("Community Idva", "Line manager"),
    contact=LOCAL,
    open_points=(
        "Reviews are 'bi-monthly' in the source, which can mean twice a month or every two months.",
    ),
    accepts_links=True,
)

COMPLEX_NEEDS = Pathway(
    code="complex-needs",
    name="Complex needs service",
    version="complex-needs/1",
    summary="Specialists for people who face abuse together with several other needs.",
    source=SOURCE,
    areas=BEACON_SITES,
    audience="Adults who experience domestic abuse and several needs at once.",
    questions=(
        Question("domestic_abuse", "Does the person experience domestic abuse?"),
        Question(
            "multiple_needs",
            "Do they have several other needs?",
            examples=(
                "alcohol or drugs",
                "mental health",
                "homelessness",
                "offending",
                "disability",
                "trauma",
                "poverty",
            ),
        ),
    ),
    every=(
        Criterion(
            "domestic_abuse",
            Yes("domestic_abuse"),
            "The person experiences domestic abuse.",
            "This service is for people who experience domestic abuse.",
            "Find out whether there is domestic abuse.",
        ),
        Criterion(
            "multiple_needs",
            Yes("multiple_needs"),
            "There are several other needs.",
            "There are not several other needs. Look at the Community Idva.",
            "Find out which other needs there are.",
            divert_to="community-idva",
        ),
    ),
    consents=(CLIENT_AGREES,),
    stages=(
        Stage("Before referral", "Advice to the worker who thinks of referring."),
        Stage("Referral and intake", "Getting to know each other at the person’s own pace."),
        Stage("Support", "About twelve months, longer where it is needed."),
        Stage("Ending", "Coming back is possible."),
    ),
    review_words="Regularly, not only at the end.",
    roles=("Complex needs specialists, at least two full-time", "Senior specialist, part-time"),
    contact=LOCAL,
    accepts_links=True,
)

ENGAGE_1 = Pathway(
    code="engage-1",
    name="Engage, stage 1",
    version="engage-1/1",
    summary="Six to eight weeks with a family that stays together, each member seen separately.",
    source=SOURCE,
    areas=BEACON_SITES,
    audience="Couples and families who stay together, where the person causing harm is ready to look at change.",
    questions=(
        Question("staying_together", "Is the couple or family staying together?"),
        Question("motivation", "Is the person causing harm motivated to change, at least in part?"),
        Question("willing_to_explore", "Are they willing to explore it with a specialist?"),
    ),
    every=(
        Criterion(
            "staying_together",
            Yes("staying_together"),
            "The family is staying together.",
            "Engage is for families who stay together.",
            "Find out whether the family is staying together.",
        ),
        Criterion(
            "ready_to_change",
            EitherYes(("motivation", "willing_to_explore")),
            "The person causing harm has some motivation, or is willing to explore it.",
            "The person causing harm has no motivation and is not willing to explore it.",
            "Find out whether the person causing harm is willing to talk to a specialist.",
        ),
    ),
    consents=(
        ConsentRule(Whose.PERSON_USING_HARM, "referral", "The person causing harm agrees to take part."),
        ConsentRule(Whose.VICTIM_SURVIVOR, "referral", "The victim-survivor agrees to take part."),
    ),
    consent_words="Each family member is asked separately.",
    stages=(
        Stage(
            "Each member separately",
            "Assessment and tools for each adult; safety, wishes and feelings of the children.",
            42,
            56,
        ),
        Stage("What was learnt", "Evidence for those who decide, and whether stage 2 fits."),
    ),
    review_words="At the end of stage 1.",
    roles=("Two Engage case managers", "Community Idva", "Children’s worker"),
    contact=LOCAL,
    accepts_links=True,
)

ENGAGE_PLUS = Pathway(
    code="engage-plus",
    name="Engage Plus",
    version="engage-plus/1",
    summary="Stage 2: groups and one-to-one work for people found suitable after stage 1.",
    source=SOURCE,
    areas=BEACON_SITES,
    audience="People causing harm who were assessed as suitable in Engage, stage 1.",
    questions=(Question("suitable_after_stage_1", "Did Engage, stage 1, find the person suitable?"),),
    every=(
        Criterion(
            "suitable_after_stage_1",
            Yes("suitable_after_stage_1"),
            "Stage 1 found the person suitable.",
            "Stage 2 is only for people whom stage 1 found suitable.",
            "Ask the Engage team what stage 1 found.",
        ),
    ),
    consents=ENGAGE_1.consents,
    consent_words=ENGAGE_1.consent_words,
    stages=(Stage("Group and one-to-one work", "The victim-survivor is kept informed by a Community Idva."),),
    review_words="Regular check-ins with the victim-survivor.",
    roles=("Engage case managers", "Community Idva", "Children’s worker"),
    contact=LOCAL,
    accepts_links=True,
)

STEP_DOWN = Pathway(
    code="stepdown",
    name="Step Down",
    version="stepdown/1",
    summary="Groups, peer support and mentoring for survivors who are safe and still have needs.",
    source=SOURCE,
    areas=BEACON_SITES,
    audience="Survivors who are safe with ongoing needs, or who come for the first time.",
    consent_words="The survivor decides.",
    stages=(
        Stage("Groups and peers", "Groups, drop-ins, a peer mentor beside the worker, therapeutic support."),
    ),
    review_words="What participants say shapes the offer.",
    roles=("Group activity coordinator", "Peer mentor coordinator", "Trainer"),
    contact=LOCAL,
)

CCE = Pathway(
    code="cce",
    name="Coercive control: training for agencies",
    version="cce/1",
    summary="Training and toolkits for agencies whose teams work beside Engage. Not a referral: see Courses.",
    source=f"{SOURCE}; written by Cheshire Without Abuse",
    areas=BEACON_SITES,
    audience=(
        "Children’s and adults’ social care, youth justice, probation, mental health and substance use services."
    ),
    review_words="Questionnaires before and after.",
    roles=("Trainers", "Champions"),
    contact=LOCAL,
)

VERSIONS = (COMMUNITY_IDVA, COMPLEX_NEEDS, ENGAGE_1, ENGAGE_PLUS, STEP_DOWN, CCE)
