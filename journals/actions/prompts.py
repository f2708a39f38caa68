"""Questions for entries: added, changed, put in order, ended."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from classes.models import ClassFocus
from journals import presets
from journals.models import Prompt
from mentoring.actions.programs import refuse_archived
from mentoring.models import ClassGroup, Program
from tenancy import audit
from tenancy.actor import Actor


@transaction.atomic
def add(
    *,
    program: Program,
    text: str,
    text_es: str,
    class_group: ClassGroup | None,
    focus: ClassFocus | None,
    on: date,
    by: Actor,
) -> Prompt:
    """Offer a question, behind those that are there. Refuses (programs.CannotChange) in an archived program."""
    refuse_archived(program)
    prompt = Prompt.objects.create(
        district_id=program.district_id,
        program=program,
        class_group=class_group,
        focus=focus,
        text=text,
        text_es=text_es,
        position=_last(program) + 1,
        added_by_id=by.person_id,
        added_on=on,
    )
    audit.record(by=by, verb="prompt.add", target=prompt)
    return prompt


@transaction.atomic
def add_preset(*, program: Program, on: date, by: Actor) -> int:
    """Offer the usual questions that are not offered yet; returns how many were added. Refuses as ``add``."""
    refuse_archived(program)
    there = set(
        Prompt.objects.of(program.district).filter(program=program, ended_on=None).values_list("text", flat=True)
    )
    missing = [one for one in presets.PROMPTS if one.en not in there]
    last = _last(program)
    Prompt.objects.bulk_create(
        Prompt(
            district_id=program.district_id,
            program=program,
            text=one.en,
            text_es=one.es,
            position=last + number,
            added_by_id=by.person_id,
            added_on=on,
        )
        for number, one in enumerate(missing, start=1)
    )
    if missing:
        audit.record(by=by, verb="prompt.add_preset", target=program, facts={"count": len(missing)})
    return len(missing)


@transaction.atomic
def change(*, prompt: Prompt, by: Actor, **values: object) -> Prompt:
    """Change the words of a question or to whom it is offered. Entries keep the words that they answered."""
    refuse_archived(prompt.program)
    changed = [name for name, value in values.items() if getattr(prompt, name) != value]
    for name in changed:
        setattr(prompt, name, values[name])
    prompt.save(update_fields=changed or None)
    if changed:
        audit.record(by=by, verb="prompt.change", target=prompt, facts={"fields": changed})
    return prompt


@transaction.atomic
def end(*, prompt: Prompt, on: date, by: Actor) -> None:
    """Offer it no more. Entries that answer it keep it."""
    refuse_archived(prompt.program)
    prompt.ended_on = on
    prompt.save(update_fields=["ended_on"])
    audit.record(by=by, verb="prompt.end", target=prompt)


@transaction.atomic
def bring_back(*, prompt: Prompt, by: Actor) -> None:
    """Offer an ended question again."""
    refuse_archived(prompt.program)
    prompt.ended_on = None
    prompt.save(update_fields=["ended_on"])
    audit.record(by=by, verb="prompt.bring_back", target=prompt)


@transaction.atomic
def move(*, prompt: Prompt, is_up: bool, by: Actor) -> None:
    """Change places with the question before or after it."""
    refuse_archived(prompt.program)
    rows: Sequence[Prompt] = list(
        Prompt.objects.of(prompt.district)
        .filter(program=prompt.program_id)
        .in_use()
        .in_list_order()
        .select_for_update(of=("self",))
    )
    place = next((number for number, one in enumerate(rows) if one.pk == prompt.pk), None)
    if place is None or not 0 <= (other := place + (-1 if is_up else 1)) < len(rows):
        return
    ordered = list(rows)
    ordered[place], ordered[other] = ordered[other], ordered[place]
    for number, one in enumerate(ordered, start=1):
        one.position = number
    Prompt.objects.bulk_update(ordered, ["position"])
    audit.record(by=by, verb="prompt.move", target=prompt)


def _last(program: Program) -> int:
    rows = Prompt.objects.of(program.district).filter(program=program).order_by("-position")
    return rows.values_list("position", flat=True).first() or 0
