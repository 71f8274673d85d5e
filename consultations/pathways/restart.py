"""Restart, and its housing pathway.

Sources disagree in places; `open_points` keeps what they leave open. Version 2 adds Barking and Dagenham.
"""

from dataclasses import replace
from datetime import date

from consultations.pathways.areas import codes
from consultations.pathways.shapes import (
    ConsentRule,
    Contact,
    Criterion,
    No,
    Pathway,
    Question,
    Stage,
    Whose,
    Yes,
)

MARKERS = (
    "verbal arguments",
    "the person causing harm was asked to leave and refused",
    "monitoring of where someone goes or whom they speak to",
    "early signs of controlling behaviour",
    "a dispute about contact with the children",
    "a first physical assault",
    "damage to property",
    "difficulty with anger",
    "willingness to work with a service",
)

OPEN_CASE = Question(
    "open_case",
    "Is the family open to Early Help or Children’s Services?",
)
ABUSE_IDENTIFIED = Question(
    "abuse_identified",
    "Has domestic abuse been identified or is it suspected?",
    "A suspicion is enough. It does not have to be proven.",
)
EARLY_SIGNS = Question(
    "early_signs",
    "Have you seen one or more early signs?",
    "These are examples. Other early signs count too.",
    MARKERS,
)
UNDER_16 = Question(
    "abuse_involves_under_16",
    "Is the abuse from, or directed at, a child under 16?",
    "A child who lives with an adult’s abuse is a victim too. This asks about abuse by, or aimed at, the child.",
)
HIGH_RISK = Question(
    "high_risk_and_harm",
    "Is the risk high and the harm high?",
    "Use your own assessment and, if you have one, the DASH risk checklist.",
)

RESTART_1 = Pathway(
    code="restart",
    name="Restart",
    version="restart/1",
    summary=(
        "Early help for families where one parent causes harm: a case manager works with that person, "
        "a partner support worker with the victim-survivor, alongside the social worker."
    ),
    source="Restart leaflet and referral form",
    areas=codes("Camden", "Croydon", "Havering", "Sutton", "Westminster"),
    valid_to=date(2023, 12, 31),
    audience="Families open to Early Help or Children’s Services where domestic abuse has been identified early.",
    questions=(HIGH_RISK, OPEN_CASE, ABUSE_IDENTIFIED, EARLY_SIGNS, UNDER_16),
    every=(
        Criterion(
            "open_case",
            Yes("open_case"),
            "The family is open to Early Help or Children’s Services.",
            "The family has to be open to Early Help or Children’s Services first.",
            "Find out whether the family is open to Early Help or Children’s Services.",
        ),
        Criterion(
            "abuse_identified",
            Yes("abuse_identified"),
            "Domestic abuse has been identified or is suspected.",
            "Restart is for families where domestic abuse is identified or suspected.",
            "Find out whether domestic abuse is suspected. Your Safe & Together lead can help you look at the pattern.",
        ),
        Criterion(
            "early_signs",
            Yes("early_signs"),
            "There are early signs that Restart works with.",
            "You have seen no early signs. Restart looks for them: talk to your lead about what you have seen.",
            "Think about the early signs with your lead.",
        ),
        Criterion(
            "abuse_involves_under_16",
            No("abuse_involves_under_16"),
            "The abuse is not from or directed at a child under 16.",
            "Restart does not work with abuse from or directed at a child under 16. Use child protection procedures.",
            "Find out whether a child under 16 uses abuse or is its target.",
            at_once="Follow your child protection procedures for the child under 16.",
        ),
        Criterion(
            "high_risk_and_harm",
            No("high_risk_and_harm"),
            "The risk and the harm are not both high.",
            "With high risk and high harm, Restart is not safe enough. Go to your local MARAC.",
            "Assess the risk and the harm first. If both are high, the route is your local MARAC.",
            divert_to="marac",
        ),
    ),
    consents=(
        ConsentRule(
            Whose.VICTIM_SURVIVOR,
            "referral",
            "The victim-survivor knows about the referral and agrees to it.",
        ),
        ConsentRule(
            Whose.PERSON_USING_HARM,
            "referral",
            "The person causing harm knows about the referral and agrees to it.",
        ),
    ),
    consent_words="Both adults have to agree before you refer.",
    stages=(
        Stage("Joint meeting", "You, the person causing harm and the case manager agree what to expect."),
        Stage("Assessment and plan", "The case manager assesses and writes an individual plan."),
        Stage("One-to-one work", "At least four weeks with the case manager.", days_min=28),
        Stage(
            "What comes next",
            "A supported referral to a Respect-accredited programme, or more one-to-one work. "
            "The housing pathway where it is needed.",
        ),
    ),
    review_words="Risk is reviewed throughout by you, the case manager and the partner support worker.",
    roles=(
        "Referring social worker",
        "Restart case manager",
        "Victim-survivor partner support worker",
        "Safe & Together Implementation Lead",
        "Council housing team",
    ),
    contact=Contact(
        "The case system sends it for you. Otherwise write by secure email.", "restart@cranstoun.org.uk"
    ),
    otherwise="A Safe & Together consultation helps you find another way.",
    open_points=(
        "The day on which version 1 began is not in our sources.",
        "Sources give four weeks, four to eight, and up to sixteen sessions; the form's 'at least four weeks' is used.",
        "One source asks for consent before the referral, another after the joint meeting; we ask before.",
        "The list of early signs has nine entries in the leaflet and eight in the form, which leaves out willingness.",
        "One local source also asks that no criminal investigation is open; the form does not.",
    ),
    accepts_links=True,
)

RESTART_2 = replace(
    RESTART_1,
    version="restart/2",
    areas=codes("Barking and Dagenham", "Camden", "Croydon", "Havering", "Sutton", "Westminster"),
    valid_from=date(2024, 1, 1),
    valid_to=None,
    source="Restart leaflet and referral form; Barking and Dagenham from an evaluation of 2024",
    open_points=(
        "Barking and Dagenham takes part 'from 2024', without a day: version 2 begins on 1 January 2024.",
        *RESTART_1.open_points[1:],
    ),
)

HOUSING = Pathway(
    code="restart-housing",
    name="Restart housing pathway",
    version="restart-housing/1",
    summary="Somewhere else to stay for the person causing harm, so that the family can stay at home.",
    source="Restart leaflet; impact report 2022-23",
    areas=RESTART_2.areas,
    audience="People on Restart where it is needed, and is in the family’s best interest and safe.",
    stages=(Stage("Accommodation panel", "A panel decides. The stay is temporary or longer."),),
    review_words="By the accommodation panel.",
    roles=("Council housing team", "Restart case manager", "Referring social worker"),
    consent_words="The wishes of the victim-survivor lead.",
    contact=Contact("Ask the Restart case manager.", "restart@cranstoun.org.uk"),
    open_points=("One borough’s guidance speaks of 28 days; the others give no length.",),
)

VERSIONS = (RESTART_1, RESTART_2, HOUSING)
