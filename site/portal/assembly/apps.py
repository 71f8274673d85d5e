from django.apps import AppConfig

from portal.celery import app


class AssemblyConfig(AppConfig):
    """Imported in every process, so that shared tasks know our broker and not Celery's default one."""

    name = "portal.assembly"
    label = "assembly"
    verbose_name = "Assembly"
    celery = app
