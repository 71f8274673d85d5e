"""The worker's side of people: rows first, tasks second. A lost task costs a minute, not an import."""

from celery import shared_task

from portal.kernel import clock
from portal.kernel.actors import SYSTEM
from portal.people import services
from portal.people.services.sessions import forget_old_sessions
from portal.people.states import BatchState

# Well under a minute's work; then the task hands over to the next, so that no time limit cuts an import off.
CHUNKS_AT_ONCE = 15


@shared_task(ignore_result=True)
def run_roster_import(batch_id: int) -> None:
    """Write a share of a running import, and ask for the next."""
    batch = services.continue_import(batch_id=batch_id, now=clock.now(), most_chunks=CHUNKS_AT_ONCE)
    if batch.state == BatchState.RUNNING:
        run_roster_import.delay(batch_id)


@shared_task(ignore_result=True, soft_time_limit=600, time_limit=660)
def preview_roster(batch_id: int) -> None:
    """Work out the preview of a large file."""
    services.preview_roster(batch_id=batch_id)


@shared_task(ignore_result=True)
def tend_rosters() -> None:
    """Every minute: take up what a dead worker left, drop uploads that nobody decided about."""
    services.resume_imports(now=clock.now(), most_chunks=CHUNKS_AT_ONCE)
    services.drop_old_proposals(actor=SYSTEM, now=clock.now())
    for batch_id in services.proposals_without_preview():
        preview_roster.delay(batch_id)


@shared_task(ignore_result=True)
def tend_editor_groups() -> None:
    """Every night: grants that began or ended by date reach the editor's groups."""
    services.keep_editor_groups(on=clock.today(clock.now()))


@shared_task(ignore_result=True)
def tend_sessions() -> None:
    """Every night: what ended sessions held leaves the database."""
    forget_old_sessions(now=clock.now())


@shared_task(ignore_result=True)
def forget_old_words() -> int:
    """Every night: words about requests that ended long ago go."""
    return services.forget_old_words(now=clock.now())
