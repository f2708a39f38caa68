"""What documents to sign ask of whoever sends them: what can go out, and which families have not answered."""

from collections.abc import Iterator, Mapping
from datetime import timedelta

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements.models import Agreement, Party, Role
from mentoring.models import Match, MatchObjective, MatchStudent, Program
from mentoring.packet_reading import LATE
from mentoring.packet_rows import rows_edited_by
from tenancy.models.owned import DistrictQuerySet
from tenancy.pages import counted
from tenancy.permissions import Permission
from tenancy.todo import Todo
from tenancy.viewer import Viewer


def todos(viewer: Viewer) -> Iterator[Todo]:
    """Program by program, of whoever sends documents."""
    if viewer.can(Permission.AGREEMENTS_EDIT) and viewer.person_id:
        yield from _late(viewer)
        yield from _to_send(viewer)


def _late(viewer: Viewer) -> Iterator[Todo]:
    """Families that were asked more than a week ago and have not signed."""
    before = timezone.now() - timedelta(days=LATE + 1)
    parties = (
        Party.objects.of(viewer.district)
        .to_sign()
        .filter(
            role__in=[Role.GUARDIAN, Role.STUDENT], agreement__sent_at__lte=before, agreement__packet=OuterRef("packet")
        )
    )
    states = [Match.State.AGREED, Match.State.RUNNING]
    rows = rows_edited_by(viewer).filter(Exists(parties), match__state__in=states)
    for program, count in _by_program(rows, viewer).items():
        words = ngettext(
            "%(count)s family in %(program)s has not signed for more than %(days)s days.",
            "%(count)s families in %(program)s have not signed for more than %(days)s days.",
            count,
        )
        yield Todo(
            key=f"packets.late:{program.pk}",
            group="overdue",
            harm=2,
            kind="warn",
            status=_("Late"),
            sentence=words % {"count": counted(count), "program": program.name_with_year, "days": LATE},
            action=_("Remind"),
            url=f"{reverse('mentoring:packet_list', args=[program.pk])}?waiting=late",
        )


def _to_send(viewer: Viewer) -> Iterator[Todo]:
    """Students whose match is planned and to whom nothing was sent yet."""
    objectives = MatchObjective.objects.of(viewer.district).filter(match=OuterRef("match"))
    live = Agreement.objects.of(viewer.district).filter(packet=OuterRef("packet")).live()
    rows = rows_edited_by(viewer).filter(
        Q(packet=None) | ~Exists(live),
        Exists(objectives),
        match__state=Match.State.AGREED,
        match__starts_on__isnull=False,
        match__ends_on__isnull=False,
        match__places__len__gt=0,
    )
    for program, count in _by_program(rows.exclude(match__schedule=""), viewer).items():
        words = ngettext(
            "%(count)s match in %(program)s is planned: its documents can be sent.",
            "%(count)s matches in %(program)s are planned: their documents can be sent.",
            count,
        )
        yield Todo(
            key=f"packets.to_send:{program.pk}",
            group="ready",
            harm=2,
            kind="info",
            status=_("To send"),
            sentence=words % {"count": counted(count), "program": program.name_with_year},
            action=_("Send"),
            url=f"{reverse('mentoring:match_list')}?state={Match.State.AGREED}&program={program.pk}",
        )


def _by_program(rows: DistrictQuerySet[MatchStudent], viewer: Viewer) -> Mapping[Program, int]:
    counts = dict(rows.order_by().values_list("match__program").annotate(Count("match", distinct=True)))
    if not counts:
        return {}
    programs = Program.objects.of(viewer.district).filter(pk__in=counts).in_list_order().prefetch_related("school_year")
    return {one: counts[one.pk] for one in programs}
