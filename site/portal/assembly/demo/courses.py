"""Course pages as an editor would write them, and the runs of a year."""

from datetime import date, datetime, time, timedelta
from typing import Any

from wagtail.models import Page

from courses.models import Course, CoursePage, Questionnaire
from courses.rules.dates import DayPlan
from courses.services.editions import take_up_published_page
from courses.services.keep_runs import RunPlan, make_run, publish_run
from portal.assembly.demo.boroughs import Cast
from portal.assembly.demo.words import read
from portal.kernel import clock
from portal.kernel.actors import SYSTEM
from portal.workforce.models import CountedCourse

PROVIDER = "Respect"
CPD_BASIS = "active learning, breaks left out"

# Weeks from now at which runs begin: twelve in the past, twelve to come.
PAST = (
    (-46, "safe-together-core", "Crowndale Centre, Camden", 20),
    (-42, "safe-together-overview", "", 30),
    (-38, "safe-together-core", "Havering Town Hall", 20),
    (-34, "cce-practitioners", "Crowndale Centre, Camden", 24),
    (-30, "safe-together-core", "Crowndale Centre, Camden", 20),
    (-26, "safe-together-overview", "", 30),
    (-22, "working-with-perpetrators", "Croydon Clocktower", 18),
    (-19, "safe-together-core", "Havering Town Hall", 20),
    (-15, "safe-together-core", "Crowndale Centre, Camden", 20),
    (-11, "safe-together-supervisors", "", 20),
    (-8, "cce-practitioners", "Havering Town Hall", 24),
    (-5, "safe-together-core", "Crowndale Centre, Camden", 20),
)
TO_COME = (
    (2, "safe-together-overview", "", 30),
    (3, "safe-together-core", "Crowndale Centre, Camden", 4),
    (5, "core-follow-up", "", 12),
    (7, "safe-together-core", "Crowndale Centre, Camden", 18),
    (9, "cce-managers", "", 16),
    (10, "working-with-perpetrators", "Croydon Clocktower", 18),
    (11, "safe-together-overview", "", 30),
    (13, "safe-together-core", "Havering Town Hall", 18),
    (14, "safe-together-supervisors", "", 20),
    (16, "cce-practitioners", "Crowndale Centre, Camden", 24),
    (18, "safe-together-core", "Crowndale Centre, Camden", 18),
    (22, "cce-practitioners", "Havering Town Hall", 24),
)


# A run that is on: it began yesterday, and today's register is still to take.
ON_NOW = ((0, "safe-together-core", "Crowndale Centre, Camden", 16),)
# It ended the day before yesterday, and the register of its last day is still to be taken.
JUST_OVER = ((0, "safe-together-core", "5 Pancras Square, Camden", 12),)


def load_courses(home: Page, now: datetime) -> None:
    """The courses, published, and which of them count for coverage."""
    words = read("courses")["course"]
    for order, entry in enumerate(words):
        page = home.add_child(instance=_page(entry))
        take_up_published_page(page_id=page.pk, now=now - timedelta(days=400))
        _policy(entry)
        if "counted" in entry:
            CountedCourse.objects.get_or_create(
                course_code=entry["code"],
                starts_on=date(2023, 4, 1),
                defaults={
                    "short_name": entry["counted"],
                    "order": order,
                    "target_percent": entry.get("target"),
                },
            )
    for entry in words:
        if entry.get("forms"):
            _questionnaires(entry["code"])
        course = Course.objects.get(code=entry["code"])
        course.requires.set(Course.objects.filter(code__in=entry.get("requires", [])))


def _page(entry: dict[str, Any]) -> CoursePage:
    copied = (
        "code", "title", "summary", "audience", "mode", "length", "cpd_minutes", "prerequisites", "leave_with",
        "content_note", "access_terms", "camera_terms", "body",
    )  # fmt: skip
    return CoursePage(
        slug=entry["code"],
        cpd_basis=CPD_BASIS,
        provider=PROVIDER,
        outcomes=[("outcome", sentence) for sentence in entry["outcomes"]],
        **{name: entry[name] for name in copied if name in entry},
    )


def _questionnaires(code: str) -> None:
    """The same four questions before and after, so that answers can be paired."""
    words = read("questionnaires")
    course = Course.objects.get(code=code)
    for wave in ("before", "after"):
        Questionnaire.objects.create(
            course=course,
            wave=wave,
            title=words[wave]["title"],
            introduction=words[wave]["introduction"],
            questions=[
                (entry["kind"], {k: v for k, v in entry.items() if k != "kind"})
                for entry in words["question"]
            ],
        )


def _policy(entry: dict[str, Any]) -> None:
    Course.objects.filter(code=entry["code"]).update(
        approval=entry["approval"],
        forms_required=entry.get("forms", False),
        audiences=entry["audiences"],
        days=entry["days"],
    )


def load_runs(
    plans: tuple[tuple[int, str, str, int], ...], cast: Cast, now: datetime, *, last: date | None = None
) -> list[int]:
    """Runs that begin so many weeks from now, on Tuesdays, published; their ids in order. 0: it began yesterday.

    Args:
        last: the last day of each of them instead.
    """
    words = {entry["code"]: entry for entry in read("courses")["course"]}
    trainers = [cast.people["trainer@respect.example"], cast.people["trainer2@respect.example"]]
    made = []
    for number, (weeks, code, venue, places) in enumerate(plans):
        announced = now + timedelta(weeks=min(weeks, 0) - 10)
        run = make_run(
            actor=SYSTEM,
            course_id=Course.objects.get(code=code).pk,
            plan=RunPlan(
                mode="in_person" if venue else "online",
                capacity=places,
                minimum=min(6, places),
                venue=venue,
                joining_link="" if venue else "https://meet.example/practice-hub",
            ),
            days=_days(
                words[code],
                last - timedelta(days=words[code]["days"] - 1) if last else _tuesday(now, weeks),
            ),
            now=announced,
            # Core is trained by two; the others by one of them in turn.
            trainer_ids=trainers if code == "safe-together-core" else [trainers[number % 2]],
        )
        publish_run(actor=SYSTEM, run_id=run.pk, now=announced)
        made.append(run.pk)
    return made


def _tuesday(now: datetime, weeks: int) -> date:
    if weeks == 0:
        return clock.today(now) - timedelta(days=1)
    day = clock.today(now) + timedelta(weeks=weeks)
    return day + timedelta(days=(1 - day.weekday()) % 7 if weeks > 0 else (1 - day.weekday()) - 7)


def _days(entry: dict[str, Any], first: date) -> list[DayPlan]:
    starts, ends = time.fromisoformat(entry["starts"]), time.fromisoformat(entry["ends"])
    return [DayPlan(first + timedelta(days=index), starts, ends) for index in range(entry["days"])]
