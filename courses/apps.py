from importlib import import_module

from django.apps import AppConfig

ROOMS = ("subscribers", "notices", "invariants", "hub", "borough", "names", "search_sources", "personal_data")
DELIVERY_ROOMS = ("delivery_subscribers", "delivery_notices", "delivery_invariants", "delivery_hub")


class CoursesConfig(AppConfig):
    name = "courses"
    label = "courses"
    verbose_name = "Courses"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Rooms that announce themselves: they need the models, so they cannot be imported above."""
        for room in (*ROOMS, *DELIVERY_ROOMS):
            import_module(f"courses.{room}")
