"""What mentors and their applications ask of somebody today."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Exists, OuterRef, prefetch_related_objects
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentoring import profile_steps
from mentoring.models import Employer, Employment, Match, Mentor, MentorApplication
from screening.own_steps import PAUSED_LEAD
from screening.querysets.holds import is_free
from tenancy.pages import MOST_COUNTED, counted
from tenancy.permissions import Permission
from tenancy.todo import Counted, Line, Source, Todo
from tenancy.viewer import Viewer

#: After so many days an applicant has waited too long.
LONG = timedelta(days=14)


@Source
def todos(viewer: Viewer) -> Iterator[Line]:
    """What asks something of this viewer: coordinators read and decide, mentors fill in their profile."""
    if viewer.can(Permission.MENTORS_EDIT):
        yield from _applications(viewer)
        yield from _words(viewer)
        yield from _without_employer(viewer)
    if viewer.can(Permission.MENTOR_OWN):
        if is_paused(viewer):
            yield _paused()
        yield from _own_profile(viewer)


def _applications(viewer: Viewer) -> Iterator[Line]:
    new = MentorApplication.objects.visible_to(viewer).filter(state=MentorApplication.State.NEW)

    def line(count: int) -> Todo:
        oldest = new.order_by("sent_at").values_list("sent_at", flat=True)[0]
        words = ngettext(
            "%(count)s person who would like to mentor waits for an answer, since %(day)s.",
            "%(count)s people who would like to mentor wait for an answer, the first since %(day)s.",
            count,
        )
        is_late = oldest < timezone.now() - LONG
        return Todo(
            key="mentors.applications",
            group="overdue" if is_late else "waiting",
            harm=1 if is_late else 2,
            kind="bad" if is_late else "warn",
            status=_("Overdue") if is_late else _("New"),
            sentence=words % {"count": counted(count), "day": date_format(timezone.localtime(oldest))},
            action=_("Read the applications"),
            url=reverse("mentoring:mentor_application_list"),
        )

    yield Counted(new, line)


def _words(viewer: Viewer) -> Iterator[Todo]:
    mine = Mentor.objects.of(viewer.district).in_reach_of(viewer, Permission.MENTORS_EDIT).present()
    said = list(mine.exclude(said_ties_on=None, said_employer_on=None).in_list_order()[: MOST_COUNTED + 1])
    tied = [mentor for mentor in said if mentor.said_ties_on][:5]
    prefetch_related_objects(tied, "person")
    for mentor in tied:
        yield Todo(
            key=f"mentors.said_ties:{mentor.pk}",
            group="waiting",
            harm=2,
            kind="warn",
            status=_("To read"),
            sentence=_("%(name)s wrote which students they know outside the program.") % {"name": mentor.person.name},
            action=_("Read it"),
            url=reverse("mentoring:mentor_detail", args=[mentor.pk]),
        )
    if count := sum(mentor.said_employer_on is not None for mentor in said):
        words = ngettext(
            "%(count)s mentor told us of a new employer.", "%(count)s mentors told us of a new employer.", count
        )
        yield Todo(
            key="mentors.said_employer",
            group="waiting",
            harm=3,
            kind="info",
            status=_("To confirm"),
            sentence=words % {"count": counted(count)},
            action=_("See who"),
            url=f"{reverse('mentoring:mentor_list')}?works=said",
        )


def _without_employer(viewer: Viewer) -> Iterator[Line]:
    """Mentors who worked for an employer that no longer takes part."""
    ended = Employer.objects.of(viewer.district).filter(ended_on__lt=viewer.today).values("pk")
    mine = Mentor.objects.of(viewer.district).in_reach_of(viewer, Permission.MENTORS_EDIT).present()
    over = Employment.objects.of(viewer.district).filter(mentor=OuterRef("pk"), ends_on=None, employer__in=ended)

    def line(count: int) -> Todo:
        words = ngettext(
            "%(count)s mentor works for an employer that no longer takes part. Ask whether they go on.",
            "%(count)s mentors work for employers that no longer take part. Ask whether they go on.",
            count,
        )
        return Todo(
            key="mentors.without_employer",
            group="waiting",
            harm=2,
            kind="warn",
            status=_("To ask"),
            sentence=words % {"count": counted(count)},
            action=_("See who"),
            url=f"{reverse('mentoring:mentor_list')}?works=over",
        )

    yield Counted(mine.filter(Exists(over)), line)


def is_paused(viewer: Viewer) -> bool:
    """Whether the viewer's meetings stand still: a hold is on them, or on somebody they meet."""
    mine = Match.objects.of(viewer.district).filter(state=Match.State.RUNNING).with_member(viewer.person_id or 0)
    return not is_free(viewer) or mine.paused().exists()


def _paused() -> Todo:
    return Todo(
        key="mentors.paused",
        group="waiting",
        can_wait=False,
        harm=1,
        kind="info",
        status=_("Paused"),
        sentence=str(PAUSED_LEAD),
        action=_("My students"),
        url=reverse("mentoring:mentee_list"),
    )


def _own_profile(viewer: Viewer) -> Iterator[Todo]:
    mentor = Mentor.objects.visible_to(viewer).filter(person=viewer.person_id, left_on=None).first()
    if mentor is None or (progress := profile_steps.progress(mentor)).is_whole:
        return
    yield Todo(
        key="mentors.own_profile",
        group="ready",
        harm=3,
        kind="info",
        status=_("Your profile"),
        sentence=_("Your profile: %(done)s of %(total)s. Still missing: %(lacking)s.")
        % {"done": progress.done, "total": progress.total, "lacking": ", ".join(map(str, progress.lacking))},
        action=_("Fill it in"),
        url=reverse("mentoring:mentor_profile"),
    )
