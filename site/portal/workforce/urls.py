"""The addresses of this app."""

from django.urls import path

from portal.workforce import views

app_name = "workforce"

urlpatterns = [
    path("", views.choose, name="coverage"),
    path("chain/", views.chain, name="chain"),
    path("chain/export/", views.chain_export, name="chain_export"),
    path("people/<slug:code>/", views.people, name="people"),
    path("export/<slug:code>/", views.export, name="export"),
    path("<slug:code>/", views.coverage, name="borough"),
]
