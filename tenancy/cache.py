"""A cache that may be away."""

import logging
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis import exceptions

log = logging.getLogger(__name__)

_AWAY = (exceptions.ConnectionError, exceptions.TimeoutError, OSError)


class ForgivingRedisCache(RedisCache):
    """Redis as a cache that answers "not there" while the server is away, so that pages go on.

    Nothing that must hold is kept in it: counters of tried codes stand in the database.
    """

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        """The value, or the default."""
        try:
            return super().get(key, default, version)
        except _AWAY:
            log.warning("cache_away")
            return default

    def get_many(self, keys: Any, version: int | None = None) -> dict[Any, Any]:
        """The values that are there."""
        try:
            return dict(super().get_many(keys, version))
        except _AWAY:
            log.warning("cache_away")
            return {}

    def set(self, key: Any, value: Any, *args: Any, **kwargs: Any) -> None:
        """Keep the value, if the server is there."""
        try:
            super().set(key, value, *args, **kwargs)
        except _AWAY:
            log.warning("cache_away")

    def add(self, key: Any, value: Any, *args: Any, **kwargs: Any) -> bool:
        """Keep the value if there is none yet; True when it was kept, or could not be looked up."""
        try:
            return bool(super().add(key, value, *args, **kwargs))
        except _AWAY:
            log.warning("cache_away")
            return True

    def delete(self, key: Any, version: int | None = None) -> bool:
        """Forget the value."""
        try:
            return bool(super().delete(key, version))
        except _AWAY:
            log.warning("cache_away")
            return False

    def has_key(self, key: Any, version: int | None = None) -> bool:
        """Whether there is a value."""
        try:
            return bool(super().has_key(key, version))
        except _AWAY:
            log.warning("cache_away")
            return False
