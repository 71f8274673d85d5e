"""What every kind of running has in common: the parts, put together."""

from portal.settings.parts.accounts import *
from portal.settings.parts.apps import *
from portal.settings.parts.celery import *
from portal.settings.parts.database import *
from portal.settings.parts.logging import *
from portal.settings.parts.mail import *
from portal.settings.parts.security import *
from portal.settings.parts.storage import *
from portal.settings.parts.wagtail import *

DEBUG = False
# Shown on every page when it is not empty.
BANNER = ""
# Case systems and sign-ins of employers are asked at public addresses only; elsewhere than in production one may run
# beside us.
ALLOW_PRIVATE_ADDRESSES = False
