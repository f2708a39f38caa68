"""Policies in writing and their versions."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from screening.actions import standings
from screening.models import PolicyDocument, PolicyText, PolicyVersion, Requirement, RequirementSet
from tenancy import audit
from tenancy.actor import Actor
from tenancy.models import District

#: Language → title and text.
Texts = Mapping[str, tuple[str, str]]


class CannotPublish(Exception):
    """Nothing is published; the text says why."""


@transaction.atomic
def add(*, district: District, title: str, minutes: int, texts: Texts, on: date, by: Actor) -> PolicyDocument:
    """A new policy with its first version, in effect at once."""
    made = PolicyDocument.objects.create(district=district, title=title, minutes=minutes)
    audit.record(by=by, verb="policy_document.add", target=made)
    _version(made, 1, texts, on=on, takes_effect_on=on, asks_again=True)
    return made


@transaction.atomic
def publish(
    *, document: PolicyDocument, texts: Texts, takes_effect_on: date, asks_again: bool, on: date, by: Actor
) -> PolicyVersion:
    """A new version. With ``asks_again`` whoever agreed to an older one must agree to it by the day it takes effect.

    Refuses (CannotPublish) a day that lies behind, and a version without any text. Says anew who is cleared until when.
    """
    if takes_effect_on < on:
        raise CannotPublish(_("A new version takes effect today at the earliest."))
    if not texts:
        raise CannotPublish(_("Write the text in at least one language."))
    locked = PolicyDocument.objects.select_for_update(of=("self",)).get(pk=document.pk)
    newest = PolicyVersion.objects.of(locked.district).filter(document=locked).aggregate(newest=Max("number"))["newest"]
    number = (newest or 0) + 1
    version = _version(locked, number, texts, on=on, takes_effect_on=takes_effect_on, asks_again=asks_again)
    audit.record(
        by=by, verb="policy_document.publish", target=locked, facts={"number": number, "asks_again": asks_again}
    )
    asking = Requirement.objects.of(locked.district).filter(until_version=None, document=locked)
    for pk in sorted(set(asking.values_list("requirement_set_id", flat=True))):
        standings.refresh_set(requirement_set_id=pk, district=locked.district, on=on, by=by)
    return version


@transaction.atomic
def change(*, document: PolicyDocument, title: str, minutes: int, by: Actor) -> None:
    """Set its name or the minutes right; the wording changes by a new version only."""
    document.title, document.minutes = title, minutes
    document.save(update_fields=["title", "minutes"])
    audit.record(by=by, verb="policy_document.change", target=document)


def sets_asking(document: PolicyDocument) -> list[str]:
    """Names of the requirement sets that ask for it."""
    asking = Requirement.objects.of(document.district).filter(until_version=None, document=document)
    sets = RequirementSet.objects.of(document.district).usable().filter(pk__in=asking.values("requirement_set"))
    return list(sets.order_by("name").values_list("name", flat=True))


def _version(
    document: PolicyDocument, number: int, texts: Texts, *, on: date, takes_effect_on: date, asks_again: bool
) -> PolicyVersion:
    version = PolicyVersion.objects.create(
        district=document.district,
        document=document,
        number=number,
        published_on=on,
        takes_effect_on=takes_effect_on,
        asks_again=asks_again,
    )
    PolicyText.objects.bulk_create(
        PolicyText(district=document.district, version=version, language=language, title=title, body=body)
        for language, (title, body) in texts.items()
    )
    return version
