"""How mail leaves: over SMTP, or into files that a person can read."""

from urllib.parse import parse_qs, unquote

from portal.settings.env import ENV

DEFAULT_FROM_EMAIL = "Practice Hub <no-reply@practicehub.example>"
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_TIMEOUT = 20

if ENV.email_url.scheme == "file":
    EMAIL_BACKEND = "portal.assembly.mail_files.ReadableFiles"
    EMAIL_FILE_PATH = unquote(ENV.email_url.path)
else:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = ENV.email_url.hostname or "localhost"
    EMAIL_PORT = ENV.email_url.port or (465 if ENV.email_url.scheme == "smtps" else 587)
    EMAIL_HOST_USER = unquote(ENV.email_url.username or "")
    EMAIL_HOST_PASSWORD = unquote(ENV.email_url.password or "")
    EMAIL_USE_SSL = ENV.email_url.scheme == "smtps"
    _options = parse_qs(ENV.email_url.query)
    EMAIL_USE_TLS = not EMAIL_USE_SSL and _options.get("tls", ["off"]) == ["on"]
    if _options.get("from"):
        DEFAULT_FROM_EMAIL = SERVER_EMAIL = _options["from"][0]
