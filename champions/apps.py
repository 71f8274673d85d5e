from django.apps import AppConfig

from portal.pages.hub import register, register_card


class ChampionsConfig(AppConfig):
    name = "champions"
    label = "champions"
    verbose_name = "Champions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Rooms that declare themselves; they need the models, so they cannot be imported earlier.
        from champions import borough, invariants, notices, personal_data, selectors, subscribers  # noqa: F401, PLC0415

        register(selectors.hub_items)
        register(selectors.meeting_items)
        register_card(selectors.hub_cards)
