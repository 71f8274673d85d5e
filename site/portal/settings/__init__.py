"""Settings: one module for each kind of running; `parts` by subject; `env` alone reads the environment."""

import django_stubs_ext

# Lets annotations such as `models.Field[str, str]` and `File[bytes]`, which the type checker wants, stand at run
# time as well; Django's own classes take no arguments yet (code.djangoproject.com/ticket/33174).
django_stubs_ext.monkeypatch()
