"""What supporting a match adds to pages below: a match’s, a student’s for mentor and parent, one’s own program."""

from collections.abc import Iterator
from datetime import date, datetime, time

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from mentoring.models import Match, MatchObjective, MatchStudent, Student
from mentoring.page_parts import PagePart, section
from support.call_table import SAFE_KINDS, call_url, due_words
from support.figure_tables import hour_words, left_words
from support.hours import Hours, hours_of
from support.models import GoalReview, ObjectiveState, SupportCall, Visit
from support.review_table import STATE_KINDS, states_of
from tenancy.models import Person
from tenancy.permissions import Permission
from tenancy.person_pages import PersonSection, SectionEvent, SectionRow
from tenancy.viewer import Viewer

#: Talks that a match's page shows.
MOST_TALKS = 6

# The page of a match, for staff


def match_hours(match: Match, viewer: Viewer) -> PagePart | None:
    """Plan against actual, and the promised time."""
    if not viewer.can(Permission.SUPPORT_VIEW) or match.starts_on is None:
        return None
    found = hours_of([match], viewer.today)[match.pk]
    # How many meetings there were stands in a part of its own.
    facts = _hours_facts(found, is_over=match.ended_on is not None)[1:]
    return section(PersonSection(_("Time together"), facts=facts))


def _hours_facts(hours: Hours, *, is_over: bool) -> list[tuple[str, object]]:
    words = _("%(held)s of %(planned)s")
    until = date_format(hours.promised_until) if hours.promised_until else ""
    left = "" if is_over else left_words(hours.days_left)[0]
    planned, held = hour_words(hours.minutes_planned), hour_words(hours.minutes_held)
    return [
        (_("Meetings held"), words % {"held": hours.held, "planned": hours.planned}),
        (_("Time"), words % {"held": held, "planned": planned}),
        (_("Promised until"), " · ".join(filter(None, [until, left]))),
    ]


def match_talks(match: Match, viewer: Viewer) -> PagePart | None:
    """The next talks and the last ones; asking for one."""
    if not viewer.can(Permission.SUPPORT_VIEW) or match.starts_on is None:
        return None
    seen = SupportCall.objects.visible_to(viewer).filter(match=match).prefetch_related("person")
    waiting = list(seen.filter(held_on=None, skipped_on=None).order_by("due_on", "pk")[:MOST_TALKS])
    over = list(seen.exclude(held_on=None, skipped_on=None).order_by("-due_on", "-pk")[:MOST_TALKS])
    shown = [*(waiting if match.state == Match.State.RUNNING else ()), *over]
    links = []
    if viewer.can(Permission.SUPPORT_EDIT) and match.state == Match.State.RUNNING:
        links = [(_("Ask for a support call"), reverse("support:call_ask", args=[match.pk]))]
    rows = [_talk_row(one, viewer) for one in shown]
    empty = _("No talk yet. They are due by the program’s rules while the match runs.")
    return section(PersonSection(_("Support calls"), rows=rows, links=links, empty=empty))


def _talk_row(call: SupportCall, viewer: Viewer) -> SectionRow:
    words, kind = due_words(call, viewer.today)
    if call.is_safe and call.is_safe != SupportCall.Safe.YES and call.followed_up_at is None:
        words, kind = _("Not safe or not sure"), SAFE_KINDS[call.is_safe]
    note = " · ".join(filter(None, [call.get_role_display(), call.next_step or call.skip_reason]))
    return SectionRow(call.person.name, note=note, kind=kind, status=words, links=[(_("Open"), call_url(call, viewer))])


def match_goals(match: Match, viewer: Viewer) -> PagePart | None:
    """Where each objective stands, and what both sides say of it."""
    if not viewer.can(Permission.SUPPORT_VIEW) or match.starts_on is None:
        return None
    objectives = list(match.objectives.order_by("position"))
    states = states_of(viewer.district, objectives)
    may_say = viewer.can(Permission.SUPPORT_EDIT) or viewer.can(Permission.MEETINGS_EDIT)
    rows = []
    for one in objectives:
        said = states.get(one.pk)
        links = [(_("Say where it stands"), reverse("support:objective_say", args=[one.pk]))] if may_say else []
        status, kind = (said.get_state_display(), STATE_KINDS[said.state]) if said else ("", "")
        rows.append(SectionRow(one.text, note=said.note if said else "", kind=kind, status=status, links=links))
    newest = GoalReview.objects.of(viewer.district).filter(match=match).order_by("-asked_on", "-pk").first()
    is_asked = newest is not None and newest.closed_on is None
    part = {
        "section": PersonSection(_("Goals"), rows=rows, empty=_("No objectives are written into the plan.")),
        "review": newest,
        "match": match,
        "may_ask": may_say and bool(objectives) and match.state == Match.State.RUNNING and not is_asked,
    }
    return PagePart("support/parts/match_goals.html", part)


def match_visits(match: Match, viewer: Viewer) -> PagePart | None:
    """Visits to the workplace, where they meet there."""
    if not viewer.can(Permission.SUPPORT_VIEW) or match.starts_on is None or "workplace" not in match.places:
        return None
    seen = Visit.objects.visible_to(viewer).filter(match=match).order_by("-visited_on", "-pk")
    rows = [
        SectionRow(
            date_format(day),
            note=" · ".join(filter(None, [one.visited_by.name if one.visited_by else "", one.note])),
            kind="ok" if one.visited_on else "info",
            status=_("Visited") if one.visited_on else _("Planned"),
        )
        for one in seen.prefetch_related("visited_by")[:5]
        if (day := one.visited_on or one.planned_on)
    ]
    links = []
    if viewer.can(Permission.SUPPORT_EDIT) or viewer.can(Permission.MEETINGS_EDIT):
        links = [(_("Note or plan a visit"), reverse("support:visit_note", args=[match.pk]))]
    empty = _("Nobody of the school has visited the workplace yet.")
    return section(PersonSection(_("Workplace visits"), rows=rows, links=links, empty=empty))


