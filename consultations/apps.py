from importlib import import_module

from django.apps import AppConfig


class ConsultationsConfig(AppConfig):
    name = "consultations"
    label = "consultations"
    verbose_name = "Consultations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Rooms that announce themselves: they need the models, so they cannot be imported above."""
        for room in ("notices", "invariants", "hub", "link_notices", "link_subscribers"):
            import_module(f"consultations.{room}")
