from courses.models.course import Course, CourseEdition
from courses.models.enrolments import Enrolment, EnrolmentChange
from courses.models.page import CoursePage
from courses.models.runs import Run, RunChange, RunDay, RunTrainer

__all__ = [
    "Course",
    "CourseEdition",
    "CoursePage",
    "Enrolment",
    "EnrolmentChange",
    "Run",
    "RunChange",
    "RunDay",
    "RunTrainer",
]
