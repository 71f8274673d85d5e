"""The demonstration: everything in one process, invented content, no second factor, and a banner that says so."""

from portal.settings.base import *

BANNER = (
    "This is a demonstration. People and records are invented, the second factor is off, "
    "and mail is written to files instead of being sent."
)
SECOND_FACTOR_REQUIRED = False
STEP_UP_MINUTES = 0
# Passkeys need HTTPS everywhere but on the machine itself.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
SIGN_IN_ALLOW_HTTP = True
ALLOW_PRIVATE_ADDRESSES = True
# Several people may try the demonstration from one address.
ACCOUNT_RATE_LIMITS = {"login_failed": "60/m/ip,20/5m/key"}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
