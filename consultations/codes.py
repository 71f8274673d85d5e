"""Every list of codes that a consultation is described by. There is no free text but one short note.

Sources: the mapping domains and the parts of a record are those of domain.md A6 (Safe & Together mapping, Queensland
and Scottish guidance); the reasons and themes are the portal's own and may grow: a code is never reused or renamed.
"""

from django.db import models


class Kind(models.TextChoices):
    """What sort of consultation it is."""

    INDIVIDUAL = "individual", "One practitioner and the lead"
    GROUP = "group", "A group: team around the family, core group or team"
    MARAC_PREPARATION = "marac_preparation", "Preparing for a MARAC meeting"
    ICPC_PREPARATION = "icpc_preparation", "Preparing for an initial child protection conference"
    PRE_REFERRAL = "pre_referral", "Before a referral"
    REFLECTIVE = "reflective", "Reflective group"
    DROP_IN = "drop_in", "Drop-in"


class Mode(models.TextChoices):
    """How people meet."""

    IN_PERSON = "in_person", "In person"
    VIDEO = "video", "Video call"
    PHONE = "phone", "Phone call"


class RiskStated(models.TextChoices):
    """The risk as the person asking states it. Bands differ by area; this is no assessment."""

    NOT_STATED = "", "Not stated"
    STANDARD = "standard", "Standard or lower"
    MEDIUM = "medium", "Medium"
    HIGH = "high", "High"


class FamilyStatus(models.TextChoices):
    """Where children's services stand with the family."""

    EARLY_HELP = "early_help", "Early Help"
    CHILD_IN_NEED = "cin", "Child in need plan"
    CHILD_PROTECTION = "cp", "Child protection plan"
    OTHER = "other", "Something else"


class Prompt(models.TextChoices):
    """What a practitioner wants help with: ticked when asking."""

    PATTERN = "pattern", "Describing the pattern of behaviour of the person causing harm"
    HARM_TO_CHILD = "harm_to_child", "How the behaviour harms the children"
    STRENGTHS = "strengths", "Seeing what the victim-survivor does to keep the children safe"
    PARTNERING = "partnering", "Working in partnership with the victim-survivor"
    ENGAGING = "engaging", "Talking with the person causing harm"
    OTHER_NEEDS = "other_needs", "Substance use, mental health, culture or money alongside abuse"
    CONTACT = "contact", "Child contact and separation"
    SAFETY = "safety", "Planning for safety"
    RECORDING = "recording", "Writing it down without blaming the victim-survivor"
    REFERRAL = "referral", "Whether and where to refer"


class Domain(models.TextChoices):
    """The five mapping domains (A6)."""

    PCC = "PCC", "The pattern of coercive control of the person causing harm"
    AHC = "AHC", "What the person causing harm did that harmed the child"
    SPE = "SPE", "Everything the victim-survivor does for the children’s safety and wellbeing"
    AIC = "AIC", "How the behaviour affects the child and family life"
    OTH = "OTH", "The part played by substance use, mental health, culture, money and other pressures"


class PracticePrompt(models.TextChoices):
    """What the lead and the practitioner worked on."""

    PIVOT = "pivot", "Pivot from the victim-survivor’s choices to the behaviour that harms"
    BEHAVIOUR_WORDS = "behaviour_words", "Put behaviour into plain words"
    PATHWAYS_TO_HARM = "pathways_to_harm", "Link each harm to a behaviour"
    VALIDATE = "validate", "Name strengths to the victim-survivor"
    ENGAGE_FATHER = "engage_parent", "Hold the person causing harm to the standard of a parent"
    INFORMAL_EFFORTS = "informal_efforts", "Look for efforts outside services"
    WORKER_SAFETY = "worker_safety", "Plan for workers’ safety"
    CASE_NOTES = "case_notes", "Review how case notes are worded"


