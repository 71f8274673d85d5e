"""Screens that stand in for Wagtail's own at the same address, so they come before its addresses."""

from django.urls import path
from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access

from portal.pages.editor_views import EditorSettings

urlpatterns = [
    path("account/", never_cache(require_admin_access(EditorSettings.as_view()))),
]
