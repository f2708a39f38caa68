"""Who agreed to which version of a policy."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from screening.actions import records
from screening.actions.records import CannotRecord as CannotRecord
from screening.actions.records import Recorded
from screening.models import Acknowledgement, PolicyDocument, PolicyVersion
from tenancy.actor import Actor
from tenancy.models import Person


@transaction.atomic
def give(*, person: Person, version: PolicyVersion, language: str, on: date, by: Actor) -> Acknowledgement:
    """A person agrees, on their own page, to the version they have just read. Twice on a day is once.

    Refuses (CannotRecord) a version that a newer one has replaced meanwhile: they read something else then.
    """
    newest = newest_version(version.document)
    if newest is None or newest.pk != version.pk:
        raise CannotRecord(_("There is a newer version of this policy. Please read that one."))
    there = (
        Acknowledgement.objects.of(person.district).live().filter(person=person, version=version, acknowledged_on=on)
    )
    if found := there.first():
        return found
    row = Acknowledgement(
        district=person.district,
        person=person,
        version=version,
        acknowledged_on=on,
        how=Acknowledgement.How.ONLINE,
        language=language,
    )
    return records.write(row, verb="acknowledgement.give", on=on, by=by, is_own_deed=True)


@transaction.atomic
def record(
    *, people: Sequence[Person], document: PolicyDocument, acknowledged_on: date, on: date, by: Actor
) -> Recorded[Acknowledgement]:
    """Write down that these people agreed on paper to the newest version. Left out is whom it is recorded of already.

    Refuses (CannotRecord) oneself, a day to come, a day before that version was published, and a policy without any
    wording.
    """
    records.not_later(acknowledged_on, on)
    if len(people) == 1:
        records.refuse_own([people[0].pk], by)
    version = newest_version(document)
    if version is None:
        raise CannotRecord(_("This policy has no text yet."))
    if acknowledged_on < version.published_on:
        raise CannotRecord(_("The newest version was published after this day, so it was another one that was signed."))
    skipped = reasons_to_skip(people, document=document, acknowledged_on=acknowledged_on, by=by)
    rows = [
        Acknowledgement(
            district=document.district,
            person=person,
            version=version,
            acknowledged_on=acknowledged_on,
            how=Acknowledgement.How.PAPER,
        )
        for person in people
        if person.pk not in skipped
    ]
    saved = records.write_many(rows, verb="acknowledgement.record", on=on, by=by)
    return Recorded(saved, [(person.name, skipped[person.pk]) for person in people if person.pk in skipped])


def newest_version(document: PolicyDocument) -> PolicyVersion | None:
    """The version that is read and agreed to now."""
    return PolicyVersion.objects.of(document.district).filter(document=document).order_by("-number").first()


def reasons_to_skip(
    people: Sequence[Person], *, document: PolicyDocument, acknowledged_on: date, by: Actor
) -> dict[int, str]:
    """By person: why it is not recorded of them."""
    same = (
        Acknowledgement.objects.of(document.district)
        .live()
        .filter(
            version=newest_version(document),
            acknowledged_on=acknowledged_on,
            person__in=[person.pk for person in people],
        )
    )
    there = dict.fromkeys(same.values_list("person_id", flat=True), _("is recorded already for this day"))
    return there | records.own_to_skip(people, by)
