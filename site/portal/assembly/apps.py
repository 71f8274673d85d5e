from django.apps import AppConfig


class AssemblyConfig(AppConfig):
    name = "portal.assembly"
    label = "assembly"
    verbose_name = "Assembly"
