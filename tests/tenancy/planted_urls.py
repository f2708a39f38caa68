"""A district's addresses made for tests: pages that are late, that break, that stream."""

import io
from collections.abc import Iterator

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.template import engines
from django.template.response import TemplateResponse
from django.urls import include, path

from tenancy.context import current_district
from tenancy.http import outside, stream
from tenancy.models import Membership, Person, School


def late(request: HttpRequest) -> HttpResponse:
    """Rendered after the view has returned, with a queryset that is read only then."""
    template = engines["django"].from_string(
        "{% for p in people %}{{ p.family_name }} {% endfor %}{% url 'planted:late' %} {% outside 'account_login' %}"
    )
    return TemplateResponse(request, template, {"people": Person.objects.of(request.district).in_list_order()})


def breaks(request: HttpRequest) -> HttpResponse:
    School.objects.create(name="Half-written")
    raise ZeroDivisionError


def answers_503(request: HttpRequest) -> HttpResponse:
    School.objects.create(name="Half-written")
    return HttpResponse("later", status=503)


def late_key(request: HttpRequest) -> HttpResponse:
    """Breaks a key that the database checks only at the end of the transaction."""
    Membership.objects.create(person_id=4_000_000, role="mentor", started_on="2026-08-01")
    return HttpResponse("saved")


def streams(request: HttpRequest) -> HttpResponse:
    def rows() -> Iterator[str]:
        for person in Person.objects.order_by("search_key"):
            yield f"{person.family_name}\n"

    return stream(rows, content_type="text/csv", filename="people.csv")


def streams_by_itself(request: HttpRequest) -> StreamingHttpResponse:
    return StreamingHttpResponse(iter(["x"]))


def sends_file(request: HttpRequest) -> FileResponse:
    return FileResponse(io.BytesIO(b"a file"))


def says_where(request: HttpRequest) -> HttpResponse:
    opened = current_district()
    return HttpResponse(f"{opened.slug if opened else '-'} {request.path} {outside('account_login')}")


planted = [
    path("late/", late, name="late"),
    path("breaks/", breaks, name="breaks"),
    path("answers-503/", answers_503, name="answers_503"),
    path("late-key/", late_key, name="late_key"),
    path("streams/", streams, name="streams"),
    path("streams-by-itself/", streams_by_itself, name="streams_by_itself"),
    path("file/", sends_file, name="file"),
    path("where/", says_where, name="where"),
]
urlpatterns = [path("", include((planted, "planted")))]