def match_events(match: Match, viewer: Viewer) -> Iterator[SectionEvent]:
    """Talks, visits, looks at goals. What was told stands on the talk's own page."""
    if not viewer.can(Permission.SUPPORT_VIEW):
        return
    calls = SupportCall.objects.visible_to(viewer).filter(match=match).exclude(held_on=None, skipped_on=None)
    for call in calls.order_by("-due_on", "-pk").prefetch_related("person", "held_by")[:20]:
        yield _call_event(call)
    visits = Visit.objects.visible_to(viewer).filter(match=match, visited_on__isnull=False)
    for visit in visits.order_by("-visited_on", "-pk").prefetch_related("visited_by")[:20]:
        if visit.visited_on:
            who = visit.visited_by.name if visit.visited_by else ""
            yield SectionEvent(_at_noon(visit.visited_on), _("Visit to the workplace"), who=who, text=visit.note)
    for review in GoalReview.objects.visible_to(viewer).filter(match=match).order_by("-asked_on")[:10]:
        url = reverse("support:review_detail", args=[review.pk])
        yield SectionEvent(_at_noon(review.asked_on), _("Both sides were asked about their goals"), url=url)
    states = ObjectiveState.objects.of(viewer.district).filter(objective__match=match).order_by("-said_at")
    for said in states.prefetch_related("objective", "said_by")[:10]:
        words = _("Goal: %(state)s") % {"state": said.get_state_display()}
        yield SectionEvent(said.said_at, words, who=said.said_by.name, text=said.objective.text)


def _call_event(call: SupportCall) -> SectionEvent:
    url = reverse("support:call_detail", args=[call.pk])
    if call.held_on:
        words = _("Support call with %(name)s") % {"name": call.person.name}
        who = call.held_by.name if call.held_by else ""
        return SectionEvent(_at_noon(call.held_on), words, who=who, text=call.next_step, url=url)
    words = _("Support call with %(name)s skipped") % {"name": call.person.name}
    return SectionEvent(_at_noon(call.skipped_on or call.due_on), words, text=call.skip_reason, url=url)


def _at_noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))


# Pages of a student: the mentor's, the parent's, one's own


def tell_counselor(student: Student, viewer: Viewer) -> PagePart | None:
    """The way to the school counselor, for a mentor about their student, and for a student about themselves."""
    if not viewer.can(Permission.REFERRALS_ADD):
        return None
    url = reverse("support:referral_write", args=[student.pk])
    is_me = student.person_id == viewer.person_id
    return PagePart("support/parts/tell_counselor.html", {"url": url, "is_me": is_me})


def own_objectives(student: Student, viewer: Viewer) -> PagePart | None:
    """For a student: what they want to reach with their mentor, beside the goals of their talk with the teacher."""
    mine = MatchStudent.objects.of(viewer.district).filter(student=student, left_on=None).values("match")
    running = Match.objects.of(viewer.district).filter(pk__in=mine, state=Match.State.RUNNING).not_paused()
    goals = MatchObjective.objects.of(viewer.district).filter(match__in=running.values("pk"))
    rows = [SectionRow(one.text) for one in goals.order_by("match", "position")]
    return section(PersonSection(_("Goals with my mentor"), rows=rows)) if rows else None


def own_goals(student: Student, viewer: Viewer) -> PagePart | None:
    """Looks at the goals that wait for this reader's answer, in matches with this student."""
    matches = MatchStudent.objects.of(viewer.district).filter(student=student, left_on=None).values("match")
    reviews = GoalReview.objects.of(viewer.district).answerable_by(viewer).filter(match__in=matches)
    found = list(reviews.order_by("due_on", "pk")[:3])
    if not found:
        return None
    rows = [
        SectionRow(
            _("How far are you?"),
            note=_("Answer by %(day)s") % {"day": date_format(one.due_on)},
            links=[(_("Answer"), reverse("support:goal_answer", args=[one.pk]))],
        )
        for one in found
    ]
    return section(PersonSection(_("Goals"), rows=rows))


def child_time(student: Student, viewer: Viewer) -> PagePart | None:
    """For a parent: how often they have met, until when they promised to meet."""
    rows = MatchStudent.objects.of(viewer.district).filter(
        student=student, left_on=None, match__state=Match.State.RUNNING
    )
    matches = [row.match for row in rows.order_by("pk").prefetch_related("match")]
    if not matches:
        return None
    found = hours_of(matches, viewer.today)
    facts = [fact for one in matches for fact in _hours_facts(found[one.pk], is_over=False)]
    return section(PersonSection(_("Time together"), facts=facts))


def student_section(person: Person, viewer: Viewer) -> PersonSection | None:
    """On a student's page, for staff: the way to the counselor."""
    if not viewer.can(Permission.REFERRALS_ADD):
        return None
    known = Student.objects.of(viewer.district).known_to_staff(viewer).filter(person=person, left_on=None)
    student = known.first()
    if student is None:
        return None
    links = [(_("Tell the school counselor"), reverse("support:referral_write", args=[student.pk]))]
    words = _("Only the counselor or their back-up reads it. Not for emergencies: call 911 or 988.")
    return PersonSection(_("School counselor"), links=links, empty=words)
