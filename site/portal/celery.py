"""The worker's door: `celery -A portal worker` and `celery -A portal beat`.

Tasks are small and carry ids. What matters is a row first and a task second, so losing the broker costs
time and nothing else: the beat below finds every row that is due.
"""

import os

from celery import Celery

from portal.settings.env import settings_module

os.environ.setdefault("DJANGO_SETTINGS_MODULE", settings_module())

app = Celery("portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
