"""The addresses of this app."""

from django.urls import path

from portal.pages import views

app_name = "pages"

urlpatterns = [
    path("my/", views.hub, name="hub"),
    path("search/", views.search, name="search"),
    path("editor/", views.editor_door, name="editor-door"),
    path("exit/", views.leave, name="exit"),
]
