from importlib import import_module

from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "portal.pages"
    label = "pages"
    verbose_name = "Pages"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """What the search finds: rooms that announce themselves and need the models."""
        for room in ("pages", "screens"):
            import_module(f"portal.pages.search.{room}")
        import_module("portal.pages.data_rights_hub")
        import_module("portal.pages.deliveries_hub")
        import_module("portal.pages.people_hub")
        import_module("portal.pages.sign_off_hub")
        import_module("portal.pages.sign_off_menu")
        import_module("portal.pages.notices")
        import_module("portal.pages.sign_off_mails")
