from importlib import import_module

from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    name = "certificates"
    label = "certificates"
    verbose_name = "Certificates"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Rooms that announce themselves: they need the models, so they cannot be imported above."""
        for room in ("notices", "subscribers", "invariants", "hub", "personal_data"):
            import_module(f"certificates.{room}")
