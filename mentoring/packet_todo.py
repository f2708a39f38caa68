"""What documents to sign ask of whoever sends them: what can go out, and which families have not answered."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from functools import partial

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements.models import Agreement, Party, Role
from mentoring.models import Match, MatchObjective
from mentoring.packet_reading import LATE
from mentoring.packet_rows import rows_edited_by
from mentoring.programs_at_hand import programs_among
from tenancy.pages import counted
from tenancy.permissions import Permission
from tenancy.todo import Line, Source, Todo
from tenancy.viewer import Viewer


@Source
def todos(viewer: Viewer) -> Iterator[Line]:
    """Program by program, of whoever sends documents."""
    if not viewer.can(Permission.AGREEMENTS_EDIT) or not viewer.person_id:
        return
    late, to_send = _counts(viewer)
    yield from _late(late, viewer)
    yield from _to_send(to_send, viewer)


def _counts(viewer: Viewer) -> tuple[Mapping[int, int], Mapping[int, int]]:
    """By program: matches of which a family has not signed for long, and matches whose documents can be sent."""
    late, to_send = _is_late(viewer), _is_to_send(viewer)
    rows = rows_edited_by(viewer).filter(late | to_send).order_by()
    number = partial(Count, "match", distinct=True)
    found = list(rows.values_list("match__program").annotate(late=number(filter=late), to_send=number(filter=to_send)))
    return {pk: count for pk, count, _other in found if count}, {pk: count for pk, _other, count in found if count}


def _is_late(viewer: Viewer) -> Q:
    """Families that were asked more than a week ago and have not signed."""
    before = timezone.now() - timedelta(days=LATE + 1)
    parties = (
        Party.objects.of(viewer.district)
        .to_sign()
        .filter(
            role__in=[Role.GUARDIAN, Role.STUDENT], agreement__sent_at__lte=before, agreement__packet=OuterRef("packet")
        )
    )
    return Q(Exists(parties), match__state__in=[Match.State.AGREED, Match.State.RUNNING])


def _is_to_send(viewer: Viewer) -> Q:
    """Students whose match is planned and to whom nothing was sent yet."""
    objectives = MatchObjective.objects.of(viewer.district).filter(match=OuterRef("match"))
    live = Agreement.objects.of(viewer.district).filter(packet=OuterRef("packet")).live()
    return Q(
        Q(packet=None) | ~Exists(live),
        Exists(objectives),
        ~Q(match__schedule=""),
        match__state=Match.State.AGREED,
        match__starts_on__isnull=False,
        match__ends_on__isnull=False,
        match__places__len__gt=0,
    )


def _late(counts: Mapping[int, int], viewer: Viewer) -> Iterator[Todo]:
    for program in programs_among(counts, viewer):
        count = counts[program.pk]
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


def _to_send(counts: Mapping[int, int], viewer: Viewer) -> Iterator[Todo]:
    for program in programs_among(counts, viewer):
        count = counts[program.pk]
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
