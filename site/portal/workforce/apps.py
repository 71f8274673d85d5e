from importlib import import_module

from django.apps import AppConfig


class WorkforceConfig(AppConfig):
    name = "portal.workforce"
    label = "workforce"
    verbose_name = "Workforce"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """What it puts on the hub needs the models, so it cannot be imported above."""
        import_module("portal.workforce.hub")
