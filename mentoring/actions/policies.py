"""The rules of a program are changed."""

from typing import Any

from django.db import transaction
from django.db.models import Count

from mentoring.actions.programs import refuse_archived
from mentoring.models import Format, MatchStudent, Policy, Program
from tenancy import audit
from tenancy.actor import Actor


@transaction.atomic
def change(*, policy: Policy, by: Actor, reason: str = "", **values: Any) -> list[str]:
    """Change rules of a program. Returns the names of what changed; the audit log keeps each before and after.

    Refuses (programs.CannotChange) in an archived program.
    """
    refuse_archived(Program.objects.select_for_update(of=("self",)).get(pk=policy.program_id))
    before = Policy.objects.select_for_update(of=("self",)).get(pk=policy.pk)
    changed = [name for name, value in values.items() if value != getattr(before, name)]
    if not changed:
        return []
    for name in changed:
        setattr(policy, name, values[name])
    policy.save(update_fields=changed)
    if "several_mentors" in changed:
        _hold_to_one(policy)
    facts: dict[str, audit.Fact] = {name: f"{_code(getattr(before, name))} → {_code(values[name])}" for name in changed}
    audit.record(by=by, verb="policy.change", target=policy, reason=reason, facts=facts)
    return changed


def _hold_to_one(policy: Policy) -> None:
    """Let the database hold the program's one-to-one matches to one a student, or no longer.

    Students who have several by now keep them; no other is proposed to them.
    """
    open_now = MatchStudent.objects.of(policy.district).filter(
        match__program=policy.program_id, match__format=Format.ONE_TO_ONE, match__ended_on=None, left_on=None
    )
    if policy.several_mentors:
        open_now.update(is_alone=False)
        return
    everywhere = MatchStudent.objects.of(policy.district).filter(
        match__format=Format.ONE_TO_ONE, match__ended_on=None, left_on=None
    )
    counted = everywhere.order_by().values("student").annotate(number=Count("pk")).filter(number=1)
    open_now.filter(student__in=counted.values("student")).update(is_alone=True)


def _code(value: object) -> str:
    """A value as the log keeps it: numbers, codes, yes and no."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(str(one) for one in value) or "–"
    return "–" if value in (None, "") else str(value)
