"""What is asked before somebody meets students: made, changed, put away."""

from datetime import date

from django.db import transaction

from screening.models import (
    PolicyDocument,
    PolicyText,
    PolicyVersion,
    Requirement,
    RequirementSet,
    Training,
)
from screening.presets import DOCUMENTS, PRESETS, TRAININGS, StepPreset
from tenancy import audit
from tenancy.actor import Actor
from tenancy.context import NoDistrict, current_district
from tenancy.models import District


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


def _requirement(made: RequirementSet, step: StepPreset, position: int, district: District, on: date) -> Requirement:
    return Requirement(
        district=district,
        requirement_set=made,
        position=position,
        kind=step.kind,
        title=step.title,
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
