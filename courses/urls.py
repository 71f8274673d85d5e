"""The addresses of this app. Fixed words come before the slug of a course."""

from django.urls import path

from courses.delivery_urls import delivery_urlpatterns
from courses.views import approvals, catalogue, keeping, places

app_name = "courses"
urlpatterns = [
    path("", catalogue.courses, name="catalogue"),
    path("places/", places.places, name="places"),
    path("places/<int:enrolment_id>/", places.place, name="place"),
    path("places/<int:enrolment_id>/cancel/", places.cancel, name="cancel"),
    path("places/<int:enrolment_id>/offer/", places.offer, name="offer"),
    path("places/<int:enrolment_id>/needs/", places.place_needs, name="place-needs"),
    *delivery_urlpatterns,
    path("approvals/", approvals.approvals, name="approvals"),
    path("approvals/undo/<int:enrolment_id>/", approvals.undo, name="undo-answer"),
    path("approvals/<str:token>/", approvals.approval_link, name="approval-link"),
    path("runs/", keeping.runs, name="runs"),
    path("runs/new/", keeping.new_run, name="new-run"),
    path("runs/<str:reference>/", places.run, name="run"),
    path("runs/<str:reference>/ask/", places.ask, name="ask"),
    path("runs/<str:reference>/workspace/", keeping.workspace, name="workspace"),
    path("runs/<str:reference>/move/", keeping.move, name="move-run"),
    path("runs/<str:reference>/copy/", keeping.copy, name="copy-run"),
    path("runs/<str:reference>/places/", keeping.capacity, name="change-capacity"),
    path("runs/<str:reference>/people/", keeping.run_people, name="run-people"),
    path("runs/<str:reference>/needs/", keeping.run_needs, name="run-needs"),
    path("runs/<str:reference>/publish/", keeping.publish, name="publish-run"),
    path("runs/<str:reference>/cancel/", keeping.cancel_run, name="cancel-run"),
    path("<slug:slug>/", catalogue.course, name="course"),
]
