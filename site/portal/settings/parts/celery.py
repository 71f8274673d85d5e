"""The worker and its clock. A task that is lost costs time only; see docs/adr for the outbox."""

from celery.schedules import crontab

from portal.settings.env import ENV

CELERY_BROKER_URL = ENV.redis_url
CELERY_RESULT_BACKEND = None
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = "Europe/London"
CELERY_ENABLE_UTC = True
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TASK_SOFT_TIME_LIMIT = 120
CELERY_TASK_TIME_LIMIT = 180
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A request must not wait for a broker that is down: the sweep below does what a lost nudge would have done.
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {"socket_connect_timeout": 2, "socket_timeout": 5} if ENV.has_redis else {"polling_interval": 0.5}
)

CELERY_BEAT_SCHEDULE = {
    "deliver what the outbox holds": {
        "task": "portal.outbox.tasks.sweep",
        "schedule": 10.0,
        "options": {"expires": 10},
    },
    "send the notices that are due": {
        "task": "portal.notifications.tasks.send_due",
        "schedule": 15.0,
        "options": {"expires": 15},
    },
    "tell those who confirm that somebody waits": {
        "task": "portal.assembly.tasks.tell_who_confirms",
        "schedule": crontab(hour=7, minute=40, day_of_week="mon-fri"),
    },
    "tend roster imports": {
        "task": "portal.people.tasks.tend_rosters",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "forget sessions that are over": {
        "task": "portal.people.tasks.tend_sessions",
        "schedule": crontab(hour=1, minute=30),
    },
    "forget the words of old complaints": {
        "task": "portal.people.tasks.forget_old_words",
        "schedule": crontab(hour=2, minute=50),
    },
    "tend the editor's groups": {
        "task": "portal.people.tasks.tend_editor_groups",
        "schedule": crontab(hour=0, minute=10),
    },
    "pass on places that nobody took in time": {
        "task": "courses.tasks.expire_holds_and_offers",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "pass on earlier times": {
        "task": "consultations.tasks.tend_waits",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "tell of links that could not be delivered": {
        "task": "consultations.tasks.tell_of_stuck",
        "schedule": 600.0,
        "options": {"expires": 600},
    },
    "close runs that are over": {
        "task": "courses.tasks.finish_runs",
        "schedule": crontab(minute=5),
    },
    "delete access and dietary needs in time": {
        "task": "courses.tasks.delete_old_needs",
        "schedule": crontab(hour=2, minute=20),
    },
    "let champions' terms lapse that are over": {
        "task": "champions.tasks.keep_terms",
        "schedule": crontab(hour=2, minute=40),
    },
    "publish pages at their hour": {
        "task": "portal.pages.tasks.publish_scheduled",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "remind editors of pages to read again": {
        "task": "portal.pages.tasks.remind_of_reviews",
        "schedule": crontab(hour=7, minute=30),
    },
    "audit the invariants": {
        "task": "portal.assembly.tasks.audit_invariants",
        "schedule": crontab(hour=3, minute=20),
    },
}
