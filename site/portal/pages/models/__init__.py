from portal.pages.models.boroughs import BoroughIndexPage, BoroughPage
from portal.pages.models.care import PracticePage, SignedOffPage, words_first
from portal.pages.models.home import HomePage
from portal.pages.models.learning import LearningExamplePage, LearningIndexPage
from portal.pages.models.news import NewsIndexPage, NewsPage
from portal.pages.models.pathways import PathwayPage
from portal.pages.models.questions import QuestionsPage
from portal.pages.models.sign_off import SecondPersonTask
from portal.pages.models.standard import StandardPage

__all__ = [
    "BoroughIndexPage",
    "BoroughPage",
    "HomePage",
    "LearningExamplePage",
    "LearningIndexPage",
    "NewsIndexPage",
    "NewsPage",
    "PathwayPage",
    "PracticePage",
    "QuestionsPage",
    "SecondPersonTask",
    "SignedOffPage",
    "StandardPage",
    "words_first",
]
