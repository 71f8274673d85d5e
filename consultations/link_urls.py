"""The addresses of referral links, under /consultations/."""

from django.urls import path

from consultations.views import case_systems, link_drafts, link_ends, links

urlpatterns = [
    path("links/", links.index, name="links"),
    path("links/<uuid:link_id>/", links.detail, name="link"),
    path("links/<uuid:link_id>/questions/", link_drafts.questions, name="link_questions"),
    path("links/<uuid:link_id>/result/", link_drafts.result, name="link_result"),
    path("links/<uuid:link_id>/consents/<slug:person>/", link_drafts.consent, name="link_consent"),
    path(
        "links/<uuid:link_id>/consents/<slug:person>/withdraw/",
        link_ends.withdraw_consent,
        name="link_consent_withdraw",
    ),
    path("links/<uuid:link_id>/hours/", link_drafts.hours, name="link_hours"),
    path("links/<uuid:link_id>/check/", link_drafts.check, name="link_check"),
    path("links/<uuid:link_id>/by-email/", link_drafts.by_email, name="link_by_email"),
    path("links/<uuid:link_id>/withdraw/", link_ends.withdraw, name="link_withdraw"),
    path("links/<uuid:link_id>/try/", link_ends.try_now, name="link_try"),
    path("links/<uuid:link_id>/replay/", link_ends.replay, name="link_replay"),
    path("case-systems/", case_systems.index, name="case_systems"),
    path("case-systems/connect/", case_systems.connect, name="case_system_connect"),
    path("case-systems/<int:endpoint_id>/", case_systems.change, name="case_system"),
    path("case-systems/replay/", case_systems.replay, name="case_systems_replay"),
    path("<str:reference>/link/", links.start, name="link_start"),
]
