from django.apps import AppConfig


class ChampionsConfig(AppConfig):
    name = "champions"
    label = "champions"
    verbose_name = "Champions"
    default_auto_field = "django.db.models.BigAutoField"
