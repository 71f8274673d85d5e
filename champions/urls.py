"""The addresses of this app."""

from django.urls import path

from champions.views import answering, asking, meetings, network

app_name = "champions"
urlpatterns = [
    path("", network.index, name="index"),
    path("gaps/", network.gaps, name="gaps"),
    path("nominate/", asking.nominate, name="nominate"),
    path("apply/", asking.apply, name="apply"),
    path("meetings/", meetings.meetings, name="meetings"),
    path("meetings/plan/", meetings.plan, name="plan"),
    path("meetings/<int:meeting_id>/", meetings.meeting, name="meeting"),
    path("meetings/<int:meeting_id>/register/", meetings.register, name="register"),
    path("meetings/<int:meeting_id>/move/", meetings.move, name="move_meeting"),
    path("meetings/<int:meeting_id>/cannot-come/", meetings.cannot_come, name="cannot_come"),
    path("meetings/<int:meeting_id>/can-come/", meetings.can_come, name="can_come"),
    path("meetings/<int:meeting_id>/cancel/", meetings.cancel, name="cancel_meeting"),
    path("<int:champion_id>/", network.champion, name="champion"),
    path("<int:champion_id>/agree/", answering.agree, name="agree"),
    path("<int:champion_id>/decline/", answering.decline, name="decline"),
    path("<int:champion_id>/start/", answering.start, name="start"),
    path("<int:champion_id>/listing/", answering.listing, name="listing"),
    path("<int:champion_id>/renew/", answering.renew, name="renew"),
    path("<int:champion_id>/lapse/", answering.lapse, name="lapse"),
    path("<int:champion_id>/end/", answering.end, name="end"),
]
