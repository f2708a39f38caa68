"""The public page on which mentors apply; its address and its poster for coordinators."""

import segno
from allauth.core.internal.httpkit import get_client_ip
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from correspondence.links import absolute
from correspondence.pdf_rendering import answer
from mentoring import pdfs
from mentoring.actions import mentor_applications
from mentoring.application_limits import is_within
from mentoring.forms.mentor_applications import ApplyForm
from mentoring.models import Program
from tenancy.http import DistrictRequest, district_url, open_to_all, requires
from tenancy.permissions import Permission

#: Languages of the poster: those of the product.
LANGUAGES = dict(settings.LANGUAGES)


@never_cache
@require_http_methods(["GET", "POST"])
@open_to_all("anybody may apply to mentor; it shows the program's name and what it is about, and nobody's")
def mentor_apply(request: DistrictRequest, apply_code: str) -> HttpResponse:
    """Apply to a program. A sent application is answered in the same way whoever sent it and however often."""
    program = get_object_or_404(Program.objects.of(request.district).current(), apply_code=apply_code.lower())
    least_age = _least_age(program)
    if not program.takes_mentors:
        return render(request, "mentoring/mentor_apply.html", {"program": program, "is_closed": True})
    form = ApplyForm(request.POST or None, least_age=least_age)
    if request.method == "POST" and form.is_machine:
        return redirect("mentoring:mentor_apply_received", apply_code=program.apply_code)
    status = 422 if form.errors else 200
    if form.is_valid():
        place = f"{request.district.pk}:{program.pk}"
        email = f"{place}:{form.cleaned_data['email']}"
        if is_within(ip=str(get_client_ip(request) or ""), program=place, email=email):
            mentor_applications.send(program=program, at=timezone.now(), **form.answers)
            return redirect("mentoring:mentor_apply_received", apply_code=program.apply_code)
        form.add_error(None, _("Many applications are arriving right now. Try again in an hour, or write to us."))
        status = 429
    context = {"program": program, "form": form, "district": request.district, "least_age": least_age}
    return render(request, "mentoring/mentor_apply.html", context, status=status)


@require_GET
@open_to_all("says thank you to whoever applied; it shows the program's name and what happens next")
def mentor_apply_received(request: DistrictRequest, apply_code: str) -> HttpResponse:
    """Thank you, and what happens next."""
    program = get_object_or_404(Program.objects.of(request.district).current(), apply_code=apply_code.lower())
    return render(request, "mentoring/mentor_apply_received.html", {"program": program, "district": request.district})


@require_GET
@requires(Permission.MENTORS_EDIT)
def program_apply_link(request: DistrictRequest, pk: int) -> HttpResponse:
    """The address on which mentors apply to a program, to copy and to hang up."""
    program = _mine(request, pk)
    url = _address(program)
    context = {
        "program": program,
        "url": url,
        "svg": segno.make(url, error="m").svg_data_uri(scale=5, border=2, light="white"),
        "posters": [
            (name, f"{reverse('mentoring:program_poster', args=[pk])}?language={code}")
            for code, name in LANGUAGES.items()
        ],
    }
    return render(request, "mentoring/program_apply_link.html", context)


@require_GET
@requires(Permission.MENTORS_EDIT)
def program_poster(request: DistrictRequest, pk: int) -> HttpResponse:
    """A poster with the address as a QR code, in the language that was asked for."""
    program = _mine(request, pk)
    language = request.GET.get("language", "")
    language = language if language in LANGUAGES else request.district.language
    content = pdfs.poster(program=program, district=request.district, url=_address(program), language=language)
    return answer(content, filename=f"poster-{program.apply_code}-{language}.pdf")


def _mine(request: DistrictRequest, pk: int) -> Program:
    mine = Program.objects.of(request.district).in_reach_of(request.viewer, Permission.MENTORS_EDIT)
    return get_object_or_404(mine, pk=pk)


def _address(program: Program) -> str:
    return absolute(district_url(program.district, "mentoring:mentor_apply", program.apply_code))


def _least_age(program: Program) -> int:
    policy = program.policies.first()
    return policy.minimum_mentor_age if policy else 18
