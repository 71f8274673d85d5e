"""The addresses of this app."""

from django.urls import path

from portal.people.views import (
    access,
    accounts,
    data_rights,
    employer_sign_in,
    kept_answers,
    memberships,
    my_data,
    roles,
    rosters,
    second_factor,
    sessions,
)

app_name = "people"
urlpatterns = [
    path("account/", accounts.account, name="account"),
    path("account/certificate-name/", accounts.certificate_name, name="certificate-name"),
    path("account/privacy/", accounts.privacy, name="privacy"),
    path("account/data/", my_data.my_data, name="my-data"),
    path("account/data/download/", my_data.download, name="my-data-download"),
    path("account/erase/", my_data.erase, name="erase"),
    path("account/erase/take-back/", my_data.keep, name="keep"),
    path("account/complaints/new/", my_data.complain, name="complain"),
    path("account/complaints/<slug:reference>/", my_data.complaint, name="complaint"),
    path("account/welcome/", accounts.welcome, name="welcome"),
    path("account/second-factor/", second_factor.required, name="second-factor"),
    path("account/employer/", employer_sign_in.choose, name="employers"),
    path("account/employer/<slug:provider_id>/", employer_sign_in.leave_for, name="employer"),
    path("account/kept-answers/", kept_answers.kept, name="kept-answers"),
    path("account/sessions/<int:session_id>/end/", sessions.end, name="session-end"),
    path("people/access/", access.find, name="access"),
    path("people/access/<int:user_id>/", access.change, name="access-change"),
    path("people/confirm/", memberships.waiting, name="confirm"),
    path("people/confirm/<int:membership_id>/", memberships.decide, name="decide"),
    path("people/erasures/", data_rights.requests, name="erasures"),
    path("people/erasures/<slug:reference>/", data_rights.erasure, name="erasure"),
    path("people/complaints/", data_rights.complaints, name="complaints"),
    path("people/complaints/<slug:reference>/", data_rights.complaint, name="complaint-answer"),
    path("people/roles/", roles.roles, name="roles"),
    path("people/roles/<int:grant_id>/end/", roles.end, name="role-end"),
    path("people/roster/", rosters.roster, name="roster"),
    path("people/roster/<slug:code>/", rosters.batch, name="roster-batch"),
    path("people/roster/<slug:code>/columns/", rosters.columns, name="roster-columns"),
    path("people/roster/<slug:code>/start/", rosters.start, name="roster-start"),
    path("people/roster/<slug:code>/drop/", rosters.drop, name="roster-drop"),
    path("people/roster/<slug:code>/undo/", rosters.undo, name="roster-undo"),
]
