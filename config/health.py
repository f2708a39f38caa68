"""Whether everything lives: /healthz."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from agreements import seal_keys
from correspondence import outbox
from tenancy.http import open_to_all
from tenancy.models import Heartbeat

#: Worker and beat show themselves every few seconds; after this long without a sign they count as down.
SILENCE = timedelta(seconds=60)
#: A worker seals and verifies a probe once an hour.
SEAL_SILENCE = timedelta(hours=2)

Answer = dict[str, Any]


@require_safe
@never_cache
@open_to_all("monitoring asks it without signing in; it tells counts and ages only")
def healthz(request: HttpRequest) -> JsonResponse:
    """JSON on database, broker, worker, beat, outbox, seal; 503 when one of the first four is down.

    A seal that fails stops nobody: signatures are taken, and documents are sealed later.
    """
    parts = {"database": _checked(_database), "broker": _checked(_broker)}
    parts |= {name: _checked(partial(_heartbeat, name)) for name in ("worker", "beat")}
    is_well = all(part["ok"] for part in parts.values())
    answer = {"ok": is_well, **parts, "outbox": _checked(_outbox), "seal": _checked(_seal)}
    return JsonResponse(answer, status=200 if is_well else 503)


def _checked(probe: Callable[[], Answer]) -> Answer:
    """The probe's answer, or that it could not be asked. Never says why: that stands in the log of the part itself."""
    try:
        return probe()
    except (DatabaseError, redis.exceptions.RedisError, OSError):
        return {"ok": False}


def _database() -> Answer:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return {"ok": True}


def _broker() -> Answer:
    with redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=1) as client:
        return {"ok": bool(client.ping())}


def _heartbeat(name: str) -> Answer:
    seen = Heartbeat.objects.filter(name=name).first()
    silence = timezone.now() - seen.at if seen else None
    return {
        "ok": silence is not None and silence < SILENCE,
        "seconds_ago": round(silence.total_seconds()) if silence is not None else None,
    }


def _seal() -> Answer:
    """For how many more days documents can be sealed, and when the worker last sealed and verified a probe."""
    seen = Heartbeat.objects.filter(name="seal").first()
    left = seal_keys.days_left(settings.SEAL_KEYS_DIR, timezone.now())
    age = timezone.now() - seen.at if seen else None
    return {
        "ok": bool(left) and age is not None and age < SEAL_SILENCE,
        "days_left": left,
        "seconds_ago": round(age.total_seconds()) if age is not None else None,
    }


def _outbox() -> Answer:
    """How much waits past its time, and for how long: counts only, over all districts."""
    pending = outbox.pending()
    return {"ok": True, "waiting": pending.count, "oldest_seconds": pending.oldest_seconds}
