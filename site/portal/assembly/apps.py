from importlib import import_module

from django.apps import AppConfig

from portal.celery import app


class AssemblyConfig(AppConfig):
    """Imported in every process, so that shared tasks know our broker and not Celery's default one."""

    name = "portal.assembly"
    label = "assembly"
    verbose_name = "Assembly"
    celery = app

    def ready(self) -> None:
        """What joins rooms that do not know one another; it needs their models."""
        import_module("portal.assembly.diaries")
