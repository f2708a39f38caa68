"""Matches that would stand still: many at once wait here for somebody's word."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from mentoring.actions import match_pauses
from mentoring.gate_rules import lacks_of
from mentoring.match_table import members_of
from mentoring.match_tabs import match_tabs, waiting_pauses
from mentoring.models import Match, MatchPause
from mentoring.readiness import Sight, cause_words, sight_of
from tenancy import notices
from tenancy.http import DistrictRequest, requires
from tenancy.permissions import Permission
from tenancy.tables import Cell, Column, Row, Table
from tenancy.viewer import Viewer

#: So many are shown, and decided, at one go.
MOST = 200


@require_http_methods(["GET", "POST"])
@requires(Permission.MATCHES_EDIT)
def pause_list(request: DistrictRequest) -> HttpResponse:
    """The pauses that wait for a decision: all or some of them stop, or go on for now."""
    if request.method == "POST":
        return _decide(request)
    waiting = list(waiting_pauses(request.viewer).prefetch_related("match__program").order_by("found_at", "pk")[:MOST])
    context = {
        "tabs": match_tabs(request.viewer, "pauses"),
        "table": _table(waiting, request.viewer) if waiting else None,
        "days": match_pauses.ASKED_AGAIN.days,
        # As the list that the link opens: a safety hold pauses, too.
        "in_force": _reached(request.viewer).open().paused().count(),
    }
    return render(request, "mentoring/pause_list.html", context)


def _decide(request: DistrictRequest) -> HttpResponse:
    chosen = [int(one) for one in request.POST.getlist("selected") if one.isdecimal() and len(one) < 19]
    waiting = waiting_pauses(request.viewer)
    ids = list(waiting.values_list("pk", flat=True)[:MOST]) if "all" in request.POST else chosen
    mine = list(waiting.filter(pk__in=ids).values_list("pk", flat=True))
    is_paused = request.POST.get("decision") == "pause"
    if not is_paused and request.POST.get("decision") != "go_on":
        notices.warn(request, _("Choose what is to happen."))
        return redirect("mentoring:pause_list")
    try:
        count = match_pauses.decide(
            pause_ids=mine,
            district=request.district,
            is_paused=is_paused,
            at=timezone.now(),
            on=request.viewer.today,
            by=request.viewer.actor,
        )
    except match_pauses.CannotDecide as refusal:
        notices.warn(request, _("Tick matches first.") if not ids else str(refusal))
    else:
        notices.done(request, _done_words(count, is_paused=is_paused))
    return redirect("mentoring:pause_list")


def _done_words(count: int, *, is_paused: bool) -> str:
    if is_paused:
        words = ngettext("%(count)s match is paused.", "%(count)s matches are paused.", count)
    else:
        words = ngettext("%(count)s match goes on for now.", "%(count)s matches go on for now.", count)
    return words % {"count": count}


def _reached(viewer: Viewer) -> Any:
    return Match.objects.of(viewer.district).in_reach_of(viewer, Permission.MATCHES_EDIT)


def _table(pauses: list[MatchPause], viewer: Viewer) -> Table:
    matches = [one.match for one in pauses]
    titles, lacks, sight = members_of(matches, viewer), lacks_of(matches, viewer.today), sight_of(matches, viewer)
    columns = [Column(_("Match")), Column(_("Program")), Column(_("Why")), Column(_("Found on"))]
    body = [
        Row(
            [
                Cell(titles[one.match_id].title, url=_url(one.match)),
                one.match.program.name,
                Cell(cause_words(one, viewer), note=_said(one, lacks, sight)),
                date_format(localdate(one.found_at)),
            ],
            pk=one.pk,
        )
        for one in pauses
    ]
    return Table(_("Matches that wait for a decision"), columns, body, is_selectable=True)


def _url(match: Match) -> str:
    return reverse("mentoring:match_detail", args=[match.pk])


def _said(pause: MatchPause, lacks: Any, sight: Sight) -> str:
    missing = lacks[pause.match_id].get(MatchPause.Cause(pause.cause), [])
    return " ".join(dict.fromkeys(sight.said(one)[0] for one in missing))
