"""Who reads letters to a school's counselor when the counselor does not."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from support import mails
from support.counselors import may_back_up
from support.models import CounselorBackup, Referral
from tenancy import audit
from tenancy.actor import Actor
from tenancy.models import Person, School


class CannotName(Exception):
    """Nobody is named; the text says why."""


@transaction.atomic
def name(*, school: School, person: Person, on: date, at: datetime, by: Actor) -> CounselorBackup:
    """Name the back-up of a school's counselor; somebody named before no longer is.

    What was raised because there was no back-up goes to them now. Refuses (CannotName) whoever runs programs or the
    district.
    """
    if not person.is_active or not may_back_up(person):
        raise CannotName(
            _("Administrators and coordinators do not read letters to the counselor. Choose somebody else.")
        )
    row, _is_new = CounselorBackup.objects.update_or_create(
        school=school, defaults={"person": person, "named_by_id": by.person_id, "named_on": on}
    )
    audit.record(by=by, verb="backup.name", target=row, facts={"school": school.pk, "person": person.pk})
    waiting = Referral.objects.of(school.district).unread().filter(school=school, raised_at__isnull=False)
    for one in waiting.filter(passed_at=None).exclude(written_by=person).exclude(counselor=person):
        one.backup, one.passed_at = person, at
        one.save(update_fields=["backup", "passed_at"])
        mails.referral_passed(one, to=person)
    return row


@transaction.atomic
def remove(*, backup: CounselorBackup, by: Actor) -> None:
    """Nobody reads in the counselor's place any more. What was passed on stays with whom it was passed on to."""
    facts: dict[str, audit.Fact] = {"school": backup.school_id, "person": backup.person_id}
    audit.record(by=by, verb="backup.remove", target=backup, facts=facts)
    backup.delete()
