"""What matches that wait to start, or lack something, ask of somebody today."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentoring.gate_rules import Gate, gates_of
from mentoring.match_tabs import waiting_pauses
from mentoring.models import (
    Employer,
    Match,
    MatchException,
    MatchStudent,
    Program,
    WorkplaceApproval,
)
from mentoring.programs_at_hand import programs_among
from tenancy.pages import counted
from tenancy.permissions import Permission
from tenancy.todo import Counted, Line, Source, Todo
from tenancy.viewer import Viewer

#: After so long somebody should ask why a match has not started.
LONG = timedelta(days=7)
#: Matches that are looked through for the first page, the oldest first.
MOST_ASKED = 300
#: Requests that stand on the first page one by one.
MOST_NAMED = 3


@Source
def todos(viewer: Viewer) -> Iterator[Line]:
    """Coordinators start, decide on pauses and file; principals and administrators decide what is asked of them."""
    if viewer.can(Permission.MATCHES_EDIT) and viewer.person_id:
        yield from _pauses(viewer)
        yield from _waiting(viewer)
        yield from _without_paper(viewer)
    if viewer.can(Permission.MATCHES_EXCEPT):
        yield from _exceptions(viewer)
    if viewer.can(Permission.WORKPLACES_APPROVE):
        yield from _workplaces(viewer)


def _edited(viewer: Viewer) -> Any:
    mine = Match.objects.of(viewer.district).in_reach_of(viewer, Permission.MATCHES_EDIT)
    return mine.filter(program__archived_on=None)


def _pauses(viewer: Viewer) -> Iterator[Line]:
    """Matches that somebody decides on before they stand still."""

    def line(count: int) -> Todo:
        words = ngettext(
            "%(count)s running match lacks something. Is it to be paused?",
            "%(count)s running matches lack something. Are they to be paused?",
            count,
        )
        return Todo(
            key="matches.pauses",
            group="overdue",
            can_wait=False,
            harm=1,
            kind="bad",
            status=_("To decide"),
            sentence=words % {"count": counted(count)},
            action=_("Decide"),
            url=reverse("mentoring:pause_list"),
        )

    yield Counted(waiting_pauses(viewer), line)


def _waiting(viewer: Viewer) -> Iterator[Todo]:
    """Program by program: what is ready to start, and what has waited too long."""
    waiting = _edited(viewer).filter(state__in=[Match.State.PROPOSED, Match.State.AGREED])
    matches = list(waiting.order_by("created_at", "pk")[:MOST_ASKED])
    if not matches:
        return
    gates = gates_of(matches, viewer.today)
    by_program: dict[int, list[Gate]] = defaultdict(list)
    for match in matches:
        by_program[match.program_id].append(gates[match.pk])
    for program in programs_among(by_program, viewer):
        yield from _of_program(program, by_program[program.pk], viewer)


def _of_program(program: Program, gates: list[Gate], viewer: Viewer) -> Iterator[Todo]:
    if ready := sum(gate.is_open for gate in gates):
        words = ngettext(
            "%(count)s match in %(program)s is ready to start.",
            "%(count)s matches in %(program)s are ready to start.",
            ready,
        )
        yield Todo(
            key=f"matches.ready:{program.pk}",
            group="ready",
            harm=2,
            kind="ok",
            status=_("Ready"),
            sentence=words % {"count": ready, "program": program.name_with_year},
            action=_("Start"),
            url=reverse("mentoring:match_start_ready", args=[program.pk]),
        )
    before = viewer.today - LONG
    late = sum(any(one.since is not None and one.since < before for one in gate.blockers) for gate in gates)
    if late:
        words = ngettext(
            "%(count)s match in %(program)s has waited for something for more than %(days)s days.",
            "%(count)s matches in %(program)s have waited for something for more than %(days)s days.",
            late,
        )
        yield Todo(
            key=f"matches.waiting:{program.pk}",
            group="waiting",
            harm=2,
            kind="warn",
            status=_("Waiting"),
            sentence=words % {"count": late, "program": program.name_with_year, "days": LONG.days},
            action=_("See for what"),
            url=reverse("mentoring:readiness_list", args=[program.pk]),
        )


def _without_paper(viewer: Viewer) -> Iterator[Todo]:
    """Matches that were brought in running, of whose agreement nobody has said where it is."""
    running = _edited(viewer).filter(state=Match.State.RUNNING, started_by=None)
    rows = MatchStudent.objects.of(viewer.district).filter(
        match__in=running.values("pk"), left_on=None, packet=None, paper_signed_on=None
    )
    counts: dict[int, set[int]] = defaultdict(set)
    for program_id, match_id in rows.values_list("match__program_id", "match_id"):
        counts[program_id].add(match_id)
    for program in programs_among(counts, viewer):
        count = len(counts[program.pk])
        words = ngettext(
            "%(count)s running match in %(program)s has no signed agreement on file.",
            "%(count)s running matches in %(program)s have no signed agreement on file.",
            count,
        )
        query = urlencode({"show": "lacking", "missing": "papers"})
        yield Todo(
            key=f"matches.without_paper:{program.pk}",
            group="waiting",
            harm=2,
            kind="warn",
            status=_("Missing"),
            sentence=words % {"count": count, "program": program.name_with_year},
            action=_("See which"),
            url=f"{reverse('mentoring:readiness_list', args=[program.pk])}?{query}",
        )


def _exceptions(viewer: Viewer) -> Iterator[Todo]:
    """What coordinators ask to allow once."""
    reached = Match.objects.of(viewer.district).in_reach_of(viewer, Permission.MATCHES_EXCEPT)
    open_matches = reached.filter(ended_on=None, program__archived_on=None)
    asked = MatchException.objects.of(viewer.district).filter(
        allowed_on=None, withdrawn_on=None, match__in=open_matches.values("pk")
    )
    asked = asked.exclude(asked_by=viewer.person_id) if viewer.person_id else asked
    for one in asked.prefetch_related("asked_by").order_by("asked_on", "pk")[:MOST_NAMED]:
        name = one.asked_by.name if one.asked_by else ""
        yield Todo(
            key=f"matches.exception:{one.pk}",
            group="waiting",
            harm=2,
            kind="warn",
            status=_("To decide"),
            sentence=_("%(name)s asks to allow once what a match lacks.") % {"name": name},
            action=_("Open the match"),
            url=reverse("mentoring:match_detail", args=[one.match_id]),
        )


def _workplaces(viewer: Viewer) -> Iterator[Todo]:
    """Workplaces that somebody asks to approve."""
    asked = WorkplaceApproval.objects.of(viewer.district).filter(
        approved_on=None, withdrawn_on=None, employer__in=Employer.objects.visible_to(viewer).values("pk")
    )
    asked = asked.exclude(asked_by=viewer.person_id) if viewer.person_id else asked
    for one in asked.prefetch_related("employer").order_by("asked_on", "pk")[:MOST_NAMED]:
        yield Todo(
            key=f"workplaces.asked:{one.pk}",
            group="waiting",
            harm=2,
            kind="warn",
            status=_("To decide"),
            sentence=_("May students visit %(name)s?") % {"name": one.employer.name},
            action=_("Decide"),
            url=reverse("mentoring:workplace_approval_decide", args=[one.pk]),
        )
