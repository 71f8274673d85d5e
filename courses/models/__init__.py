from courses.models.attendance import Attendance, AttendanceChange
from courses.models.completions import Completion, CompletionChange
from courses.models.course import Course, CourseEdition
from courses.models.enrolments import Enrolment, EnrolmentChange
from courses.models.needs import AccessNeed
from courses.models.page import CoursePage
from courses.models.questionnaires import Questionnaire, Response, RunQuestionnaire
from courses.models.runs import Run, RunChange, RunDay, RunTrainer

__all__ = [
    "AccessNeed",
    "Attendance",
    "AttendanceChange",
    "Completion",
    "CompletionChange",
    "Course",
    "CourseEdition",
    "CoursePage",
    "Enrolment",
    "EnrolmentChange",
    "Questionnaire",
    "Response",
    "Run",
    "RunChange",
    "RunDay",
    "RunQuestionnaire",
    "RunTrainer",
]
