from django.apps import AppConfig

from portal.pages.hub import register


class ToolkitsConfig(AppConfig):
    name = "toolkits"
    label = "toolkits"
    verbose_name = "Toolkits"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Rooms that declare themselves; they need the models, so they cannot be imported earlier.
        from toolkits import invariants, notices, personal_data, search_sources, selectors, subscribers  # noqa: F401, PLC0415

        register(selectors.hub_items)
        register(selectors.drafts_to_read)
