"""A broker and a worker of the test's own, which it may stop and kill."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection
from redis import Redis

from local.children import Child, Family
from local.servers import Servers, temporary_home
from tests.mail_server import MailServer
from tests.stack.running import ROOT


class Broker:
    """A Valkey of its own, which keeps what it was given when it is stopped."""

    def __init__(self, servers: Servers) -> None:
        self.servers = servers
        self.url = servers.environment()["REDIS_URL"]

    def start(self) -> None:
        self.servers.start_valkey()

    def stop(self) -> None:
        self.servers.family.children[-1].stop()

    @property
    def contents(self) -> str:
        """Everything that lies in it, as text."""
        with Redis.from_url(self.url, db=0) as redis:
            return " ".join(repr(redis.dump(key)) + repr(_value(redis, key)) for key in redis.keys("*"))


@contextmanager
def own_broker() -> Iterator[Broker]:
    """A broker that is not the other tests'; stopped until it is started."""
    folder = Path(tempfile.mkdtemp(prefix="waymark-broker-", dir=temporary_home()))
    with Family(temporary=[folder]) as family:
        yield Broker(Servers(folder, family=family))


@contextmanager
def worker(broker: Broker, smtp: MailServer, folder: Path) -> Iterator[Child]:
    """A Celery worker on the test's database, broker and mail server; it runs while the block does."""
    name = connection.settings_dict["NAME"]
    environment = {
        **os.environ,
        "DATABASE_URL": os.environ["DATABASE_URL"].replace("/waymark?", f"/{name}?"),
        "REDIS_URL": broker.url,
        "EMAIL_URL": f"smtp://127.0.0.1:{smtp.port}",
    }
    command = [sys.executable, "-m", "celery", "-A", "config", "worker", "--concurrency=1", "--loglevel=warning"]
    child = Child(name="worker", command=command, log=folder / "worker.log", environment=environment, folder=ROOT)
    with Family() as family:
        family.spawn(child)
        yield child


def _value(redis: Redis, key: bytes) -> object:
    kind = redis.type(key)
    if kind == b"list":
        return redis.lrange(key, 0, -1)
    if kind == b"hash":
        return redis.hgetall(key)
    return redis.smembers(key) if kind == b"set" else None
