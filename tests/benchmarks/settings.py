"""The portal as production runs it, plus two addresses to compare with."""

from portal.settings.test import *  # noqa: F403 - settings are put together that way

ROOT_URLCONF = "tests.benchmarks.urls"
WHITENOISE_AUTOREFRESH = False
WHITENOISE_USE_FINDERS = False
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
