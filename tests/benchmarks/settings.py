"""The portal as production runs it, plus two addresses to compare with."""

from portal.settings.test import *  # noqa: F403 - settings are put together that way

STORAGES = STORAGES | {  # noqa: F405 - from the settings above
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
}
STATIC_ROOT = ENV.data / "static"  # noqa: F405 - from the settings above
ROOT_URLCONF = "tests.benchmarks.urls"
WHITENOISE_AUTOREFRESH = False
WHITENOISE_USE_FINDERS = False
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
