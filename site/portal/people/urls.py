"""The addresses of this app."""

from django.urls import path

from portal.people.views import accounts, kept_answers, memberships, roles, rosters, second_factor, sessions

app_name = "people"
urlpatterns = [
    path("account/", accounts.account, name="account"),
    path("account/welcome/", accounts.welcome, name="welcome"),
    path("account/second-factor/", second_factor.required, name="second-factor"),
    path("account/kept-answers/", kept_answers.kept, name="kept-answers"),
    path("account/sessions/<int:session_id>/end/", sessions.end, name="session-end"),
    path("people/confirm/", memberships.waiting, name="confirm"),
    path("people/confirm/<int:membership_id>/", memberships.decide, name="decide"),
    path("people/roles/", roles.roles, name="roles"),
    path("people/roles/<int:grant_id>/end/", roles.end, name="role-end"),
    path("people/roster/", rosters.roster, name="roster"),
    path("people/roster/<slug:code>/", rosters.batch, name="roster-batch"),
    path("people/roster/<slug:code>/columns/", rosters.columns, name="roster-columns"),
    path("people/roster/<slug:code>/start/", rosters.start, name="roster-start"),
    path("people/roster/<slug:code>/drop/", rosters.drop, name="roster-drop"),
    path("people/roster/<slug:code>/undo/", rosters.undo, name="roster-undo"),
]
