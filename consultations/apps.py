from importlib import import_module

from django.apps import AppConfig


class ConsultationsConfig(AppConfig):
    name = "consultations"
    label = "consultations"
    verbose_name = "Consultations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Rooms that announce themselves: they need the models, so they cannot be imported above."""
        rooms = ("notices", "invariants", "hub", "borough", "search_sources", "personal_data")
        links = ("link_notices", "link_subscribers", "link_invariants", "link_hub")
        for room in (*rooms, *links):
            import_module(f"consultations.{room}")
