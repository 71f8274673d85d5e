"""The tests: fast hashing, no rate limits. Django puts mail in memory itself; a live portal sends it to EMAIL_URL."""

from portal.settings.base import *

# Tests move the clock by months; those of accounts turn these on.
SECOND_FACTOR_REQUIRED = False
SESSION_IDLE_MINUTES = SESSION_ABSOLUTE_MINUTES = STEP_UP_MINUTES = 0
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
SIGN_IN_ALLOW_HTTP = True
ALLOW_PRIVATE_ADDRESSES = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ACCOUNT_RATE_LIMITS = False
MFA_RATE_LIMITS = False
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
