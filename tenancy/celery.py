"""Tasks of a district, and ringing the bell for them."""

import logging
import time
from functools import partial
from typing import Any

from celery import Signature, Task
from django.db import transaction

from tenancy.context import NoDistrict, current_district, task_district

log = logging.getLogger(__name__)

#: The message header that carries the district's id.
HEADER = "waymark_district"


class DistrictTask(Task[..., Any]):
    """A task of one district, or, with ``outside = True``, of none.

    Sets the district, not a transaction: the body opens ``district()`` once for each unit of work and commits it.
    Refuses (NoDistrict) a message without a district.
    """

    abstract = True
    outside = False

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Run the body with its district at hand for ``district()``."""
        if self.outside:
            return super().__call__(*args, **kwargs)
        named = (self.request.headers or {}).get(HEADER) or self.request.get(HEADER) or task_district.get()
        if named is None:
            raise NoDistrict(f"{self.name} was sent without a district.")
        token = task_district.set(int(named))
        try:
            return super().__call__(*args, **kwargs)
        finally:
            task_district.reset(token)


def ring(task: Task[..., Any] | Signature[Any], *args: Any) -> None:
    """Ask for a task of the district at hand as soon as this transaction stands. Never raises, never waits.

    A broker that is away costs time only, and that not for every bell: the sweep finds what was left. (A plain
    ``delay_on_commit`` would raise after the commit.)
    """
    opened = current_district()
    headers = {HEADER: opened.pk if opened else task_district.get()}
    transaction.on_commit(partial(_publish, task, args, headers), robust=True)


class Bell:
    """When this process may ring again. Each try to reach a broker that is away may cost a second."""

    #: Seconds of silence after a bell that was not heard.
    PAUSE = 5
    silent_until = 0.0


def _publish(task: Task[..., Any] | Signature[Any], args: tuple[Any, ...], headers: dict[str, Any]) -> None:
    if time.monotonic() < Bell.silent_until:
        return
    try:
        task.apply_async(args, headers=headers, retry=False)
    except Exception as fault:  # kombu raises its own, redis its own, the socket its own
        Bell.silent_until = time.monotonic() + Bell.PAUSE
        log.warning("bell_not_rung", extra={"task": task.name, "fault": type(fault).__name__})
