from importlib import import_module

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "portal.people"
    label = "people"
    verbose_name = "People"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Receive allauth's signals and register the sentences that must stay true."""
        import_module("portal.people.signals")
        import_module("portal.people.invariants")
        import_module("portal.people.personal_data")
