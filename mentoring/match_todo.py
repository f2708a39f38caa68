"""What matches that are on their way ask of somebody today, until both sides said yes."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentoring import own_matches
from mentoring.models import Interest, Match, MatchInterview, MatchMentor
from tenancy.pages import counted
from tenancy.permissions import Permission
from tenancy.todo import Counted, Line, Source, Todo
from tenancy.viewer import Viewer

#: After so many days a proposal without a word has waited too long.
LONG = timedelta(days=14)


@Source
def todos(viewer: Viewer) -> Iterator[Line]:
    """Staff: questions to take up, talks to plan, matches without a mentor. Students and mentors: their answers."""
    if viewer.can(Permission.MATCHES_EDIT):
        yield from _taken_up(viewer)
        yield from _to_plan(viewer)
        yield from _waiting_long(viewer)
        yield from _without_mentor(viewer)
    if viewer.can(Permission.MENTOR_OWN):
        yield from _questions(viewer)
    if viewer.can(Permission.MENTOR_OWN) or viewer.can(Permission.STUDENT_OWN):
        yield from _own_answers(viewer)


def _taken_up(viewer: Viewer) -> Iterator[Line]:
    yes = Interest.objects.of(viewer.district).known_to_staff(viewer).filter(state=Interest.State.YES, match=None)

    def line(count: int) -> Todo:
        words = ngettext(
            "%(count)s mentor would like to meet a student who asked.",
            "%(count)s mentors would like to meet students who asked.",
            count,
        )
        return Todo(
            key="interests.taken_up",
            group="ready",
            harm=2,
            kind="warn",
            status=_("Ready"),
            sentence=words % {"count": counted(count)},
            action=_("Propose the match"),
            url=f"{reverse('mentoring:interest_list')}?state=yes",
        )

    yield Counted(yes, line)


def _to_plan(viewer: Viewer) -> Iterator[Line]:
    mine = Match.objects.visible_to(viewer).in_reach_of(viewer, Permission.MATCHES_EDIT)
    talks = MatchInterview.objects.filter(district=OuterRef("district"), match=OuterRef("pk"), canceled_on=None)
    waiting = mine.filter(~Exists(talks), state=Match.State.PROPOSED, format="one_to_one")

    def line(count: int) -> Todo:
        words = ngettext(
            "%(count)s proposed match has no first talk planned.",
            "%(count)s proposed matches have no first talk planned.",
            count,
        )
        return Todo(
            key="matches.to_plan",
            group="waiting",
            harm=2,
            kind="warn",
            status=_("To plan"),
            sentence=words % {"count": counted(count)},
            action=_("Plan the talk"),
            url=f"{reverse('mentoring:match_list')}?state=proposed",
        )

    yield Counted(waiting, line)


def _waiting_long(viewer: Viewer) -> Iterator[Line]:
    mine = Match.objects.visible_to(viewer).in_reach_of(viewer, Permission.MATCHES_EDIT)
    since = timezone.now() - LONG

    def line(count: int) -> Todo:
        words = ngettext(
            "%(count)s match was proposed more than two weeks ago and is not settled.",
            "%(count)s matches were proposed more than two weeks ago and are not settled.",
            count,
        )
        return Todo(
            key="matches.proposed_long",
            group="overdue",
            harm=2,
            kind="bad",
            status=_("Overdue"),
            sentence=words % {"count": counted(count)},
            action=_("See which"),
            url=f"{reverse('mentoring:match_list')}?state=proposed&column=mentors&column=next&column=proposed",
        )

    yield Counted(mine.filter(state=Match.State.PROPOSED, created_at__lt=since), line)


def _without_mentor(viewer: Viewer) -> Iterator[Todo]:
    """Matches whose mentor left: members leaving warn, and never end a match."""
    present = MatchMentor.objects.filter(district=OuterRef("district"), match=OuterRef("pk"), left_on=None)
    mine = Match.objects.visible_to(viewer).in_reach_of(viewer, Permission.MATCHES_EDIT).open()
    left = list(mine.filter(~Exists(present)).order_by("pk")[:2])
    if left:
        yield Todo(
            key="matches.without_mentor",
            group="overdue",
            harm=1,
            kind="bad",
            status=_("No mentor"),
            sentence=_("A match has no mentor any more.")
            if len(left) == 1
            else _("Several matches have no mentor any more."),
            action=_("Open it") if len(left) == 1 else _("Open one"),
            url=reverse("mentoring:match_detail", args=[left[0].pk]),
        )


def _questions(viewer: Viewer) -> Iterator[Todo]:
    for interest in own_matches.open_questions(viewer):
        name = own_matches.first_name(interest.student.person)
        words = _("%(name)s would like to meet you. Please answer by %(day)s.")
        yield Todo(
            key=f"interests.question:{interest.pk}",
            group="ready",
            harm=2,
            kind="warn",
            status=_("Your answer"),
            sentence=words % {"name": name, "day": date_format(interest.answer_until)},
            action=_("Read and answer"),
            url=reverse("mentoring:interest_answer", args=[interest.pk]),
        )


def _own_answers(viewer: Viewer) -> Iterator[Todo]:
    for own in own_matches.own_matches(viewer, [Match.State.PROPOSED]):
        if own.is_my_turn or own.member.answer == "open":
            yield Todo(
                key=f"matches.own_answer:{own.match.pk}",
                group="ready",
                harm=2,
                kind="warn" if own.is_my_turn else "info",
                status=_("Your answer") if own.is_my_turn else _("First talk"),
                sentence=f"{own.others}: {own.words}",
                action=_("Answer") if own.is_my_turn else _("Look"),
                url=own.url,
            )
