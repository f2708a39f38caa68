"""Letters to the school counselor: write, read, note, close; passed to the back-up, raised with administrators (S-21).

What was written is read here alone, by those alone who may, and every reading is written down. The log never holds it.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from mentoring.models import Student
from support import mails
from support.counselors import administrators, backup_of, counselors_of, hours_to_read
from support.models import Referral, ReferralText
from support.school_hours import SchoolHours
from tenancy import audit
from tenancy.actor import Actor
from tenancy.models import District

#: Letters that a sweep looks at in one transaction.
CHUNK = 100


class CannotWrite(Exception):
    """Nothing was sent; the text says why."""


class CannotRead(Exception):
    """Nothing is read; the text says why."""


@transaction.atomic
def write(*, student: Student, text: str, at: datetime, by: Actor) -> Referral:
    """Write to the counselor of the student's school; only they read it. They get a mail that names nobody.

    Where there is no counselor it goes to the back-up at once, and where there is none either, the administrators see
    that it exists. Refuses (CannotWrite) who is no person of the district.
    """
    if by.person_id is None:
        raise CannotWrite(_("Only people of the district write to the counselor."))
    found = [one for one in counselors_of(student.district, student.school) if one.pk != by.person_id]
    referral = Referral.objects.create(
        student=student,
        school=student.school,
        written_by_id=by.person_id,
        written_at=at,
        counselor=found[0] if found else None,
    )
    ReferralText.objects.create(referral=referral, author_id=by.person_id, text=text, at=at)
    audit.record(by=by, verb="referral.write", target=referral, facts={"has_counselor": bool(found)})
    if referral.counselor is not None:
        mails.referral_written(referral, to=referral.counselor)
    else:
        _pass_on(referral, at=at, by=Actor.system("referrals"))
    return referral


@transaction.atomic
def read(*, referral: Referral, at: datetime, by: Actor) -> list[ReferralText]:
    """What was written and noted, oldest first. Each reading is written down; the first one opens it.

    Refuses (CannotRead) everybody but the counselor, and the back-up once it was passed on.
    """
    live = _readable(referral, by)
    audit.record(by=by, verb="referral.read", target=live)
    if live.opened_at is None:
        live.opened_at, live.opened_by_id = at, by.person_id
        live.save(update_fields=["opened_at", "opened_by"])
    texts = ReferralText.objects.of(live.district).filter(referral=live)
    return list(texts.order_by("at", "pk").prefetch_related("author"))


@transaction.atomic
def note(*, referral: Referral, text: str, at: datetime, by: Actor) -> ReferralText:
    """Add a note that the same readers alone read. What stands there stays."""
    live = _readable(referral, by)
    made = ReferralText(referral=live, text=text, at=at)
    made.author_id = by.person_id  # type: ignore[assignment]  # one of the readers
    made.save()
    audit.record(by=by, verb="referral.note", target=live)
    return made


@transaction.atomic
def close(*, referral: Referral, at: datetime, by: Actor) -> None:
    """It is settled. Refuses (CannotRead) one that nobody has opened."""
    live = _readable(referral, by)
    if live.opened_at is None:
        raise CannotRead(_("Read it before you close it."))
    live.closed_at = at
    live.save(update_fields=["closed_at"])
    audit.record(by=by, verb="referral.close", target=live)


@transaction.atomic
def reopen(*, referral: Referral, by: Actor) -> None:
    """It is not settled after all."""
    live = _readable(referral, by)
    live.closed_at = None
    live.save(update_fields=["closed_at"])
    audit.record(by=by, verb="referral.reopen", target=live)


def _readable(referral: Referral, by: Actor) -> Referral:
    live = Referral.objects.select_for_update(of=("self",)).get(pk=referral.pk)
    readers = {live.counselor_id, live.backup_id if live.passed_at else None} - {None}
    if by.person_id not in readers:
        raise CannotRead(_("Only the counselor reads this."))
    return live


# What happens by itself


def sweep(*, district: District, at: datetime, after: int = 0) -> int | None:
    """Pass on what the counselor has not opened in time, raise what nobody has: the next CHUNK of unread letters.

    Returns where to go on, None at the end. Asking twice does nothing more.
    """
    rows = Referral.objects.of(district).unread().filter(raised_at=None, pk__gt=after).order_by("pk")
    unread = list(rows.prefetch_related("school")[:CHUNK])
    if not unread:
        return None
    school_hours, hours = SchoolHours.of(district), hours_to_read(district, {one.student_id for one in unread})
    for one in unread:
        since = one.passed_at or one.written_at
        if school_hours.have_passed(hours[one.student_id], since=since, now=at, school_id=one.school_id):
            _move_on(one, at)
    return unread[-1].pk


@transaction.atomic
def _move_on(referral: Referral, at: datetime) -> None:
    live = Referral.objects.select_for_update(of=("self",)).get(pk=referral.pk)
    if live.opened_at is not None or live.raised_at is not None:
        return
    by = Actor.system("referrals")
    if live.passed_at is None:
        _pass_on(live, at=at, by=by)
    else:
        _raise(live, at=at, by=by)


def _pass_on(referral: Referral, *, at: datetime, by: Actor) -> None:
    """To the back-up of the school; without one, to the administrators' eyes."""
    backup = backup_of(referral.district, referral.school)
    if backup is None or backup.pk == referral.written_by_id or backup.pk == referral.counselor_id:
        _raise(referral, at=at, by=by)
        return
    referral.backup, referral.passed_at = backup, at
    referral.save(update_fields=["backup", "passed_at"])
    audit.record(by=by, verb="referral.pass_on", target=referral, facts={"to": backup.pk})
    mails.referral_passed(referral, to=backup)


def _raise(referral: Referral, *, at: datetime, by: Actor) -> None:
    referral.raised_at = at
    referral.save(update_fields=["raised_at"])
    audit.record(by=by, verb="referral.raise", target=referral)
    for one in administrators(referral.district):
        mails.referral_raised(referral, to=one)
