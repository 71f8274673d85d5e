"""Keys, cookies and headers. See docs/adr/0007-two-content-security-policies.md."""

from csp.constants import NONE, SELF, UNSAFE_INLINE

from portal.settings.env import ENV

SECRET_KEY = ENV.secret_key
FIELD_KEYS = list(ENV.field_keys)
ALLOWED_HOSTS = list(ENV.allowed_hosts)
TRUSTED_PROXIES = list(ENV.trusted_proxies)
BASE_URL = ENV.base_url

# The portal itself: everything from here, nothing inline. Pictures may be data URIs: the QR code of the second factor.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}

# Wagtail's editor starts its date pickers and inline panels with inline scripts, and shows previews in a frame.
CMS_PREFIX = "/cms/"
CMS_CONTENT_SECURITY_POLICY = {
    **CONTENT_SECURITY_POLICY["DIRECTIVES"],
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "frame-ancestors": [SELF],
}

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
PERMISSIONS_POLICY = ", ".join(
    f"{device}=()"
    for device in (
        "accelerometer",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "microphone",
        "payment",
        "usb",
    )
)

SESSION_ENGINE = "django.contrib.sessions.backends.db"
# Longer than our own limits (accounts.py), over a long weekend: they end sessions, and a row that is still there says
# why. The night empties it (`people.services.sessions`).
SESSION_COOKIE_AGE = 4 * 24 * 60 * 60
# Sentences for the next page can name people; a cookie of theirs could be read where the session cannot.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
# A token that changed because somebody signed in again in another tab does not cost what was typed.
CSRF_FAILURE_VIEW = "portal.people.views.kept_answers.refused_token"
