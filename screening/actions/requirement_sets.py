"""What is asked before somebody meets students: made, changed, put away."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from screening.models import (
    Asked,
    PolicyDocument,
    PolicyText,
    PolicyVersion,
    Requirement,
    RequirementSet,
    Training,
)
from screening.presets import DOCUMENTS, PRESETS, TRAININGS, StepPreset
from screening.usual_titles import SPANISH
from tenancy import audit
from tenancy.actor import Actor
from tenancy.context import NoDistrict, current_district
from tenancy.models import District


class CannotRetire(Exception):
    """The requirement set stays in use; the text says why."""


@transaction.atomic
def create_from_preset(code: str, *, by: Actor, on: date, name: str = "") -> RequirementSet:
    """Make a requirement set with everything that a preset asks, trainings and policies included, as a draft.

    Trainings and policies that an earlier preset brought are used again. A name that is taken gets a number behind it.
    Raises KeyError for an unknown preset.
    """
    preset, district = PRESETS[code], _district()
    made = RequirementSet.objects.create(district=district, name=_free_name(district, name or preset.name), preset=code)
    Requirement.objects.bulk_create(
        _requirement(made, step, position, district, on) for position, step in enumerate(preset.steps, start=1)
    )
    audit.record(by=by, verb="requirement_set.add", target=made, facts={"preset": code})
    return made


@transaction.atomic
def add(*, name: str, by: Actor) -> RequirementSet:
    """A requirement set that asks nothing yet, as a draft."""
    made = RequirementSet.objects.create(district=_district(), name=name)
    audit.record(by=by, verb="requirement_set.add", target=made)
    return made


@transaction.atomic
def rename(*, requirement_set: RequirementSet, name: str, by: Actor) -> None:
    """Call it something else."""
    requirement_set.name = name
    requirement_set.save(update_fields=["name"])
    audit.record(by=by, verb="requirement_set.change", target=requirement_set)


@transaction.atomic
def retire(*, requirement_set: RequirementSet, by: Actor) -> None:
    """Use it no more. Refuses (CannotRetire) while it is asked of somebody."""
    locked = RequirementSet.objects.select_for_update(of=("self",)).get(pk=requirement_set.pk)
    if Asked.objects.of(locked.district).live().filter(requirement_set=locked).exists():
        raise CannotRetire(_("It is asked of people now. Choose another one for them first."))
    locked.state = RequirementSet.State.RETIRED
    locked.save(update_fields=["state"])
    audit.record(by=by, verb="requirement_set.retire", target=locked)


@transaction.atomic
def bring_back(*, requirement_set: RequirementSet, by: Actor) -> None:
    """Use it again, as a draft."""
    requirement_set.state = RequirementSet.State.DRAFT
    requirement_set.save(update_fields=["state"])
    audit.record(by=by, verb="requirement_set.bring_back", target=requirement_set)


def _requirement(made: RequirementSet, step: StepPreset, position: int, district: District, on: date) -> Requirement:
    return Requirement(
        district=district,
        requirement_set=made,
        position=position,
        kind=step.kind,
        title=step.title,
        title_es=SPANISH.get(step.title, ""),
        check_type=step.check_type,
        tier=step.tier,
        training=_training(district, step.training) if step.training else None,
        document=_document(district, step.document, on) if step.document else None,
        valid_months=step.valid_months,
        renews_yearly=step.renews_yearly,
        minutes=step.minutes,
    )


def _training(district: District, key: str) -> Training:
    preset = TRAININGS[key]
    there = Training.objects.of(district).filter(preset=key, is_active=True).order_by("pk").first()
    there = there or Training.objects.of(district).filter(title=preset.title).first()
    return there or Training.objects.create(
        district=district,
        preset=key,
        title=preset.title,
        kind=preset.kind,
        minutes=preset.minutes,
        topics=list(preset.topics),
    )


def _document(district: District, key: str, on: date) -> PolicyDocument:
    preset = DOCUMENTS[key]
    title = preset.texts["en"][0]
    there = PolicyDocument.objects.of(district).filter(preset=key, is_active=True).order_by("pk").first()
    there = there or PolicyDocument.objects.of(district).filter(title=title).first()
    if there:
        return there
    document = PolicyDocument.objects.create(district=district, preset=key, title=title, minutes=preset.minutes)
    version = PolicyVersion.objects.create(
        district=district, document=document, number=1, published_on=on, takes_effect_on=on
    )
    PolicyText.objects.bulk_create(
        PolicyText(district=district, version=version, language=language, title=words[0], body=words[1])
        for language, words in preset.texts.items()
    )
    return document


def _free_name(district: District, wanted: str) -> str:
    taken = set(RequirementSet.objects.of(district).values_list("name", flat=True))
    names = (wanted if number == 1 else f"{wanted[:74]} ({number})" for number in range(1, 1000))
    return next(name for name in names if name not in taken)


def _district() -> District:
    district = current_district()
    if district is None:
        raise NoDistrict("A requirement set belongs to a district: open one.")
    return district
