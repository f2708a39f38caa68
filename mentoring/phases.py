"""The line of a program's six phases: which are over, which one is now, which come."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from mentoring.models import Phase, Program, ProgramPhase


@dataclass(frozen=True)
class PhaseStep:
    """One phase on the line."""

    label: str
    starts_on: date
    state: Literal["over", "now", "ahead"]


def phase_now(phases: Iterable[ProgramPhase], on: date) -> Phase | None:
    """The phase that a program is in on a day; None before the first one."""
    begun = [Phase(one.phase) for one in phases if one.has_come(on)]
    return max(begun, key=list(Phase).index, default=None)


def phase_line(program: Program, on: date) -> list[PhaseStep]:
    """A program's phases in their order, as of a day. An archived program's are all over."""
    found = {Phase(one.phase): one for one in program.phases.all()}
    now = None if program.is_archived else phase_now(found.values(), on)
    return [
        PhaseStep(str(phase.label), found[phase].starts_on, _state(found[phase], phase == now, program, on))
        for phase in Phase
        if phase in found
    ]


def _state(row: ProgramPhase, is_now: bool, program: Program, on: date) -> Literal["over", "now", "ahead"]:
    if is_now:
        return "now"
    return "over" if program.is_archived or row.has_come(on) else "ahead"
