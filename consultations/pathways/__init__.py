"""Referral pathways as dated data, and the check whether one fits. Pure: no database, no clock."""

from consultations.pathways.areas import area_name
from consultations.pathways.registry import VERSIONS, names_by_code, pathway_on, pathways_on, version_named
from consultations.pathways.shapes import Answers, Kind, Outcome, Pathway, Verdict, Whose
from consultations.pathways.suitability import Assessment, suitability

__all__ = [
    "VERSIONS",
    "Answers",
    "Assessment",
    "Kind",
    "Outcome",
    "Pathway",
    "Verdict",
    "Whose",
    "area_name",
    "names_by_code",
    "pathway_on",
    "pathways_on",
    "suitability",
    "version_named",
]
