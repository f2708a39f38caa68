"""A private calendar address: shown once, made anew, ended; and what calendars read at it."""

from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_POST, require_safe

from accounts.tries import HOUR, Limit
from correspondence.links import absolute
from meetings.actions import calendar_feeds
from meetings.calendar_files import CONTENT_TYPE, calendar_file
from meetings.models import CalendarFeed, Meeting
from meetings.tokens import link_digest
from tenancy import notices
from tenancy.http import DistrictRequest, district_url, open_to_all, requires
from tenancy.permissions import Permission
from tenancy.viewer import Viewer

#: What a calendar shows: so far back, so many meetings at most.
BACK, MOST = timedelta(days=60), 400
#: Calendars ask a few times an hour; more is a loop.
READ = Limit("calendar-read", 120, HOUR)
#: Where the session keeps an address that was just made, until it is shown.
_NEW = "meetings.new_calendar_address"
_MAY = (Permission.MENTOR_OWN, Permission.STUDENT_OWN, Permission.CHILDREN_VIEW, Permission.MEETINGS_VIEW)


@require_GET
@requires(*_MAY)
def calendar_feed_detail(request: DistrictRequest) -> HttpResponse:
    """Whether there is a private address, when a calendar last read it; one just made is shown this once."""
    feeds = CalendarFeed.objects.of(request.district).filter(person=request.viewer.person_id or 0, ended_at=None)
    context = {"feed": feeds.first(), "new_url": request.session.pop(_NEW, "")}
    answer = render(request, "meetings/calendar_feed_detail.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
@requires(*_MAY)
def calendar_feed_make(request: DistrictRequest) -> HttpResponse:
    """Make an address, or a new one in place of the old, which ends."""
    viewer = request.viewer
    if viewer.person is None:
        raise Http404
    token = calendar_feeds.make(person=viewer.person, at=timezone.now(), by=viewer.actor)
    request.session[_NEW] = absolute(district_url(request.district, "meetings:calendar_feed_read", token))
    return redirect("meetings:calendar_feed_detail")


@require_POST
@requires(*_MAY)
def calendar_feed_end(request: DistrictRequest) -> HttpResponse:
    """The address answers nothing any more."""
    viewer = request.viewer
    if viewer.person is not None:
        calendar_feeds.end(person=viewer.person, at=timezone.now(), by=viewer.actor)
    notices.done(request, _("The address no longer works. Calendars keep what they read until they ask again."))
    return redirect("meetings:calendar_feed_detail")


@require_safe
@open_to_all("calendars cannot sign in: whoever holds the secret in the address reads this one person’s meetings")
def calendar_feed_read(request: DistrictRequest, token: str) -> HttpResponse:
    """A person's meetings for their calendar. 404 for every address that is none, or is none any more."""
    if not READ.spend(link_digest(token)):
        answer = HttpResponse(status=429)
        answer["Retry-After"] = "3600"
        return answer
    now = timezone.now()
    person = calendar_feeds.read(district=request.district, token=token, at=now)
    if person is None:
        raise Http404
    viewer = Viewer.of_person(request.district, person)
    with override(person.language or request.district.language):
        content = calendar_file(_meetings(viewer), viewer, name=_("Mentoring"))
    return _answer(request, content)


def _meetings(viewer: Viewer) -> list[Meeting]:
    """One's own, and those of which one is in charge, canceled ones too so that calendars strike them out."""
    own = Meeting.objects.of(viewer.district).own(viewer).values("pk")
    charge = Meeting.objects.visible_to(viewer).filter(adult=viewer.person_id or 0).values("pk")
    since = viewer.today - BACK
    rows = Meeting.objects.of(viewer.district).filter(on__gte=since)
    found = rows.filter(pk__in=own) | rows.filter(pk__in=charge)
    return list(found.in_list_order().prefetch_related("match", "adult")[:MOST])


def _answer(request: HttpRequest, content: bytes) -> HttpResponse:
    etag = f'"{link_digest(content.decode())[:32]}"'
    answer = HttpResponse(content, content_type=CONTENT_TYPE)
    answer["ETag"] = etag
    answer["Cache-Control"] = "private, max-age=900"
    answer["X-Robots-Tag"] = "noindex"
    same = get_conditional_response(request, etag=etag, response=answer)
    return same if isinstance(same, HttpResponseNotModified) else answer
