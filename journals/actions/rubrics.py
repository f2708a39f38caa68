"""Rubrics of programs: begun from a preset, changed, replaced once a grade stands on one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction

from journals import presets
from journals.models import Criterion, Level, Rubric
from mentoring.actions.programs import refuse_archived
from mentoring.models import Program
from tenancy import audit
from tenancy.actor import Actor


@dataclass(frozen=True)
class CriterionWanted:
    """One thing to look at, and its levels: points → word; each in Spanish as well, where somebody wrote it."""

    name: str
    about: str = ""
    levels: Mapping[int, str] = field(default_factory=dict)
    name_es: str = ""
    levels_es: Mapping[int, str] = field(default_factory=dict)


_LEVELS_ES = {points: presets.SPANISH[words] for points, words in presets.LEVELS.items()}
PRESET = [
    CriterionWanted(one.name, one.about, presets.LEVELS, presets.SPANISH[one.name], _LEVELS_ES)
    for one in presets.CRITERIA
]


def in_use(program: Program) -> Rubric | None:
    """The rubric by which a program's entries are judged now."""
    rows = Rubric.objects.of(program.district).filter(program=program, ended_on=None)
    return rows.prefetch_related("criteria__levels").first()


@transaction.atomic
def write(*, program: Program, name: str, criteria: Sequence[CriterionWanted], on: date, by: Actor) -> Rubric:
    """The program's rubric reads like this from now on.

    One on which a grade stands is never changed: it ends, and a new one takes its place; its grades keep it. Refuses
    (programs.CannotChange) in an archived program.
    """
    refuse_archived(program)
    rows = Rubric.objects.of(program.district).filter(program=program, ended_on=None)
    now = rows.select_for_update(of=("self",)).first()
    is_used = now is not None and now.grades.exists()
    if now is not None and is_used:
        now.ended_on = on
        now.save(update_fields=["ended_on"])
    if now is None or is_used:
        rubric = Rubric.objects.create(
            district_id=program.district_id, program=program, name=name, added_by_id=by.person_id, added_on=on
        )
    else:
        rubric = now
        rubric.name = name
        rubric.save(update_fields=["name"])
        rubric.criteria.all().delete()
    for position, wanted in enumerate(criteria, start=1):
        _add(rubric, position, wanted)
    audit.record(by=by, verb="rubric.replace" if is_used else "rubric.write", target=rubric)
    return rubric


def _add(rubric: Rubric, position: int, wanted: CriterionWanted) -> None:
    made = Criterion.objects.create(
        district_id=rubric.district_id,
        rubric=rubric,
        position=position,
        name=wanted.name,
        name_es=wanted.name_es,
        about=wanted.about,
    )
    Level.objects.bulk_create(
        Level(
            district_id=rubric.district_id,
            criterion=made,
            points=points,
            words=words,
            words_es=wanted.levels_es.get(points, ""),
        )
        for points, words in wanted.levels.items()
    )


def begin(*, program: Program, on: date, by: Actor) -> Rubric:
    """Begin with three criteria of four levels, or return the rubric that is there. Refuses as ``write``."""
    return in_use(program) or write(program=program, name=presets.RUBRIC_NAME, criteria=PRESET, on=on, by=by)
