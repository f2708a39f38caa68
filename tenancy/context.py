"""One transaction, one district. Everything fails closed: no context, no rows.

    with district("oak") as oak:
        Person.objects.of(oak)…

Requests get their context from ``tenancy.middleware``; tasks open it themselves, once for each unit of work.
"""

import zoneinfo
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.db import connection, transaction
from django.urls import get_script_prefix, get_urlconf, set_script_prefix, set_urlconf
from django.utils import timezone

from tenancy.models import District
from tenancy.roles import DISTRICT_SETTING, PLATFORM


class NoDistrict(RuntimeError):
    """A district was needed and none was named, or a second one was named inside the first."""


_open: ContextVar[District | None] = ContextVar("open_district", default=None)
_platform: ContextVar[bool] = ContextVar("platform", default=False)
#: The district of the task that is running, set by tenancy.celery; ``district()`` without an argument opens it.
task_district: ContextVar[int | None] = ContextVar("task_district", default=None)


def current_district() -> District | None:
    """The district whose context is open here, if any."""
    return _open.get()


@contextmanager
def district(which: District | int | str | None = None) -> Iterator[District]:
    """Open a district (a row, its id or its slug; inside a task, the task's own): one transaction, one district.

    Inside, the database shows and takes only its rows, times are its local times and addresses reverse below its
    mount point. An exception rolls everything back. Opening the same district again is a savepoint. Raises NoDistrict
    when another one is open, when none was named, or when there is no such district.
    """
    wanted = _find(which)
    opened = _open.get()
    if opened is not None and opened.pk == wanted.pk and connection.in_atomic_block:
        with transaction.atomic():
            yield opened
        return
    if opened is not None or _platform.get():
        raise NoDistrict(f"Cannot open {wanted.slug}: {opened.slug if opened else 'the platform'} is open here.")
    token = _open.set(wanted)
    try:
        with _mounted(wanted), timezone.override(zoneinfo.ZoneInfo(wanted.time_zone)):
            nested = connection.in_atomic_block
            with transaction.atomic():
                _name_district(str(wanted.pk))
                yield wanted
                # Leaving the outermost block ends the setting; leaving a savepoint does not, so it is ended here.
                if nested and not connection.needs_rollback:
                    _name_district("")
    finally:
        _open.reset(token)


@contextmanager
def platform(reason: str) -> Iterator[None]:
    """Work across districts as platform staff, for one transaction and with a reason; the caller audits it.

    Raises NoDistrict without a reason or while a district is open.
    """
    if not reason.strip():
        raise NoDistrict("Work across districts needs a reason.")
    if _open.get() is not None or _platform.get():
        raise NoDistrict("Work across districts cannot start inside a district.")
    token = _platform.set(True)
    try:
        nested = connection.in_atomic_block
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL ROLE {PLATFORM}")
            yield
            if nested and not connection.needs_rollback:
                with connection.cursor() as cursor:
                    cursor.execute("SET LOCAL ROLE NONE")
    finally:
        _platform.reset(token)


def check_keys_now() -> None:
    """Check every deferred key now, while the request that broke one is still at hand."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def _find(which: District | int | str | None) -> District:
    which = task_district.get() if which is None else which
    if which is None and (opened := _open.get()):
        return opened
    if isinstance(which, District):
        return which
    found = District.objects.filter(**({"slug": which} if isinstance(which, str) else {"pk": which})).first()
    if which is None or found is None:
        raise NoDistrict(f"There is no district {which!r}.")
    return found


def _name_district(value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", [DISTRICT_SETTING, value])


@contextmanager
def _mounted(at: District) -> Iterator[None]:
    """Addresses reverse below /d/<slug>/ in here, so nothing needs to carry the slug."""
    prefix, urlconf = get_script_prefix(), get_urlconf()
    set_script_prefix(at.mount_point)
    set_urlconf(settings.DISTRICT_URLCONF)
    try:
        yield
    finally:
        set_script_prefix(prefix)
        set_urlconf(urlconf)
