"""The addresses of this app."""

from django.urls import path

from portal.pages import leaving, pictures_served, views

app_name = "pages"

urlpatterns = [
    path("", views.home, name="home"),
    path("my/", views.hub, name="hub"),
    path("search/", views.search, name="search"),
    path("editor/", views.editor_door, name="editor-door"),
    path("boroughs/<slug:borough>/", views.borough, name="borough"),
    path("exit/", leaving.leave, name="exit"),
    path("pictures/<int:image_id>/<str:size>/", pictures_served.picture, name="picture"),
    path("files/<path:name>", pictures_served.upload, name="upload"),
]
