"""What other rooms call our courses."""

from courses.models import Course
from portal.pages.course_names import register_course_names


@register_course_names
def names_of_courses() -> dict[str, str]:
    """The titles of the courses that are given, by their codes. One query."""
    return dict(Course.objects.filter(active=True).values_list("code", "title"))
