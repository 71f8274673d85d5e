"""Redis for what processes count together, and this process's own memory while Redis does not answer.

Nothing in the cache is the truth: it counts tries and keeps what is quickly made again. So a Redis that is down keeps
nobody out: each process counts for itself until it is back.
"""

import logging
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import ConnectionError as Unreachable
from redis.exceptions import TimeoutError as TooSlow

log = logging.getLogger(__name__)


class PatientCache(RedisCache):
    """Django's cache in Redis, which falls back on memory. `OPTIONS` should hold short time-outs."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._memory = LocMemCache("while-redis-is-down", {**params, "OPTIONS": {}})


def _or_from_memory(name: str) -> Any:
    ask_redis = getattr(RedisCache, name)

    def ask(self: PatientCache, *args: Any, **kwargs: Any) -> Any:
        try:
            return ask_redis(self, *args, **kwargs)
        except (Unreachable, TooSlow):
            log.warning("Redis does not answer: %s counts in this process alone.", name)
            return getattr(self._memory, name)(*args, **kwargs)

    return ask


for _name in (
    "add", "clear", "delete", "delete_many", "get", "get_many", "has_key", "incr", "set", "set_many", "touch",
):  # fmt: skip
    setattr(PatientCache, _name, _or_from_memory(_name))
