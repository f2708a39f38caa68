"""What supporting matches asks of somebody today: who may not be safe, letters unread, talks, goals, visits."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from mentoring.models import Match, MatchStudent
from mentoring.own_matches import own_matches
from support.figure_tables import running
from support.hours import with_promise
from support.models import CounselorBackup, GoalAnswer, GoalReview, Referral, SupportCall
from support.visit_days import at_workplaces, overdue
from tenancy.models import School
from tenancy.pages import counted
from tenancy.permissions import Permission
from tenancy.todo import Counted, Group, Line, Source, Todo
from tenancy.viewer import Viewer

Cause = SupportCall.Cause
#: Days before its end on which a promise is spoken of.
SOON = 30


@Source
def todos(viewer: Viewer) -> Iterator[Line]:
    """Counselors: letters. Administrators: letters that nobody opened. Coordinators: talks, goals, visits, promises.

    Students and mentors: how far they are with their goals.
    """
    if viewer.person_id is None:
        return
    if viewer.can(Permission.INCIDENTS_ADD):
        yield from _letters(viewer)
    if viewer.can(Permission.REFERRALS_WATCH):
        yield from _unopened(viewer)
    if viewer.can(Permission.COVER_SET):
        yield from _without_backup(viewer)
    if viewer.can(Permission.SUPPORT_EDIT):
        yield from _unsafe(viewer)
        yield from _talks(viewer)
        yield from _goals(viewer)
        yield from _promises(viewer)
    if viewer.can(Permission.MEETINGS_EDIT):
        yield from _visits(viewer)
    if viewer.can(Permission.MENTOR_OWN) or viewer.can(Permission.STUDENT_OWN):
        yield from _own_goals(viewer)


# Letters to the counselor


def _letters(viewer: Viewer) -> Iterator[Todo]:
    """Every one is urgent: nobody but this reader knows what it says."""
    mine = _("Somebody wrote to you as a counselor about a student, %(when)s.")
    passed = _("A letter to the counselor, written %(when)s, was passed on to you. The counselor has not opened it.")
    unread = Referral.objects.visible_to(viewer).unread().order_by("written_at", "pk")
    for one in unread[:5]:
        when = date_format(timezone.localtime(one.written_at), "DATETIME_FORMAT")
        yield Todo(
            key=f"support.letter:{one.pk}",
            group="overdue",
            can_wait=False,
            harm=1,
            kind="bad",
            status=_("Read now"),
            sentence=(passed if one.counselor_id != viewer.person_id else mine) % {"when": when},
            action=_("Read the letter"),
            url=reverse("support:referral_detail", args=[one.pk]),
        )


def _unopened(viewer: Viewer) -> Iterator[Todo]:
    """That it exists, at which school: never what it says, nor about whom."""
    raised = Referral.objects.of(viewer.district).watched_by(viewer).order_by("written_at", "pk")
    for one in raised.prefetch_related("school")[:5]:
        when = date_format(timezone.localtime(one.written_at), "DATETIME_FORMAT")
        words = _("A letter to the counselor of %(school)s of %(when)s has never been opened.")
        yield Todo(
            key=f"support.unopened:{one.pk}",
            group="overdue",
            can_wait=False,
            harm=1,
            kind="bad",
            status=_("Never opened"),
            sentence=words % {"school": one.school.name if one.school else _("no school"), "when": when},
            action=_("See who should read it"),
            url=reverse("support:referral_watch"),
        )


def _without_backup(viewer: Viewer) -> Iterator[Todo]:
    reach = viewer.reach(Permission.COVER_SET)
    schools = School.objects.of(viewer.district).filter(is_active=True)
    schools = schools if reach.whole_district else schools.filter(pk__in=reach.school_ids)
    here = {"district": OuterRef("district")}
    named = CounselorBackup.objects.filter(**here, school=OuterRef("pk"))
    running_here = MatchStudent.objects.filter(
        **here, student__school=OuterRef("pk"), left_on=None, match__state=Match.State.RUNNING
    )
    found = list(schools.filter(~Exists(named), Exists(running_here)).order_by("name")[:4])
    if found:
        names = ", ".join(one.name for one in found[:3]) + (", …" if len(found) > 3 else "")
        yield Todo(
            key="support.backups",
            group="waiting",
            harm=3,
            kind="info",
            status=_("To plan"),
            sentence=_("Nobody is named to read what the counselor does not open in time: %(names)s.")
            % {"names": names},
            action=_("Name a back-up"),
            url=reverse("support:backup_list"),
        )


# Talks


def _unsafe(viewer: Viewer) -> Iterator[Todo]:
    rows = SupportCall.objects.visible_to(viewer).in_reach_of(viewer, Permission.SUPPORT_EDIT).unsafe()
    found = list(rows.order_by("held_on", "pk").prefetch_related("person")[:6])
    for one in found[:5]:
        words = {"name": one.person.name, "day": date_format(one.held_on) if one.held_on else ""}
        yield Todo(
            key=f"support.unsafe:{one.pk}",
            group="overdue",
            can_wait=False,
            harm=1,
            kind="bad",
            status=_("Not safe?"),
            sentence=_("In the talk of %(day)s, %(name)s was not sure that the student is safe and well.") % words
            if one.is_safe == SupportCall.Safe.UNSURE
            else _("In the talk of %(day)s, %(name)s said that the student is not safe or well.") % words,
            action=_("Look, and note what was done"),
            url=reverse("support:call_detail", args=[one.pk]),
        )


def _talks(viewer: Viewer) -> Iterator[Line]:
    mine = SupportCall.objects.visible_to(viewer).in_reach_of(viewer, Permission.SUPPORT_EDIT)
    today = viewer.today
    page = reverse("support:call_list")
    special = mine.open().filter(due_on__lte=today)
    yield from _counted(
        special.filter(cause=Cause.QUIET),
        key="support.quiet",
        group="overdue",
        harm=2,
        one=_("%(count)s match has not met for weeks although the mentor was reminded."),
        more=_("%(count)s matches have not met for weeks although the mentors were reminded."),
        status=_("Not met"),
        action=_("See which"),
        url=reverse("support:quiet_list") + "?show=long",
    )
    yield from _counted(
        mine.open().filter(cause=Cause.NO_SHOW),
        key="support.no_shows",
        group="overdue",
        harm=2,
        one=_("%(count)s student did not come twice. Talk with them."),
        more=_("%(count)s students did not come twice. Talk with them."),
        status=_("Did not come"),
        action=_("See whom"),
        url=page,
    )
    usual = mine.overdue(today).exclude(cause__in=[Cause.QUIET, Cause.NO_SHOW])
    yield from _counted(
        usual,
        key="support.calls",
        group="overdue",
        harm=2,
        one=_("%(count)s support call is overdue."),
        more=_("%(count)s support calls are overdue."),
        status=_("Overdue"),
        action=_("Call them"),
        url=f"{page}?show=overdue",
    )
    soon = mine.open().filter(due_on=today, cause__in=[Cause.RHYTHM, Cause.ASKED])
    yield from _counted(
        soon,
        key="support.calls_today",
        group="ready",
        harm=3,
        one=_("%(count)s support call is due today."),
        more=_("%(count)s support calls are due today."),
        status=_("Today"),
        action=_("See whom"),
        url=page,
        kind="info",
    )


# Goals, visits, promises


def _goals(viewer: Viewer) -> Iterator[Line]:
    late = GoalReview.objects.visible_to(viewer).open().filter(due_on__lt=viewer.today)
    yield from _counted(
        late,
        key="support.goals",
        group="waiting",
        harm=3,
        one=_("%(count)s match has not answered yet how far it is with its goals."),
        more=_("%(count)s matches have not answered yet how far they are with their goals."),
        status=_("Waiting"),
        action=_("See who"),
        url=reverse("support:review_list") + "?show=overdue",
        kind="warn",
    )


def _visits(viewer: Viewer) -> Iterator[Line]:
    due = at_workplaces(running(viewer)).filter(overdue(viewer.today))
    yield from _counted(
        due,
        key="support.visits",
        group="overdue",
        harm=2,
        one=_("%(count)s workplace is due for a visit."),
        more=_("%(count)s workplaces are due for a visit."),
        status=_("Visit"),
        action=_("Plan or note it"),
        url=reverse("support:visit_list") + "?show=due",
        kind="warn",
    )


def _promises(viewer: Viewer) -> Iterator[Line]:
    until = viewer.today + timedelta(days=SOON)
    ending = with_promise(running(viewer)).filter(promise_until__range=(viewer.today, until))
    yield from _counted(
        ending,
        key="support.promises",
        group="ready",
        harm=3,
        one=_("%(count)s match reaches the end of its promised time within 30 days."),
        more=_("%(count)s matches reach the end of their promised time within 30 days."),
        status=_("Soon over"),
        action=_("See which"),
        url=reverse("support:promise_list") + "?show=30",
        kind="info",
    )


def _own_goals(viewer: Viewer) -> Iterator[Todo]:
    """Whoever is in a match says how far they are."""
    reviews = list(GoalReview.objects.of(viewer.district).answerable_by(viewer).order_by("due_on", "pk")[:10])
    if not reviews:
        return
    rows = GoalAnswer.objects.of(viewer.district).filter(review__in=reviews, person=viewer.person_id)
    said = set(rows.values_list("review_id", flat=True))
    others = {one.match.pk: one.others for one in own_matches(viewer, [Match.State.RUNNING])}
    for one in reviews:
        if one.pk not in said:
            words = {"names": others.get(one.match_id, ""), "day": date_format(one.due_on)}
            yield Todo(
                key=f"support.own_goals:{one.pk}",
                group="waiting",
                harm=2,
                kind="warn",
                status=_("Your answer"),
                sentence=_("How far are you with the goals you set with %(names)s? Answer by %(day)s.") % words,
                action=_("Answer in two minutes"),
                url=reverse("support:goal_answer", args=[one.pk]),
            )


def _counted(
    rows: Any,
    *,
    key: str,
    group: Group,
    harm: int,
    one: str,
    more: str,
    status: str,
    action: str,
    url: str,
    kind: Any = "bad",
) -> Iterator[Line]:
    def line(count: int) -> Todo:
        sentence = (one if count == 1 else more) % {"count": counted(count)}
        return Todo(
            key=key, group=group, harm=harm, kind=kind, status=status, sentence=sentence, action=action, url=url
        )

    yield Counted(rows, line)
