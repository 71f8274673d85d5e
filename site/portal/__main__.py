"""The `portal` command: Django's management commands under the settings that PORTAL_ENV names."""

import os
import sys

from django.core.management import execute_from_command_line

from portal.settings.env import settings_module


def main() -> None:
    """Run one management command; the first argument is its name."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", settings_module())
    execute_from_command_line([sys.argv[0].replace("__main__.py", "portal"), *sys.argv[1:]])


if __name__ == "__main__":
    main()
