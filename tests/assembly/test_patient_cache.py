"""Redis goes and comes back, and nobody is kept out meanwhile."""

from collections.abc import Iterator

import pytest

from portal.assembly.patient_cache import PatientCache
from tests.harness.servers import RedisServer

pytestmark = [pytest.mark.postgres, pytest.mark.feature("OP-02")]


@pytest.fixture
def redis() -> Iterator[RedisServer]:
    server = RedisServer()
    yield server
    server.remove()


def cache_of(server: RedisServer) -> PatientCache:
    return PatientCache(server.url, {"OPTIONS": {"socket_connect_timeout": 5, "socket_timeout": 5}})


def test_tries_are_counted_together_while_redis_answers(redis: RedisServer) -> None:
    one, other = cache_of(redis), cache_of(redis)

    assert one.add("tries", 1, 60)
    one.incr("tries")

    assert other.get("tries") == 2
    assert not other.add("tries", 1, 60)


def test_each_process_counts_for_itself_while_redis_is_down_and_together_again_after(
    redis: RedisServer,
) -> None:
    cache = cache_of(redis)
    cache.set("tries", 7, 60)
    redis.server.end()

    assert cache.get("tries") is None
    assert cache.add("tries", 1, 60)
    assert cache.incr("tries") == 2
    assert cache.get_many(["tries"]) == {"tries": 2}
    cache.delete("tries")
    assert not cache.has_key("tries")

    redis.start()
    cache.set("tries", 3, 60)
    assert cache_of(redis).get("tries") == 3
