from portal.pages.models.boroughs import BoroughIndexPage, BoroughPage
from portal.pages.models.home import HomePage
from portal.pages.models.learning import LearningExamplePage, LearningIndexPage
from portal.pages.models.pathways import PathwayPage
from portal.pages.models.standard import StandardPage

__all__ = [
    "BoroughIndexPage",
    "BoroughPage",
    "HomePage",
    "LearningExamplePage",
    "LearningIndexPage",
    "PathwayPage",
    "StandardPage",
]
