"""The addresses of the referral pathways, under /pathways/."""

from django.urls import path

from consultations.views import pathways

app_name = "pathways"
urlpatterns = [
    path("", pathways.index, name="index"),
    path("services.json", pathways.services, name="services"),
    path("<slug:code>/", pathways.pathway, name="pathway"),
    path("<slug:code>/check/", pathways.check, name="check"),
]
