"""The addresses of certificates. `/check/` is promised to everybody who holds a printed code."""

from django.urls import path

from certificates.views import awards, check

app_name = "certificates"
urlpatterns = [
    path("certificates/", awards.index, name="index"),
    path("certificates/<int:award_id>/", awards.certificate, name="certificate"),
    path("certificates/<int:award_id>/pdf/", awards.pdf, name="pdf"),
    path("certificates/<int:award_id>/name/", awards.name, name="name"),
    path("certificates/<int:award_id>/show-name/", awards.shown, name="show-name"),
    path("check/", check.ask, name="ask"),
    path("check/<str:code>/", check.answer, name="check"),
]
