"""Screens that stand in for Wagtail's own at the same address, so they come before its addresses."""

from django.urls import path
from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access

from portal.pages.editor_views import EditorSettings
from portal.pages.views import editor_door

urlpatterns = [
    # Wagtail's own sign-in asks for no second factor and counts no tries.
    path("login/", editor_door),
    path("account/", never_cache(require_admin_access(EditorSettings.as_view()))),
]
