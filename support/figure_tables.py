"""Figures of running matches: visits, silence, plan against actual, the promised time; extras by student."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy

from meetings.models import SpecialKind
from meetings.reading import Special, held_of, next_of, specials_of
from mentoring.match_table import members_of
from mentoring.models import Match, MatchMentor, MatchStudent, PlaceKind, Student
from support.forms.figures import PerkFilterForm, PromiseFilterForm, QuietFilterForm
from support.forms.lists import MatchesFilterForm
from support.forms.visits import VisitFilterForm
from support.hours import Hours, hours_of
from support.models import Visit
from support.quiet import quiet_for
from support.specials import season_start
from support.visit_days import at_workplaces
from tenancy.lists import ListColumn, ListScreen, read_once
from tenancy.permissions import Permission
from tenancy.tables import Cell, Kind
from tenancy.viewer import Viewer


def running(viewer: Viewer) -> Any:
    """The running matches that this viewer sees, of programs that go on."""
    mine = Match.objects.visible_to(viewer).filter(state=Match.State.RUNNING, program__archived_on=None)
    return mine if viewer.can(Permission.SUPPORT_VIEW) else mine.none()


def _titles(matches: Sequence[Match], viewer: Viewer) -> Mapping[int, Cell]:
    found = members_of(matches, viewer)
    return {one.pk: Cell(found[one.pk].title, url=reverse("mentoring:match_detail", args=[one.pk])) for one in matches}


def _programs(matches: Sequence[Match], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(one.program.name) for one in matches}


def _teachers(matches: Sequence[Match], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(one.supervising_teacher.name if one.supervising_teacher else "") for one in matches}


def _starts(matches: Sequence[Match], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(one.starts_on or "") for one in matches}


def _next_meetings(matches: Sequence[Match], viewer: Viewer) -> Mapping[int, Cell]:
    found = next_of([one.pk for one in matches], timezone.now())
    return {
        pk: Cell(date_format(localtime(one.starts_at), "DATETIME_FORMAT") if one.starts_at else "")
        for pk, one in found.items()
    }


_MATCH: ListColumn[Match] = ListColumn("match", gettext_lazy("Match"), _titles)
_PROGRAM: ListColumn[Match] = ListColumn("program", gettext_lazy("Program"), _programs, prefetch=["program"])
_TEACHER: ListColumn[Match] = ListColumn(
    "teacher", gettext_lazy("Supervising teacher"), _teachers, is_shown=False, prefetch=["supervising_teacher"]
)
_START: ListColumn[Match] = ListColumn("starts", gettext_lazy("Started on"), _starts, is_shown=False)
_COUNTED = ngettext_lazy("%(words)s match", "%(words)s matches", "count")

# Not met for a while


def _quiet_rows(viewer: Viewer) -> Any:
    return running(viewer).not_paused()


def _silence(matches: Sequence[Match], viewer: Viewer) -> Mapping[int, Cell]:
    words = _("%(count)s school days")
    return {
        one.match_id: Cell(words % {"count": one.school_days}, kind="bad" if one.is_long else "warn")
        for one in quiet_for(viewer)
    }


def _last_before_silence(matches: Sequence[Match], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.match_id: Cell(one.last_on or _("Not met yet")) for one in quiet_for(viewer)}


def _last_meetings(matches: Sequence[Match], viewer: Viewer) -> Mapping[int, Cell]:
    held = held_of([one.pk for one in matches])
    return {pk: Cell(one.last_on or _("Not met yet")) for pk, one in held.items()}


QUIET: ListScreen[Match] = ListScreen(
    name="not-met-for-a-while",
    caption=gettext_lazy("Not met for a while"),
    counted=_COUNTED,
    lead=gettext_lazy("Counted in school days of the student’s school. The mentor is reminded first."),
    rows=_quiet_rows,
    form=QuietFilterForm,
    columns=[
        _MATCH,
        ListColumn("silence", gettext_lazy("Without a meeting"), _silence),
        ListColumn("last", gettext_lazy("Last meeting"), _last_before_silence),
        ListColumn("next", gettext_lazy("Next meeting"), _next_meetings),
        _PROGRAM,
        _TEACHER,
        _START,
    ],
    export_url_name="support:quiet_export",
    export_verb="quiet.export",
    empty_title=gettext_lazy("Everybody has met lately"),
    empty_text=gettext_lazy("A match shows here after as many school days without a meeting as the rules allow."),
    icon="inbox",
    key="created_at",
)

# Visits to workplaces


def _visit_rows(viewer: Viewer) -> Any:
    return at_workplaces(running(viewer))


def _last_visits(matches: Sequence[Any], viewer: Viewer) -> Mapping[int, Cell]:
    rows = Visit.objects.of(viewer.district).filter(match__in=[one.pk for one in matches], visited_on__isnull=False)
    newest = {one.match_id: one for one in rows.order_by("visited_on", "pk").prefetch_related("visited_by")}
    return {pk: Cell(one.visited_on, note=one.visited_by.name if one.visited_by else "") for pk, one in newest.items()}


def _visits_due(matches: Sequence[Any], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: _due_cell(one, viewer.today) for one in matches if one.visit_due_on}


def _due_cell(match: Any, today: date) -> Cell:
    planned = match.planned_visit_on
    if planned and planned >= today:
        return Cell(_("Planned for %(day)s") % {"day": date_format(planned)}, kind="info")
    day = date_format(match.visit_due_on)
    if match.visit_due_on <= today:
        return Cell(_("Due since %(day)s") % {"day": day}, kind="bad")
    return Cell(_("By %(day)s") % {"day": day}, kind="ok")


def _visit_pages(matches: Sequence[Any], viewer: Viewer) -> Mapping[int, Cell]:
    return {
        one.pk: Cell(_("Note or plan a visit"), url=reverse("support:visit_note", args=[one.pk])) for one in matches
    }


VISITS: ListScreen[Match] = ListScreen(
    name="workplace-visits",
    caption=gettext_lazy("Workplace visits"),
    counted=_COUNTED,
    lead=gettext_lazy("Somebody of the school looks in where students meet at a workplace."),
    rows=_visit_rows,
    form=VisitFilterForm,
    columns=[
        _MATCH,
        ListColumn("due", gettext_lazy("Next visit"), _visits_due),
        ListColumn("last", gettext_lazy("Last visit"), _last_visits),
        ListColumn("note", gettext_lazy("Visit"), _visit_pages),
        _TEACHER,
        _PROGRAM,
        _START,
    ],
    export_url_name="support:visit_export",
    export_verb="visit.export",
    empty_title=gettext_lazy("No match meets at a workplace"),
    empty_text=gettext_lazy("Running matches show here when their plan names the workplace as a place to meet."),
    icon="inbox",
    key="created_at",
)

# Plan against actual


def hour_words(minutes: int) -> str:
    """Minutes as people say them: "5.5 hours"."""
    count = minutes / 60
    shown = f"{count:.1f}".rstrip("0").rstrip(".")
    return ngettext("%(count)s hour", "%(count)s hours", round(count)) % {"count": shown}


@read_once
def _hours(matches: Sequence[Match], viewer: Viewer) -> Mapping[int, Hours]:
    return hours_of(matches, viewer.today)


def _planned(matches: Sequence[Match], viewer: Viewer) -> Mapping[int, Cell]:
    words = _("%(held)s of %(planned)s")
    return {pk: Cell(words % {"held": one.held, "planned": one.planned}) for pk, one in _hours(matches, viewer).items()}


def _hours_held(matches: Sequence[Match], viewer: Viewer) -> Mapping[int, Cell]:
    return {pk: Cell(round(one.minutes_held / 60, 1)) for pk, one in _hours(matches, viewer).items()}


def _hours_planned(matches: Sequence[Match], viewer: Viewer) -> Mapping[int, Cell]:
    return {pk: Cell(round(one.minutes_planned / 60, 1)) for pk, one in _hours(matches, viewer).items()}


def _shares(matches: Sequence[Match], viewer: Viewer) -> Mapping[int, Cell]:
    return {pk: Cell(f"{one.share}%") for pk, one in _hours(matches, viewer).items()}


def _in_person(matches: Sequence[Match], viewer: Viewer) -> Mapping[int, Cell]:
    held = held_of([one.pk for one in matches], until=viewer.today)
    return {
        pk: Cell(round((one.minutes - one.minutes_by_place.get(PlaceKind.ONLINE.value, 0)) / 60, 1))
        for pk, one in held.items()
    }


HOURS: ListScreen[Match] = ListScreen(
    name="hours",
    caption=gettext_lazy("Hours, plan against actual"),
    counted=_COUNTED,
    rows=running,
    form=MatchesFilterForm,
    columns=[
        _MATCH,
        ListColumn("meetings", gettext_lazy("Meetings held"), _planned),
        ListColumn("held", gettext_lazy("Hours held"), _hours_held, is_number=True),
        ListColumn("planned", gettext_lazy("Hours planned"), _hours_planned, is_number=True),
        ListColumn("share", gettext_lazy("Of the plan"), _shares, is_number=True),
        ListColumn("person", gettext_lazy("Hours face to face"), _in_person, is_number=True),
        ListColumn("last", gettext_lazy("Last meeting"), _last_meetings, is_shown=False),
        _PROGRAM,
        _TEACHER,
        _START,
    ],
    export_url_name="support:hours_export",
    export_verb="hours.export",
    empty_title=gettext_lazy("No match is running"),
    empty_text=gettext_lazy("Running matches show here with what they planned and what they held."),
    icon="inbox",
    key="created_at",
)

# The promised time


def _promised(matches: Sequence[Match], viewer: Viewer) -> Mapping[int, Cell]:
    return {pk: Cell(one.promised_until or "") for pk, one in _hours(matches, viewer).items()}


def left_words(days: int | None) -> tuple[str, Kind]:
    """How much of the promised time is left, in words."""
    if days is None:
        return "", ""
    if days < 0:
        return _("Fulfilled"), "ok"
    words = ngettext("%(count)s day left", "%(count)s days left", days) % {"count": days}
    return words, "warn" if days <= 30 else "info"


def _left(matches: Sequence[Match], viewer: Viewer) -> Mapping[int, Cell]:
    cells = {}
    for pk, one in _hours(matches, viewer).items():
        words, kind = left_words(one.days_left)
        cells[pk] = Cell(words, kind=kind)
    return cells


PROMISES: ListScreen[Match] = ListScreen(
    name="promised-time",
    caption=gettext_lazy("Promised time"),
    counted=_COUNTED,
    lead=gettext_lazy("Counted from each match’s own first day. Before it is over, close the match or go on with it."),
    rows=running,
    form=PromiseFilterForm,
    columns=[
        _MATCH,
        ListColumn("until", gettext_lazy("Promised until"), _promised),
        ListColumn("left", gettext_lazy("Left"), _left),
        ListColumn("meetings", gettext_lazy("Meetings held"), _planned),
        ListColumn("starts", gettext_lazy("Started on"), _starts),
        _PROGRAM,
        _TEACHER,
    ],
    export_url_name="support:promise_export",
    export_verb="promise.export",
    empty_title=gettext_lazy("No match is running"),
    empty_text=gettext_lazy("Running matches show here with the time that was promised before they were signed."),
    icon="inbox",
    key="created_at",
)

# Gifts and extras


def perk_rows(viewer: Viewer) -> "QuerySet[Student]":
    """The students of running matches whom this viewer sees at work."""
    in_match = MatchStudent.objects.filter(
        district=OuterRef("district"), student=OuterRef("pk"), left_on=None, match__state=Match.State.RUNNING
    )
    known = Student.objects.of(viewer.district).known_to_staff(viewer)
    mine = known.filter(Exists(in_match)).prefetch_related("person")
    return mine if viewer.can(Permission.SUPPORT_VIEW) else mine.none()


def _students(students: Sequence[Student], viewer: Viewer) -> Mapping[int, Cell]:
    return {
        one.pk: Cell(one.person.sorted_name, url=reverse("mentoring:student_detail", args=[one.pk])) for one in students
    }


def _mentors(students: Sequence[Student], viewer: Viewer) -> Mapping[int, Cell]:
    rows = MatchStudent.objects.of(viewer.district).filter(
        student__in=[one.pk for one in students], left_on=None, match__state=Match.State.RUNNING
    )
    by_match: dict[int, list[int]] = {}
    for match_id, student_id in rows.values_list("match_id", "student_id"):
        by_match.setdefault(match_id, []).append(student_id)
    mentors = MatchMentor.objects.of(viewer.district).filter(match__in=by_match, left_on=None).order_by("pk")
    names: dict[int, list[str]] = {}
    for row in mentors.prefetch_related("mentor__person"):
        for student_id in by_match[row.match_id]:
            names.setdefault(student_id, []).append(row.mentor.person.name)
    return {pk: Cell(", ".join(dict.fromkeys(found))) for pk, found in names.items()}


@read_once
def _perks(students: Sequence[Student], viewer: Viewer) -> Mapping[int, Sequence[Special]]:
    return specials_of([one.pk for one in students], season_start(viewer))


def _perk_counts(students: Sequence[Student], viewer: Viewer) -> Mapping[int, Cell]:
    found = _perks(students, viewer)
    return {one.pk: Cell(len(found.get(one.pk, ()))) for one in students}


def _perk_dollars(students: Sequence[Student], viewer: Viewer) -> Mapping[int, Cell]:
    found = _perks(students, viewer)
    return {one.pk: Cell(sum(perk.dollars or 0 for perk in found.get(one.pk, ()))) for one in students}


def _perk_kinds(students: Sequence[Student], viewer: Viewer) -> Mapping[int, Cell]:
    cells = {}
    for pk, perks in _perks(students, viewer).items():
        counted = Counter(str(SpecialKind(perk.kind).label) for perk in perks)
        cells[pk] = Cell(", ".join(f"{kind} ({count})" for kind, count in sorted(counted.items())))
    return cells


def _perk_last(students: Sequence[Student], viewer: Viewer) -> Mapping[int, Cell]:
    found = _perks(students, viewer)
    return {pk: Cell(perks[-1].on, note=perks[-1].note) for pk, perks in found.items() if perks}


def _student_schools(students: Sequence[Student], viewer: Viewer) -> Mapping[int, Cell]:
    return {one.pk: Cell(one.school.name if one.school else "") for one in students}


PERKS: ListScreen[Student] = ListScreen(
    name="gifts-and-extras",
    caption=gettext_lazy("Gifts and extras, by student"),
    counted=ngettext_lazy("%(words)s student", "%(words)s students", "count"),
    lead=gettext_lazy(
        "What mentors noted under “anything special?” in this school year, so that no student is left out."
    ),
    rows=perk_rows,
    form=PerkFilterForm,
    columns=[
        ListColumn("student", gettext_lazy("Student"), _students),
        ListColumn("count", gettext_lazy("Times"), _perk_counts, is_number=True),
        ListColumn("dollars", gettext_lazy("Worth about (dollars)"), _perk_dollars, is_number=True),
        ListColumn("kinds", gettext_lazy("What it was"), _perk_kinds),
        ListColumn("last", gettext_lazy("Last time"), _perk_last),
        ListColumn("mentor", gettext_lazy("Mentor"), _mentors),
        ListColumn("school", gettext_lazy("School"), _student_schools, is_shown=False, prefetch=["school"]),
    ],
    export_url_name="support:perk_export",
    export_verb="perk.export",
    empty_title=gettext_lazy("No match is running"),
    empty_text=gettext_lazy("Students of running matches show here, also those who got nothing special."),
    icon="people",
)