class Action(models.TextChoices):
    """What was agreed to be done."""

    MAP_CASE = "map_case", "Map the case on the five domains"
    MEET_SURVIVOR = "meet_survivor", "Meet the victim-survivor alone and safely"
    MEET_PERSON_CAUSING_HARM = "meet_pch", "Meet the person causing harm"
    SEE_CHILDREN = "see_children", "See the children on their own"
    SAFETY_PLAN = "safety_plan", "Make or renew the safety plan"
    RISK_ASSESSMENT = "risk_assessment", "Complete or renew the risk assessment"
    PLAN_WORDING = "plan_wording", "Change the wording of the plan"
    INFORMATION = "information", "Ask other agencies for information"
    MARAC = "marac", "Refer to MARAC"
    REFER = "refer", "Make a referral"
    SUPERVISION = "supervision", "Take it to supervision"
    CONSULT_AGAIN = "consult_again", "Book another consultation"


class Owner(models.TextChoices):
    """Who does it: a part played, never a name."""

    PRACTITIONER = "practitioner", "Practitioner"
    MANAGER = "manager", "Practitioner’s manager"
    LEAD = "lead", "Lead"
    OTHER_AGENCY = "other_agency", "Another agency"


class Outcome(models.TextChoices):
    """Where the consultation led (A6)."""

    NO_REFERRAL = "no_referral", "No referral"
    RESTART = "restart", "Restart"
    ENGAGE = "engage", "Engage"
    MARAC = "marac", "MARAC"
    TRANSITION_WORKER = "transition_worker", "Transition worker"
    OTHER = "other", "Another service"


class Theme(models.TextChoices):
    """What it was mainly about, for counts."""

    COERCIVE_CONTROL = "coercive_control", "Coercive control"
    PHYSICAL_HARM = "physical_harm", "Physical harm"
    SEPARATION = "separation", "Separation and child contact"
    CHILD_TO_PARENT = "child_to_parent", "Harm from a young person to a parent"
    SUBSTANCE_USE = "substance_use", "Substance use alongside abuse"
    MENTAL_HEALTH = "mental_health", "Mental health alongside abuse"
    HOUSING = "housing", "Housing"
    ENGAGING = "engaging", "Engaging the person causing harm"
    PARTNERING = "partnering", "Partnering with the victim-survivor"
    WORDING = "wording", "Wording of plans and notes"


class Pathway(models.TextChoices):
    """The pathway talked about, by its code in the list of pathways."""

    RESTART = "restart", "Restart"
    RESTART_HOUSING = "restart-housing", "Restart housing pathway"
    MARAC = "marac", "MARAC"
    COMMUNITY_IDVA = "community-idva", "Community Idva"
    COMPLEX_NEEDS = "complex-needs", "Complex needs service"
    ENGAGE_1 = "engage-1", "Engage, stage 1"
    ENGAGE_PLUS = "engage-plus", "Engage Plus"
    STEPDOWN = "stepdown", "Step Down"
    CYP_APV = "cyp-apv", "Adolescent to parent violence"
    TRAFFORD_TRANSITION = "trafford-transition", "Trafford transition"
    DRIVE = "drive", "Drive"


class CancelReason(models.TextChoices):
    """Why it will not take place. The reason for a lead's absence is never asked."""

    NOT_NEEDED = "not_needed", "It is no longer needed"
    REQUESTER_UNAVAILABLE = "requester_unavailable", "The practitioner cannot come"
    LEAD_UNAVAILABLE = "lead_unavailable", "The lead cannot come"
    CASE_TRANSFERRED = "case_transferred", "The case went to somebody else"
    BOOKED_IN_ERROR = "booked_in_error", "It was booked by mistake"


class AbsenceReason(models.TextChoices):
    """Who was not there."""

    REQUESTER_ABSENT = "requester_absent", "The practitioner did not come"
    LEAD_ABSENT = "lead_absent", "The lead did not come"


class AddendumReason(models.TextChoices):
    """Why a locked record is added to."""

    MORE_ACTIONS = "more_actions", "More was agreed"
    CORRECTION = "correction", "Something was recorded wrongly"


class Helped(models.TextChoices):
    """First of the two questions afterwards."""

    YES = "yes", "Yes"
    PARTLY = "partly", "Partly"
    NO = "no", "No"


class NextStep(models.TextChoices):
    """Second of the two questions afterwards."""

    CLEAR = "clear", "Yes"
    PARTLY = "partly", "Partly"
    UNCLEAR = "unclear", "No"


CLOSING_REASONS = [*CancelReason.choices, *AbsenceReason.choices]
