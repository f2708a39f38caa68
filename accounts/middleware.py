"""Who is looking: request.viewer."""

from collections.abc import Callable
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.http import urlencode
from django_htmx.http import HttpResponseClientRedirect

from accounts import continue_as, extra_step, languages, platform_visits
from accounts.models import User
from tenancy.http import DistrictRequest, outside
from tenancy.models import Person
from tenancy.viewer import Viewer


class ViewerMiddleware:
    """Says who is looking at a district: ``request.viewer``.

    A sign-in that stands for several people is asked first whom to go on as; who must do the extra sign-in step is
    asked to. Both are pages with forms, so both hold without script. Views that are open to all are not held up.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Put the viewer on a district's request; outside, only see to the language."""
        has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
        if hasattr(request, "district"):
            _look(cast(DistrictRequest, request))
        user = request.user if has_session and request.user.is_authenticated else None
        arrived = languages.arrive(request) if user is None else ""
        if user is not None and not hasattr(request, "district"):
            languages.speak(request, user.language)
            has_others = not user.is_platform_staff and continue_as.is_in_several(user)
            request.has_districts = has_others  # type: ignore[attr-defined]
        response = self.get_response(request)
        if user is not None and not request.user.is_authenticated:
            languages.keep(request, response)
        if arrived:
            languages.remember(response, arrived)
        if has_session and not response.has_header("Cache-Control"):
            # On a computer that several use, "back" must not show the pages of whoever has signed out.
            patch_cache_control(response, private=True, no_store=True)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Send to the page that has to come first, if there is one."""
        if not hasattr(request, "viewer") or isinstance(getattr(view, "access", None), str):
            return None
        if address := _comes_first(cast(DistrictRequest, request)):
            target = f"{address}?{urlencode({'next': _come_back_to(request)})}"
            return (
                HttpResponseClientRedirect(target)
                if request.headers.get("HX-Request")
                else HttpResponseRedirect(target)
            )
        return None


def _look(request: DistrictRequest) -> None:
    """Set ``request.viewer``, and ``request.people``: everybody for whom the sign-in stands here.

    ``request.has_districts`` says whether it has more districts than this one.
    """
    user = request.user if request.user.is_authenticated else None
    people, has_others = continue_as.people_of(user, request.district) if user else ([], False)
    request.people, request.has_districts = people, has_others  # type: ignore[attr-defined]
    request.viewer = _viewer(request, user, people)
    if request.viewer.is_staff:
        languages.speak_to_staff(request)
    elif request.viewer.person:
        languages.speak(request, request.viewer.person.language)


def _viewer(request: DistrictRequest, user: User | None, people: list[Person]) -> Viewer:
    if user is None:
        return Viewer.nobody(request.district)
    is_done = extra_step.is_done(request.session, user)
    if user.is_platform_staff and is_done and (visit := platform_visits.current(request.session, request.district)):
        return Viewer.of_platform(request.district, user, visit.reason)
    person = continue_as.chosen(request.session, request.district, people)
    if person is None:
        return Viewer.nobody(request.district, user)
    return Viewer.of_person(request.district, person, user, has_extra_step=is_done)


def _comes_first(request: DistrictRequest) -> str:
    """The address of the page that this request must pass before its own; empty when there is none."""
    viewer = request.viewer
    if viewer.user is None or viewer.platform_reason:
        return ""
    if viewer.person is None:
        return reverse("accounts:continue_as") if request.people else ""  # type: ignore[attr-defined]
    user = cast(User, viewer.user)
    if extra_step.is_required(user, viewer) and not extra_step.may_pass(request.session, user):
        return outside("accounts:extra_step")
    return ""


def _come_back_to(request: HttpRequest) -> str:
    """The page at hand, or, when a form was sent, the page it was on."""
    if request.method in {"GET", "HEAD"} and not request.headers.get("HX-Request"):
        return request.get_full_path()
    return request.headers.get("HX-Current-URL") or request.headers.get("Referer") or request.get_full_path()
