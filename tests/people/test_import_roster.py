"""A roster lands: good rows in, bad rows named, a second import changes nothing (PE-03, PE-07)."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from portal.audit.models import Entry
from portal.kernel.actors import SYSTEM
from portal.kernel.errors import IllegalMove, NotFound
from portal.kernel.invariants import breaches
from portal.outbox.models import Message
from portal.people import services
from portal.people.errors import (
    CannotUndo,
    ColumnsMissing,
    FileGone,
    ImportRunning,
    NotYourPlace,
    PreviewPending,
)
from portal.people.models import (
    Grant,
    Membership,
    MembershipState,
    Organisation,
    Person,
    RosterBatch,
    RosterChange,
    Service,
    Team,
    User,
)
from portal.people.roster.columns import COLUMNS
from portal.people.roster.dry_run import CHUNK_ROWS
from portal.people.selectors import approver_for, membership_of, memberships_on, organisation_by_code
from portal.people.states import BatchState
from tests.factories.people import (
    NOW,
    PASSWORD,
    actor_of,
    make_borough_staff,
    make_grant,
    make_mail_domain,
    make_membership,
    make_organisation,
    make_person,
    make_staff,
    make_user,
)

pytestmark = [pytest.mark.django_db, pytest.mark.feature("PE-07")]

DATA = Path(__file__).parents[1] / "data"
CAMDEN = DATA / "roster-camden.csv"
TODAY = NOW.date()


def csv(*rows: dict[str, str], columns: Sequence[str] = tuple(COLUMNS)) -> bytes:
    lines = [",".join(columns), *(",".join(row.get(column, "") for column in columns) for row in rows)]
    return "\n".join(lines).encode()


def row(number: int, **fields: str) -> dict[str, str]:
    return {
        "employee_id": f"E{number}",
        "email": f"p{number}@camden.example",
        "given_name": f"Ann{number}",
        "family_name": "Lee",
        "service": "Family Help",
        "team": "North",
        "start_date": "2024-01-08",
    } | {name: value for name, value in fields.items() if name in COLUMNS}


def run(data: bytes, organisation: Organisation | None = None, **options) -> RosterBatch:
    organisation = organisation or make_organisation("camden")
    options.setdefault("create_places", True)
    batch = services.propose_roster(
        actor=SYSTEM, organisation_id=organisation.pk, data=data, now=NOW, **options
    )
    services.start_import(actor=SYSTEM, batch_id=batch.pk, now=NOW)
    return services.continue_import(batch_id=batch.pk, now=NOW)


def figures(batch: RosterBatch) -> dict[str, int]:
    names = ("created", "changed", "ended", "unchanged", "refused_rows")
    return {name: getattr(batch, name) for name in names if getattr(batch, name)}


def membership(email: str, on: date = TODAY) -> Membership:
    found = membership_of(Person.objects.get(email=email).pk, on)
    assert found is not None
    return found


@pytest.mark.feature("PE-03")
def test_camdens_roster_lands_and_its_dirt_is_named():
    batch = run(CAMDEN.read_bytes())

    assert figures(batch) == {"created": 384, "refused_rows": 13}
    assert batch.state == BatchState.APPLIED
    assert (Service.objects.count(), Team.objects.count()) == (5, 20)
    assert {(remark["row"], remark["field"]) for remark in batch.refused} == {
        (104, "email"),
        (143, "given_name"),
        (155, "email"),
        (174, "job_role"),
        (201, "email"),
        (237, "start_date"),
        (266, "end_date"),
        (294, "employee_id"),
        (309, "employee_id"),
        (322, "fte"),
        (345, "caseload_holding"),
        (370, "email"),
        (392, "given_name"),
    }
    assert [remark["field"] for remark in batch.warnings] == ["manager_email"] * 3
    assert not [breach for _, breach in breaches()]


@pytest.mark.feature("PE-03")
def test_camdens_people_are_where_the_roster_says():
    run(CAMDEN.read_bytes())

    practitioner = membership("practitioner@camden.example")
    assert (practitioner.team.name, practitioner.service.name) == (
        "Assessment 1",
        "Assessment and Safeguarding",
    )
    assert practitioner.manager.email == "manager@camden.example"
    assert (practitioner.caseload_holding, practitioner.source) == (True, "roster")
    leaver = Membership.objects.get(ends_on=date(2026, 9, 30), team__name="Fostering")
    assert membership_of(leaver.person_id, TODAY) is None
    before, after = Membership.objects.filter(
        person__memberships__starts_on=date(2026, 9, 7), employee_id__gt=""
    )
    assert (before.team.name, before.ends_on) == ("Looked After 1", date(2026, 9, 6))
    assert (after.team.name, after.ends_on) == ("Court and Proceedings", None)
    assert Membership.objects.filter(job_role="Social worker (children with disabilities)").count() == 1


@pytest.mark.parametrize("name", ["roster-camden.csv", "roster-havering.csv"])
def test_second_import_of_the_same_file_changes_nothing(name):
    data = (DATA / name).read_bytes()
    first = run(data)
    before = list(Membership.objects.order_by("pk").values()), list(Person.objects.order_by("pk").values())

    second = run(data)

    assert figures(second) == {"unchanged": first.created, **_refused(first)}
    assert (
        list(Membership.objects.order_by("pk").values()),
        list(Person.objects.order_by("pk").values()),
    ) == before
    assert not second.changes.exists()


def _refused(batch: RosterBatch) -> dict[str, int]:
    return {"refused_rows": batch.refused_rows} if batch.refused_rows else {}


def test_dry_run_says_what_the_import_then_does():
    organisation = make_organisation("camden")
    batch = services.propose_roster(
        actor=SYSTEM, organisation_id=organisation.pk, data=CAMDEN.read_bytes(), now=NOW
    )
    foreseen = figures(batch), batch.refused, batch.warnings
    assert not Person.objects.exists()
    assert not Team.objects.exists()

    services.start_import(actor=SYSTEM, batch_id=batch.pk, now=NOW)
    done = services.continue_import(batch_id=batch.pk, now=NOW)

    assert (figures(done), done.refused, done.warnings) == foreseen


def test_copy_in_latin_letters_and_semicolons_means_the_same():
    run(CAMDEN.read_bytes())

    batch = run((DATA / "roster-camden-semicolon-latin1.csv").read_bytes())

    assert batch.created == 4
    assert batch.refused_rows == 0
    assert Person.objects.filter(given_name="Zoë", family_name="Brontë-Clarke").exists()


def test_leaver_ends_and_keeps_their_past():
    run(csv(row(1)))

    batch = run(csv(row(1, end_date="2026-09-30")))

    assert figures(batch) == {"ended": 1}
    person = Person.objects.get(email="p1@camden.example")
    assert membership_of(person.pk, TODAY) is None
    assert membership_of(person.pk, date(2026, 9, 30)) is not None


def test_leaver_holds_no_role_there_any_more():
    run(csv(row(1, job_role="Team manager"), row(2)))
    manager = make_user(Person.objects.get(email="p1@camden.example"))
    grant = make_grant(manager.person, "manager", Team.objects.get())
    elsewhere = make_grant(manager.person, "champion", make_organisation("croydon"))

    batch = run(csv(row(1, end_date="2026-09-30"), row(2)))

    grant.refresh_from_db()
    elsewhere.refresh_from_db()
    assert (grant.ends_on, elsewhere.ends_on) == (date(2026, 9, 30), None)
    assert not actor_of(manager.person).holds("manager")

    services.undo_import(actor=SYSTEM, batch_id=batch.pk, now=NOW)

    assert actor_of(manager.person).holds("manager")


def test_mover_ends_the_day_before_the_new_team_begins():
    run(csv(row(1)))

    batch = run(csv(row(1, team="South", start_date="2026-11-01")))

    assert figures(batch) == {"changed": 1}
    assert membership("p1@camden.example").team.name == "South"
    old = membership("p1@camden.example", date(2026, 10, 31))
    assert (old.team.name, old.ends_on) == ("North", date(2026, 10, 31))
    assert figures(run(csv(row(1, team="South", start_date="2026-11-01")))) == {"unchanged": 1}


def test_mover_begins_on_the_rosters_day_when_the_file_holds_the_day_of_joining():
    run(csv(row(1)), as_of=date(2026, 6, 1))

    run(csv(row(1, team="South")), as_of=date(2026, 11, 2))

    assert membership("p1@camden.example", date(2026, 11, 1)).team.name == "North"
    assert membership("p1@camden.example", date(2026, 11, 2)).team.name == "South"
    assert figures(run(csv(row(1, team="South")), as_of=date(2026, 11, 9))) == {"unchanged": 1}


def test_somebody_moves_back():
    run(csv(row(1)), as_of=date(2026, 6, 1))
    run(csv(row(1, team="South")), as_of=date(2026, 7, 1))

    run(csv(row(1)), as_of=date(2026, 8, 1))

    assert [m.team.name for m in Membership.objects.order_by("starts_on")] == ["North", "South", "North"]
    assert not [breach for rule, breach in breaches() if rule.key == "people.one_post_at_a_time"]
    assert figures(run(csv(row(1)), as_of=date(2026, 8, 1))) == {"unchanged": 1}


def test_somebody_comes_back():
    run(csv(row(1, end_date="2025-03-31")))

    batch = run(csv(row(1, start_date="2026-02-02")))

    assert figures(batch) == {"created": 1}
    assert [(m.starts_on, m.ends_on) for m in Membership.objects.order_by("starts_on")] == [
        (date(2024, 1, 8), date(2025, 3, 31)),
        (date(2026, 2, 2), None),
    ]


def test_history_goes_to_the_same_person_only_when_an_address_is_used_again():
    run(csv(row(1, end_date="2025-03-31"), row(2, end_date="2025-03-31")))

    batch = run(
        csv(
            row(8, email="p1@camden.example", given_name="Somebody", family_name="Else"),
            row(9, email="p2@camden.example", given_name="Ann2"),
        )
    )

    assert figures(batch) == {"created": 1, "refused_rows": 1}
    assert "belonged to somebody else" in batch.refused[0]["reason"]
    assert "under a new employee number" in batch.warnings[0]["reason"]


def test_row_is_refused_when_the_address_is_somebody_elses():
    run(csv(row(1), row(2)))

    batch = run(csv(row(1, email="p2@camden.example"), row(3, email="p2@camden.example")))

    assert [remark["reason"].split(".")[0] for remark in batch.refused] == [
        "This address belongs to somebody else on our roster",
        "Row 2 has the same address (capital letters make no difference)",
    ]


def test_name_and_address_change_with_the_employee_number():
    run(csv(row(1)))

    batch = run(csv(row(1, family_name="Okafor", email="ann.okafor@camden.example")))

    person = Person.objects.get()
    assert figures(batch) == {"changed": 1}
    assert (person.name, person.email) == ("Ann1 Okafor", "ann.okafor@camden.example")


def test_name_stays_when_two_organisations_name_the_person():
    data = csv(row(1))
    run(data, make_organisation("camden"))

    batch = run(csv(row(7, email="p1@camden.example", given_name="Annie")), make_organisation("croydon"))

    person = Person.objects.get()
    assert person.given_name == "Ann1"
    assert person.memberships.count() == 2
    assert "Another organisation names this person" in batch.warnings[0]["reason"]


def test_empty_cells_leave_what_we_know():
    run(csv(row(1, job_role="Social worker", caseload_holding="yes", fte="0.8", manager_email=""), row(2)))

    batch = run(
        csv(row(1, manager_email="p2@camden.example"), row(2), columns=[c for c in COLUMNS if c != "team"])
    )

    found = membership("p1@camden.example")
    assert figures(batch) == {"changed": 1, "unchanged": 1}
    assert (found.job_role, found.caseload_holding, found.fte) == ("Social worker", True, Decimal("0.80"))
    assert (found.team.name, found.manager.email) == ("North", "p2@camden.example")


def test_person_lands_without_manager_when_the_manager_is_not_known():
    batch = run(
        csv(
            row(1, manager_email="who@camden.example"),
            row(2, manager_email="p3@camden.example"),
            row(3, fte="9"),
        )
    )

    assert figures(batch) == {"created": 2, "refused_rows": 1}
    assert [remark["reason"] for remark in batch.warnings] == [
        "The manager is neither in the file nor on our roster; the person is taken without a manager."
    ] * 2
    assert membership("p1@camden.example").manager is None


def test_unknown_team_is_refused_when_new_teams_are_not_wanted():
    run(csv(row(1)))

    batch = run(csv(row(1), row(2, team="Nroth"), row(3, service="Famly Help")), create_places=None)

    assert [(remark["row"], remark["field"]) for remark in batch.refused] == [(3, "team"), (4, "service")]
    assert Team.objects.count() == Service.objects.count() == 1
    assert not Person.objects.filter(email="p2@camden.example").exists()


def test_team_is_found_whatever_its_case_and_spaces():
    run(csv(row(1)))

    run(csv(row(2, team="NORTH ", service="family  help")))

    assert Team.objects.count() == 1


def test_account_that_waits_is_confirmed_by_the_roster():
    organisation = make_organisation("camden")
    person = make_person(email="p1@camden.example")
    make_user(person)
    make_membership(
        person, organisation=organisation, state=MembershipState.PENDING, source="sign_up", starts_on=TODAY
    )

    batch = run(csv(row(1)))

    found = membership("p1@camden.example")
    assert figures(batch) == {"changed": 1}
    assert (found.team.name, found.employee_id, found.starts_on) == ("North", "E1", date(2024, 1, 8))
    assert Message.objects.filter(name="people.person_matched.v1").count() == 1
    assert figures(run(csv(row(1)))) == {"unchanged": 1}


def test_returners_account_is_linked_by_the_roster():
    run(csv(row(1, end_date="2025-03-31")))
    user = User.objects.create_user("p1@camden.example", PASSWORD)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    services.match_person(actor=SYSTEM, user_id=user.pk, now=NOW)

    run(csv(row(1, start_date="2026-02-02")))

    user.refresh_from_db()
    assert user.person == Person.objects.get()


def test_figures_of_last_month_stay_when_this_months_roster_lands():
    run(csv(*(row(n) for n in range(1, 11))), as_of=date(2026, 6, 1))
    before = memberships_on(date(2026, 6, 30)).count()

    run(
        csv(row(1, end_date="2026-08-31"), row(2, team="South"), row(99, start_date="2026-09-01")),
        as_of=date(2026, 9, 1),
    )

    assert before == memberships_on(date(2026, 6, 30)).count() == 10
    assert memberships_on(date(2026, 9, 1)).count() == 10


def test_undo_puts_everything_back():
    run(csv(row(1, job_role="Social worker"), row(2)))
    before = list(Membership.objects.order_by("pk").values()), list(Person.objects.order_by("pk").values())

    batch = run(
        csv(
            row(
                1,
                job_role="Team manager",
                family_name="Okafor",
                fte="0.5",
                team="South",
                start_date="2026-11-01",
            ),
            row(2, end_date="2026-10-31", manager_email="p3@camden.example"),
            row(3, service="New"),
        )
    )
    undone = services.undo_import(actor=SYSTEM, batch_id=batch.pk, now=NOW)

    assert (undone.state, undone.left_alone) == (BatchState.UNDONE, 0)
    assert (
        list(Membership.objects.order_by("pk").values()),
        list(Person.objects.order_by("pk").values()),
    ) == before
    assert Team.objects.count() == Service.objects.count() == 1


def test_undo_leaves_alone_what_was_used_or_changed_since():
    batch = run(csv(row(1), row(2), row(3)))
    user = make_user(Person.objects.get(email="p1@camden.example"))
    run(csv(row(2, job_role="Team manager")))

    undone = services.undo_import(actor=SYSTEM, batch_id=batch.pk, now=NOW)

    assert undone.left_alone > 0
    assert Person.objects.filter(pk=user.person_id).exists()
    assert membership("p2@camden.example").job_role == "Team manager"
    assert not Person.objects.filter(email="p3@camden.example").exists()
    with pytest.raises(CannotUndo):
        services.undo_import(actor=SYSTEM, batch_id=batch.pk, now=NOW)


def test_same_file_lands_again_after_an_undo():
    data = CAMDEN.read_bytes()
    first = run(data)
    services.undo_import(actor=SYSTEM, batch_id=first.pk, now=NOW)

    again = run(data)

    assert figures(again) == figures(first)


def test_import_goes_on_where_it_was_killed():
    organisation = make_organisation("camden")
    data = csv(*(row(n, manager_email="p1@camden.example") for n in range(1, 2 * CHUNK_ROWS + 101)))
    batch = services.propose_roster(
        actor=SYSTEM, organisation_id=organisation.pk, data=data, now=NOW, create_places=True
    )
    services.start_import(actor=SYSTEM, batch_id=batch.pk, now=NOW)

    halfway = services.continue_import(batch_id=batch.pk, now=NOW, most_chunks=1)
    assert (halfway.state, halfway.rows_done) == (BatchState.RUNNING, CHUNK_ROWS)
    assert Membership.objects.count() == CHUNK_ROWS
    assert services.resume_imports(now=NOW + timedelta(minutes=2)) == 1

    batch.refresh_from_db()
    assert (batch.state, batch.created, batch.rows_done) == (BatchState.APPLIED, 2_100, 2_100)
    assert Membership.objects.count() == Person.objects.count() == 2_100


def test_chunk_leaves_nothing_behind_when_it_fails(monkeypatch):
    organisation = make_organisation("camden")
    batch = services.propose_roster(actor=SYSTEM, organisation_id=organisation.pk, data=csv(row(1)), now=NOW)
    services.start_import(actor=SYSTEM, batch_id=batch.pk, now=NOW)
    # The constraint that another writer's row would break: the same open employee number.
    make_membership(make_person(email="x@camden.example"), organisation=organisation, employee_id="OTHER")
    monkeypatch.setattr(Membership.objects, "bulk_create", _torn)

    with pytest.raises(RuntimeError):
        services.continue_import(batch_id=batch.pk, now=NOW)

    assert not Person.objects.filter(email="p1@camden.example").exists()
    assert not Team.objects.exists()
    assert RosterBatch.objects.get(pk=batch.pk).state == BatchState.RUNNING
    assert not RosterChange.objects.exists()


def _torn(*args, **kwargs):
    raise RuntimeError("the power went")


def test_second_import_is_refused_while_one_runs_and_taken_when_it_died():
    organisation = make_organisation("camden")
    first, second = (
        services.propose_roster(actor=SYSTEM, organisation_id=organisation.pk, data=csv(row(1)), now=NOW)
        for _ in range(2)
    )
    services.start_import(actor=SYSTEM, batch_id=first.pk, now=NOW)

    with pytest.raises(ImportRunning):
        services.start_import(actor=SYSTEM, batch_id=second.pk, now=NOW)
    later = NOW + timedelta(minutes=11)
    services.start_import(actor=SYSTEM, batch_id=second.pk, now=later)
    services.continue_import(batch_id=second.pk, now=later)

    first.refresh_from_db()
    assert first.state == BatchState.FAILED
    resumed = services.start_import(actor=SYSTEM, batch_id=first.pk, now=later)
    assert services.continue_import(batch_id=resumed.pk, now=later).unchanged == 1


def test_columns_are_fixed_once_an_import_has_begun():
    batch = run(csv(row(1)))

    with pytest.raises(IllegalMove):
        services.change_proposal(actor=SYSTEM, batch_id=batch.pk, mapping={}, create_places=True, now=NOW)


def test_import_cannot_start_twice():
    batch = run(csv(row(1)))

    with pytest.raises(IllegalMove):
        services.start_import(actor=SYSTEM, batch_id=batch.pk, now=NOW)


def test_file_is_kept_until_decided_and_no_longer():
    organisation = make_organisation("camden")
    kept, dropped, old = (
        services.propose_roster(actor=SYSTEM, organisation_id=organisation.pk, data=csv(row(1)), now=NOW)
        for _ in range(3)
    )
    RosterBatch.objects.filter(pk=old.pk).update(imported_at=NOW - timedelta(hours=25))

    services.drop_proposal(actor=SYSTEM, batch_id=dropped.pk, now=NOW)
    count = services.drop_old_proposals(actor=SYSTEM, now=NOW)

    old.refresh_from_db()
    assert count == 1
    assert old.state == BatchState.DROPPED
    assert not old.stored_as
    assert default_storage.exists(kept.stored_as)
    assert "camden" not in kept.stored_as
    default_storage.delete(kept.stored_as)
    with pytest.raises(FileGone):
        services.start_import(actor=SYSTEM, batch_id=kept.pk, now=NOW)


def test_import_waits_for_columns_when_names_are_not_known():
    organisation = make_organisation("camden")
    data = csv(row(1)).replace(b"given_name", b"Vorname").replace(b"family_name", b"Nachname")
    batch = services.propose_roster(actor=SYSTEM, organisation_id=organisation.pk, data=data, now=NOW)
    with pytest.raises(ColumnsMissing, match="Given name, Family name"):
        services.start_import(actor=SYSTEM, batch_id=batch.pk, now=NOW)

    batch = services.change_proposal(
        actor=SYSTEM,
        batch_id=batch.pk,
        mapping=batch.mapping | {"given_name": 2, "family_name": 3, "nonsense": 1, "fte": 99},
        create_places=True,
        now=NOW,
    )

    assert figures(batch) == {"created": 1}
    assert "nonsense" not in batch.mapping


@pytest.mark.feature("PE-04")
def test_rosters_are_out_of_reach_for_others():
    borough, other = make_borough_staff("camden"), make_borough_staff("croydon")
    batch = run(csv(row(1)), borough.organisation)

    for actor in (borough.practitioner.actor(), borough.manager.actor(), other.training_admin.actor()):
        with pytest.raises(NotYourPlace):
            services.propose_roster(
                actor=actor, organisation_id=borough.organisation.pk, data=csv(row(1)), now=NOW
            )
        with pytest.raises(NotFound):
            services.undo_import(actor=actor, batch_id=batch.pk, now=NOW)
        with pytest.raises(NotFound):
            services.start_import(actor=actor, batch_id=batch.pk, now=NOW)


def test_trail_tells_who_imported_and_holds_no_names():
    staff = make_staff(organisation=make_organisation("camden"), role="training_admin")
    batch = services.propose_roster(
        actor=staff.actor(), organisation_id=staff.membership.organisation_id, data=csv(row(1)), now=NOW
    )
    services.start_import(actor=staff.actor(), batch_id=batch.pk, now=NOW)
    services.continue_import(batch_id=batch.pk, now=NOW)

    entries = Entry.objects.filter(about=f"people.rosterbatch:{batch.pk}").order_by("pk")
    assert [entry.verb for entry in entries] == [
        "proposed roster",
        "started roster import",
        "finished roster import",
    ]
    assert entries[0].actor_person_id == staff.person.pk
    assert "Ann1" not in str([entry.detail for entry in entries])


def test_number_of_queries_does_not_grow_with_rows(django_assert_max_num_queries):
    organisation = make_organisation("camden")
    counts = []
    for first, rows in ((1, 20), (1, 20), (1_000, 200), (1_000, 200)):
        data = csv(*(row(n, manager_email=f"p{first}@camden.example") for n in range(first, first + rows)))
        batch = services.propose_roster(
            actor=SYSTEM, organisation_id=organisation.pk, data=data, now=NOW, create_places=True
        )
        services.start_import(actor=SYSTEM, batch_id=batch.pk, now=NOW)
        with django_assert_max_num_queries(60) as captured:
            services.continue_import(batch_id=batch.pk, now=NOW)
        counts.append(len(captured))

    # Bulk statements are split where SQLite takes no more parameters; nothing is asked for each row.
    new_few, same_few, new_many, same_many = counts
    assert new_many <= new_few + 5
    assert same_many <= same_few


@pytest.mark.feature("PE-05")
def test_approver_is_the_manager_whom_the_roster_names():
    run(CAMDEN.read_bytes())

    practitioner = Person.objects.get(email="practitioner@camden.example")
    assert approver_for(practitioner.pk, TODAY).email == "manager@camden.example"


def command(*args: str, **options) -> str:
    out = StringIO()
    call_command("import_roster", *args, stdout=out, **options)
    return out.getvalue()


def test_command_imports_shows_and_undoes():
    make_organisation("camden")

    shown = command(str(CAMDEN), organisation="camden", dry_run=True)
    assert "created: 384" in shown
    assert "Row 104, Work email: The address has a letter" in shown
    assert not RosterBatch.objects.exists()
    assert "384 created" in command(str(CAMDEN), organisation="camden")
    assert "384 unchanged" in command(str(CAMDEN), organisation="camden")
    for batch in RosterBatch.objects.order_by("-pk"):
        assert "is undone" in command(undo=batch.pk)
    assert not Person.objects.exists()


def test_command_says_what_is_wrong_in_a_sentence(tmp_path):
    make_organisation("camden")
    pdf = tmp_path / "roster.csv"
    pdf.write_bytes(b"%PDF-1.7")

    with pytest.raises(CommandError, match="This is a PDF"):
        command(str(pdf), organisation="camden")
    with pytest.raises(CommandError, match="no organisation with the code nowhere"):
        command(str(CAMDEN), organisation="nowhere")
    with pytest.raises(CommandError, match="cannot be opened"):
        command(str(tmp_path / "missing.csv"), organisation="camden")
    with pytest.raises(CommandError, match="Name the file"):
        command()
    with pytest.raises(CommandError, match="cannot find"):
        command(undo=4711)
    assert not Grant.objects.exists()


@pytest.mark.feature("PE-07")
@pytest.mark.parametrize(("theirs", "said"), [(2, "Havering"), (1, "")])
def test_preview_asks_about_the_file_when_most_addresses_are_of_another_borough(theirs, said):
    make_mail_domain(make_organisation("camden"), "camden.example")
    make_mail_domain(make_organisation("havering", name="Havering"), "havering.example")
    rows = [
        row(number, email=f"p{number}@{'havering' if number <= theirs else 'camden'}.example")
        for number in (1, 2, 3)
    ]

    batch = services.propose_roster(
        actor=SYSTEM, organisation_id=organisation_by_code("camden").pk, data=csv(*rows), now=NOW
    )

    assert batch.outlook["whose"] == said


@pytest.mark.feature("PE-06", "PE-07")
def test_next_months_roster_brings_starters_movers_and_leavers():
    run(CAMDEN.read_bytes())

    batch = run((DATA / "roster-camden-november.csv").read_bytes(), create_places=None)

    assert figures(batch) == {"created": 3, "changed": 4, "ended": 2, "unchanged": 377, "refused_rows": 2}
    assert {remark["field"] for remark in batch.refused} == {"team", "fte"}
    assert membership("nia.fitzmaurice@camden.example").team.name == "Family Help North"


@pytest.mark.feature("PE-09")
def test_no_name_of_the_file_is_kept_when_the_import_is_over():
    batch = run(csv(row(1, given_name="Zoë", family_name="Brontë")))

    batch.refresh_from_db()

    assert "Zo" not in str(batch.outlook)


def test_file_of_an_import_that_stopped_is_deleted_after_a_day():
    organisation = make_organisation("camden")
    batch = services.propose_roster(actor=SYSTEM, organisation_id=organisation.pk, data=csv(row(1)), now=NOW)
    RosterBatch.objects.filter(pk=batch.pk).update(
        state=BatchState.FAILED, ended_at=NOW, imported_at=NOW - timedelta(hours=25)
    )

    services.drop_old_proposals(actor=SYSTEM, now=NOW)

    batch.refresh_from_db()
    assert (batch.state, batch.stored_as) == (BatchState.FAILED, "")


@pytest.mark.feature("PE-07")
def test_large_file_is_not_imported_before_its_preview():
    organisation = make_organisation("camden")
    batch = services.propose_roster(
        actor=SYSTEM, organisation_id=organisation.pk, data=csv(row(1)), now=NOW, with_preview=False
    )

    with pytest.raises(PreviewPending):
        services.start_import(actor=SYSTEM, batch_id=batch.pk, now=NOW)
    services.preview_roster(batch_id=batch.pk)
    started = services.start_import(actor=SYSTEM, batch_id=batch.pk, now=NOW)

    assert started.state == BatchState.RUNNING


@pytest.mark.feature("PE-07")
def test_command_refuses_another_boroughs_file_until_its_name_is_given(tmp_path):
    make_organisation("camden")
    make_mail_domain(make_organisation("havering", name="Havering"), "havering.example")
    file = tmp_path / "roster.csv"
    file.write_bytes(csv(row(1, email="p1@havering.example")))

    with pytest.raises(CommandError, match='add --although-of "Havering"'):
        command(file, organisation="camden")
    before = Person.objects.count()
    command(file, organisation="camden", although_of="Havering", new_teams="yes")

    assert before == 0
    assert Person.objects.filter(email="p1@havering.example").exists()


def test_undo_ends_the_roles_that_rest_on_it(client, clock):
    borough = make_borough_staff("camden")
    ngozi = make_user(make_membership(organisation=borough.organisation).person).person
    champion = make_grant(ngozi, "champion", borough.organisation, starts_on=TODAY)
    batch = run(
        csv(row(1, email=ngozi.email, service=borough.service.name, team=borough.team.name)),
        borough.organisation,
    )
    deputy = make_grant(ngozi, "deputy", borough.team, starts_on=TODAY)
    client.force_login(borough.training_admin.user)

    page = client.get(f"/people/roster/{batch.code}/").content.decode()
    undone = client.post(f"/people/roster/{batch.code}/undo/", follow=True).content.decode()

    assert f"Deputy manager, {borough.team.name}, {borough.organisation.name}</li>" in page
    deputy.refresh_from_db()
    champion.refresh_from_db()
    assert (deputy.void, champion.void) == (True, False)
    assert "1 role given since ended with it." in undone
    assert Entry.objects.get(verb="ended role").reason == "roster import undone"
