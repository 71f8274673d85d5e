"""Who may open a toolkit, from the library down to each file."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from portal.kernel.actors import SYSTEM, VISITOR
from tests.factories.people import make_borough_staff, make_grant, make_organisation, make_staff
from tests.factories.toolkits import CORE, NOW, STAFF, accept_terms, learn_course, make_toolkit, make_version
from toolkits import services
from toolkits.errors import NotYours, ToolkitLocked, ToolkitNotFound, VersionNotFound
from toolkits.models import Download, FileVersion, Toolkit
from toolkits.permissions import (
    may_decide,
    may_have,
    may_keep,
    may_open,
    may_see,
    toolkits_kept_by,
    toolkits_open_to,
    toolkits_seen_by,
    versions_decided_by,
    versions_given_to,
)
from toolkits.rules import WayIn
from toolkits.selectors import Filters, library, toolkit_view
from toolkits.selectors.reading import TakenBack
from toolkits.states import UnlockKind

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def address(version: FileVersion) -> str:
    return reverse(
        "toolkits:download", args=[version.file.toolkit.page.slug, version.file_id, version.number]
    )


@pytest.mark.feature("TK-04")
def test_file_is_given_when_course_was_finished(client: Client) -> None:
    version = make_version(make_toolkit(ways=[CORE]))
    earner = make_staff()
    learn_course(earner.person.pk, enrolment=1)
    accept_terms(version, earner)
    client.force_login(earner.user)

    response = client.get(address(version))

    assert response.status_code == 200
    assert b"".join(response.streaming_content).startswith(b"%PDF-")
    assert response["Content-Disposition"] == 'attachment; filename="visit-planner-v1.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]
    assert response["Content-Type"] == "application/pdf"
    assert Download.objects.get().person_id == earner.person.pk


@pytest.mark.feature("TK-04")
def test_file_refused_with_way_in_when_course_was_not_finished(client: Client) -> None:
    version = make_version(make_toolkit(ways=[CORE]))
    client.force_login(make_staff().user)

    response = client.get(address(version))

    assert response.status_code == 403
    assert "Finish Safe &amp; Together Core." in response.content.decode()
    assert not Download.objects.exists()


@pytest.mark.feature("TK-04")
def test_file_refused_when_visitor_asks_directly(client: Client) -> None:
    version = make_version(make_toolkit())

    response = client.get(address(version))

    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/")


@pytest.mark.feature("TK-04")
def test_file_refused_when_borough_is_another(client: Client) -> None:
    camden, havering = make_organisation("camden"), make_organisation("havering")
    version = make_version(make_toolkit(ways=[WayIn(UnlockKind.BOROUGH, "camden")]))

    insider = make_staff(organisation=camden)
    accept_terms(version, insider)
    client.force_login(insider.user)
    inside = client.get(address(version))
    client.force_login(make_staff(organisation=havering).user)
    outside = client.get(address(version))

    assert (inside.status_code, outside.status_code) == (200, 403)
    assert "Open to staff of Camden." in outside.content.decode()


@pytest.mark.feature("TK-04")
def test_file_refused_when_completion_is_withdrawn(client: Client) -> None:
    version = make_version(make_toolkit(ways=[CORE]))
    earner = make_staff()
    learn_course(earner.person.pk, enrolment=1)
    accept_terms(version, earner)
    client.force_login(earner.user)
    before = client.get(address(version)).status_code

    learn_course(earner.person.pk, enrolment=1, standing=False, at=NOW + timedelta(days=1))

    response = client.get(address(version))
    assert (before, response.status_code) == (200, 403)
    assert "It was open to you until Wednesday 25 November 2026" in response.content.decode()


@pytest.mark.feature("TK-04", "TK-03")
@pytest.mark.parametrize("move", ["withdraw", "refuse", "wait"])
def test_file_not_found_when_version_is_not_out(client: Client, move: str) -> None:
    version = make_version(make_toolkit(), released=move == "withdraw")
    if move == "withdraw":
        services.withdraw_version(actor=SYSTEM, version_id=version.pk, reason="Old figures.", now=NOW)
    client.force_login(make_staff().user)

    response = client.get(address(version))

    assert response.status_code == 404


@pytest.mark.feature("TK-04")
def test_file_not_found_when_address_mixes_toolkits(client: Client) -> None:
    open_one, closed_one = make_toolkit(), make_toolkit(ways=[CORE])
    secret = make_version(closed_one)
    client.force_login(make_staff().user)

    mixed = reverse("toolkits:download", args=[open_one.page.slug, secret.file_id, secret.number])

    assert client.get(mixed).status_code == 404


@pytest.mark.feature("TK-04")
def test_store_is_never_reachable_when_its_name_is_known(client: Client) -> None:
    version = make_version(make_toolkit())
    name = version.stored.name
    client.force_login(make_staff().user)

    prefixes = (settings.MEDIA_URL, settings.STATIC_URL, "/media/", "/documents/", "/")
    answers = [client.get(f"{prefix}{name}", follow=True).status_code for prefix in prefixes]

    assert set(answers) == {404}
    assert re.fullmatch(r"toolkits/[0-9a-z]{2}/[0-9a-z]{26}", name)
    assert "planner" not in name
    static_roots = [
        Path(root).resolve() for root in (settings.STATIC_ROOT, *settings.STATICFILES_DIRS) if root
    ]
    assert not any(Path(version.stored.path).resolve().is_relative_to(root) for root in static_roots)


@pytest.mark.feature("TK-04")
def test_access_ends_at_the_next_click_when_role_ends(client: Client) -> None:
    version = make_version(make_toolkit(ways=[WayIn(UnlockKind.ROLE, "lead")]))
    lead = make_staff()
    grant = make_grant(lead.person, "lead")
    accept_terms(version, lead)
    client.force_login(lead.user)
    before = client.get(address(version)).status_code

    grant.ends_on = grant.starts_on
    grant.save()

    assert (before, client.get(address(version)).status_code) == (200, 403)


@pytest.mark.feature("TK-04")
def test_access_ends_when_membership_ends(client: Client) -> None:
    version = make_version(make_toolkit(ways=[CORE, STAFF]))
    leaver = make_staff()
    learn_course(leaver.person.pk, enrolment=1)
    leaver.membership.ends_on = leaver.membership.starts_on
    leaver.membership.save()
    client.force_login(leaver.user)

    answer = client.get(address(version))

    # Whoever has left is signed out; were they not, the file would still be out of reach.
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")
    assert not versions_given_to(leaver.actor()).exists()


@pytest.mark.feature("TK-04")
def test_draft_is_not_found_when_reader_is_not_a_keeper(client: Client) -> None:
    toolkit = make_toolkit(live=False)
    client.force_login(make_staff().user)

    assert client.get(reverse("toolkits:toolkit", args=[toolkit.page.slug])).status_code == 404


@pytest.mark.feature("TK-04")
def test_guidance_is_not_shown_when_toolkit_is_closed(client: Client) -> None:
    guidance = [("text", "<p>Sit beside the child.</p>")]
    toolkit = make_toolkit(ways=[CORE], guidance=guidance)
    reader, earner = make_staff(), make_staff()
    learn_course(earner.person.pk, enrolment=1)
    page = reverse("toolkits:toolkit", args=[toolkit.page.slug])

    client.force_login(reader.user)
    closed = client.get(page).content.decode()
    client.force_login(earner.user)
    opened = client.get(page).content.decode()

    assert "Sit beside the child." not in closed
    assert "Sit beside the child." in opened


@pytest.mark.feature("TK-04", "PE-04")
def test_predicates_agree_with_their_twins_for_every_persona() -> None:
    borough = make_borough_staff("camden")
    trainer, approver = (
        make_staff(role="trainer", everywhere=True),
        make_staff(role="approver", everywhere=True),
    )
    placeless = make_staff()
    placeless.membership.delete()
    learn_course(borough.practitioner.person.pk, enrolment=1)
    toolkits = [
        make_toolkit(ways=[CORE]),
        make_toolkit(ways=[STAFF]),
        make_toolkit(ways=[WayIn(UnlockKind.BOROUGH, "camden")]),
        make_toolkit(ways=[WayIn(UnlockKind.BOROUGH, "elsewhere")]),
        make_toolkit(ways=[WayIn(UnlockKind.ROLE, "manager")]),
        make_toolkit(ways=[WayIn(UnlockKind.CHAMPION)]),
        make_toolkit(ways=[]),
        make_toolkit(ways=[STAFF], live=False),
    ]
    for toolkit in toolkits:
        make_version(toolkit, trainer=trainer.actor(), approver=approver.actor())
        make_version(toolkit, trainer=trainer.actor(), released=False)
        gone = make_version(toolkit, trainer=trainer.actor(), approver=approver.actor())
        services.withdraw_version(actor=SYSTEM, version_id=gone.pk, reason="Old.", now=NOW)
    people = [
        borough.practitioner,
        borough.colleague,
        borough.manager,
        borough.training_admin,
        trainer,
        approver,
        placeless,
        make_staff(role="admin"),
    ]

    for actor in [SYSTEM, VISITOR, *(someone.actor() for someone in people)]:
        for toolkit in Toolkit.objects.select_related("page"):
            assert may_keep(actor) == toolkits_kept_by(actor).filter(pk=toolkit.pk).exists()
            assert may_see(actor, toolkit) == toolkits_seen_by(actor).filter(pk=toolkit.pk).exists()
            assert may_open(actor, toolkit) == toolkits_open_to(actor).filter(pk=toolkit.pk).exists()
        for version in FileVersion.objects.select_related("file__toolkit__page"):
            assert may_decide(actor, version) == versions_decided_by(actor).filter(pk=version.pk).exists()
            assert may_have(actor, version) == versions_given_to(actor).filter(pk=version.pk).exists()
    assert [may_open(borough.practitioner.actor(), toolkit) for toolkit in toolkits] == [
        True, True, True, False, False, False, False, False
    ]  # fmt: skip
    assert [may_open(borough.manager.actor(), toolkit) for toolkit in toolkits] == [
        False, True, True, False, True, False, False, False
    ]  # fmt: skip


@pytest.mark.feature("TK-04")
def test_service_refuses_in_words_when_view_is_left_out() -> None:
    version = make_version(make_toolkit(ways=[CORE]))
    slug, file_id = version.file.toolkit.page.slug, version.file_id
    someone = make_staff().actor()

    with pytest.raises(ToolkitLocked):
        services.open_version(actor=someone, slug=slug, file_id=file_id, number=1, now=NOW)
    with pytest.raises(ToolkitNotFound):
        services.open_version(actor=VISITOR, slug=slug, file_id=file_id, number=1, now=NOW)
    with pytest.raises(VersionNotFound):
        services.open_version(actor=SYSTEM, slug=slug, file_id=file_id, number=9, now=NOW)


@pytest.mark.feature("TK-03")
def test_reader_is_told_to_delete_when_theirs_was_withdrawn_and_a_newer_one_is_out() -> None:
    toolkit = make_toolkit()
    staff = make_staff()
    reader = staff.actor()
    first = accept_terms(make_version(toolkit), staff)
    services.open_version(actor=reader, slug=toolkit.page.slug, file_id=first.file_id, number=1, now=NOW)
    make_version(toolkit, note="Larger print.")
    services.withdraw_version(actor=SYSTEM, version_id=first.pk, reason="Wrong number.", now=NOW)

    view = toolkit_view(reader, toolkit.page.slug, NOW)

    assert (view.files[0].number, view.files[0].held) == (2, None)
    assert view.files[0].change_note == "Larger print."
    assert view.taken_back == (TakenBack("Visit planner", 1, "Wrong number."),)


@pytest.mark.feature("TK-03")
def test_reader_is_told_of_newer_version_when_theirs_still_stands() -> None:
    toolkit = make_toolkit()
    staff = make_staff()
    first = accept_terms(make_version(toolkit), staff)
    slug = toolkit.page.slug
    services.open_version(actor=staff.actor(), slug=slug, file_id=first.file_id, number=1, now=NOW)
    make_version(toolkit, note="Larger print.")

    row = toolkit_view(staff.actor(), slug, NOW).files[0]

    assert (row.number, row.held, row.newer) == (2, 1, True)


@pytest.mark.feature("TK-03")
def test_holder_is_told_to_delete_when_nothing_newer_is_out(client: Client) -> None:
    toolkit = make_toolkit()
    staff = make_staff()
    only = accept_terms(make_version(toolkit), staff)
    slug = toolkit.page.slug
    services.open_version(actor=staff.actor(), slug=slug, file_id=only.file_id, number=1, now=NOW)
    services.withdraw_version(actor=SYSTEM, version_id=only.pk, reason="Wrong number.", now=NOW)
    client.force_login(staff.user)

    page = client.get(f"/toolkits/{slug}/").content.decode()

    assert "Delete your copy of Visit planner, version 1. It was withdrawn:</strong> Wrong number." in page
    assert "You hold it" not in page


@pytest.mark.feature("TK-01")
def test_library_takes_no_more_queries_when_there_are_more_toolkits(
    assert_flat: Callable[..., object],
) -> None:
    camden = make_organisation("camden")
    reader = make_staff(organisation=camden).actor()

    def grow() -> None:
        for _ in range(5):
            make_version(make_toolkit(ways=[CORE, WayIn(UnlockKind.BOROUGH, "camden")]))

    grow()
    assert_flat(lambda: library(reader, Filters()), grow)


@pytest.mark.feature("TK-03")
def test_toolkit_page_takes_no_more_queries_when_there_are_more_files(
    assert_flat: Callable[..., object],
) -> None:
    toolkit = make_toolkit()
    staff = make_staff()
    reader, slug = staff.actor(), toolkit.page.slug
    accept_terms(make_version(toolkit), staff)

    def grow() -> None:
        for number in range(5):
            made = make_version(toolkit, title=f"Sheet {number} {Toolkit.objects.count()}")
            services.open_version(actor=reader, slug=slug, file_id=made.file_id, number=made.number, now=NOW)

    grow()
    assert_flat(lambda: toolkit_view(reader, slug, NOW), grow)


@pytest.mark.feature("PE-04")
def test_administrator_of_one_organisation_releases_nothing() -> None:
    version = make_version(make_toolkit(), released=False)

    local, central = make_staff(role="admin").actor(), make_staff(role="admin", everywhere=True).actor()

    assert [may_decide(actor, version) for actor in (local, central)] == [False, True]


@pytest.mark.feature("PE-04", "TK-02")
@pytest.mark.parametrize("role", ["trainer", "training_admin", "admin"])
def test_keeper_of_one_organisation_keeps_no_toolkit_because_it_is_everybodys(role: str) -> None:
    toolkit = make_toolkit(ways=[STAFF])
    local, central = make_staff(role=role).actor(), make_staff(role=role, everywhere=True).actor()

    assert [may_keep(actor) for actor in (local, central)] == [False, True]
    assert [toolkits_kept_by(actor).exists() for actor in (local, central)] == [False, True]
    assert may_open(local, toolkit)
    with pytest.raises(NotYours):
        services.set_unlock_rules(actor=local, toolkit_id=toolkit.pk, ways=[], now=NOW)
