from importlib import import_module

from django.apps import AppConfig


class CoursesConfig(AppConfig):
    name = "courses"
    label = "courses"
    verbose_name = "Courses"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Rooms that announce themselves: they need the models, so they cannot be imported above."""
        for room in ("subscribers", "notices", "invariants", "hub", "delivery_hub"):
            import_module(f"courses.{room}")
