"""How people sign in: a work email, a password, a typed code, and a second factor."""

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/my/"
LOGOUT_REDIRECT_URL = "/"

AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email",)},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "portal.people.passwords.PredictablePasswordValidator"},
]

ACCOUNT_ADAPTER = "portal.people.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "signup": "portal.people.forms.SignUpForm",
    "add_email": "portal.people.forms.AddEmailForm",
    "login": "portal.people.password_forms.SignInForm",
    "change_password": "portal.people.password_forms.NewPasswordForm",
    "set_password": "portal.people.password_forms.FirstPasswordForm",
    "reset_password": "portal.people.password_forms.ForgottenPasswordForm",
    "reset_password_from_key": "portal.people.password_forms.ChosenPasswordForm",
    "reauthenticate": "portal.people.password_forms.PasswordAgainForm",
    "confirm_email_verification_code": "portal.people.password_forms.EmailCodeForm",
    "confirm_password_reset_code": "portal.people.password_forms.ForgottenCodeForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_MAX_EMAIL_ADDRESSES = 2
# "strict" tells a stranger nothing: signing up with an address that has an account looks like any other sign-up.
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True
# A link would be opened by the mail scanners of councils; a typed code is not.
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True

MFA_ADAPTER = "portal.people.factor_adapter.FactorAdapter"
MFA_FORMS = {
    "add_webauthn": "portal.people.factor_forms.AddPasskeyForm",
    "edit_webauthn": "portal.people.factor_forms.RenamePasskeyForm",
    "authenticate": "portal.people.factor_forms.CodeForm",
    "reauthenticate": "portal.people.password_forms.CodeAgainForm",
    "activate_totp": "portal.people.password_forms.AppForm",
}
MFA_TOTP_ISSUER = "Practice Hub"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# Addresses are proved by a typed code before anybody signs in, so an account with a factor may add one and change.
MFA_ALLOW_UNVERIFIED_EMAIL = True

SOCIALACCOUNT_ADAPTER = "portal.people.employer_adapter.EmployerAdapter"
SOCIALACCOUNT_FORMS = {"signup": "portal.people.employer_forms.EmployerSignUpForm"}
# PKCE for every employer, also for one that was set up by hand.
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True}}
# Production talks to employers by HTTPS only.
SIGN_IN_ALLOW_HTTP = False
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_STORE_TOKENS = False

# Leads, second sign-off, training administrators, administrators and editors set one up before anything else.
SECOND_FACTOR_REQUIRED = True
# Minutes; 0 turns a limit off. Idle is a locked office at lunch, absolute a long working day.
SESSION_IDLE_MINUTES = 60
SESSION_ABSOLUTE_MINUTES = 12 * 60
# How old the last proof of who one is may be when a consultation record is opened.
STEP_UP_MINUTES = 15
# Whose session the browser held last; see portal.people.sessions.owner_mark.
OWNER_COOKIE_NAME = "hub-owner"
# That somebody left in a hurry some minutes ago; see portal.pages.leaving.
LEFT_COOKIE_NAME = "hub-left"
# Answers on the way to the result of a pathway's check; see consultations.views.pathways.
ANSWERS_COOKIE_NAME = "hub-answers"
