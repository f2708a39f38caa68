"""Matches: the list, a match's page."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers

from mentoring import match_page
from mentoring.match_table import MATCHES, members_of, paused_among, state_badge
from mentoring.models import Match
from tenancy.http import DistrictRequest, requires
from tenancy.permissions import Permission

_READ_ALONG = ("program__school_year", "supervising_teacher", "adult_in_charge", "continues")


@require_GET
@vary_on_headers("HX-Request")
@requires(Permission.MATCHES_VIEW)
def match_list(request: DistrictRequest) -> HttpResponse:
    """The matches of the students whom this viewer sees."""
    return MATCHES.page(request).render("mentoring/match_list.html")


@require_GET
@requires(Permission.MATCHES_VIEW)
def match_export(request: DistrictRequest) -> HttpResponse:
    """The list as a file: the same matches, the same columns, every page."""
    return MATCHES.export(request)


@require_GET
@requires(Permission.MATCHES_VIEW)
def match_detail(request: DistrictRequest, pk: int) -> HttpResponse:
    """A match: who takes part, what they said, what they plan, what is missing, what happened."""
    match = _match(request, pk)
    words, kind = state_badge(match, is_paused=bool(paused_among([match], request.viewer)))
    context = {
        "match": match,
        "title": members_of([match], request.viewer)[match.pk].title,
        "badge_kind": kind,
        "badge_text": words,
        "parts": match_page.parts(match, request.viewer),
        "may_edit": match_page.may_edit(match, request.viewer),
    }
    return render(request, "mentoring/match_detail.html", context)


def _match(request: DistrictRequest, pk: int) -> Match:
    return get_object_or_404(Match.objects.visible_to(request.viewer).prefetch_related(*_READ_ALONG), pk=pk)
