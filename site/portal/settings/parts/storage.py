"""Files and cache. Uploads lie outside every folder that a web server shows."""

from typing import Any
from urllib.parse import SplitResult, parse_qs, unquote

from django.core.exceptions import ImproperlyConfigured

from portal.settings.env import ENV


def storage_from(url: SplitResult) -> dict[str, Any]:
    """Django's description of the file store at a URL; `ImproperlyConfigured` for an unknown scheme."""
    if url.scheme == "file":
        return {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": unquote(url.path), "base_url": "/files/"},
        }
    if url.scheme == "s3":
        query = parse_qs(url.query)
        return {
            "BACKEND": "storages.backends.s3.S3Storage",
            "OPTIONS": {
                "bucket_name": url.hostname,
                "access_key": unquote(url.username or "") or None,
                "secret_key": unquote(url.password or "") or None,
                "endpoint_url": query.get("endpoint", [None])[0],
                "region_name": query.get("region", [None])[0],
                "default_acl": "private",
                "querystring_auth": True,
                "file_overwrite": False,
            },
        }
    raise ImproperlyConfigured(f"STORAGE_URL must begin with file:// or s3://, not {url.scheme}://.")


STORAGES = {
    "default": storage_from(ENV.storage_url),
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Only production gathers static files into a folder; elsewhere they are read from where they lie.
STATIC_ROOT = ENV.data / "static" if ENV.is_production else None
MEDIA_URL = "/files/"
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

CACHES: dict[str, dict[str, Any]] = {
    "default": (
        {
            "BACKEND": "portal.assembly.patient_cache.PatientCache",
            "LOCATION": ENV.redis_url,
            "KEY_PREFIX": "hub",
            # In seconds: whoever signs in while Redis hangs waits no longer than this for each thing it is asked.
            "OPTIONS": {"socket_connect_timeout": 0.5, "socket_timeout": 1},
        }
        if ENV.has_redis
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "hub"}
    )
}
