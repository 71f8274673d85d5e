"""The addresses of registers and questionnaires; part of `courses.urls`."""

from django.urls import path

from courses.views import questionnaires, register

delivery_urlpatterns = [
    path("runs/<str:reference>/register/<int:day_id>/", register.register, name="register"),
    path("runs/<str:reference>/answers/", register.answers, name="answers"),
    path("places/<int:enrolment_id>/forms/<slug:wave>/", questionnaires.questionnaire, name="questionnaire"),
]
