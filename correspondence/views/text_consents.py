"""Who agreed to text messages: what staff note."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from correspondence.actions import text_consents
from correspondence.forms import TextConsentForm
from correspondence.models import TextConsent
from tenancy import notices
from tenancy.http import DistrictRequest, requires
from tenancy.models import Feature, Person
from tenancy.people_table import LIVE_ROLES, live_roles
from tenancy.permissions import Permission
from tenancy.rules import may_change


@require_http_methods(["GET", "POST"])
@requires(Permission.PEOPLE_EDIT)
def text_consent_give(request: DistrictRequest, person_pk: int) -> HttpResponse:
    """Note that somebody agreed to text messages, and how."""
    person = _changeable(request, person_pk)
    form = TextConsentForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        how = TextConsent.How(form.cleaned_data["how"])
        try:
            text_consents.opt_in(person=person, how=how, at=timezone.now(), by=request.viewer.actor)
        except text_consents.NoPhone as refusal:
            form.add_error(None, str(refusal))
        else:
            notices.done(request, _("Noted: %(name)s agreed to text messages.") % {"name": person.name})
            return redirect("tenancy:person_detail", pk=person.pk)
    context = {"form": form, "person": person, "is_on": request.district.has(Feature.TEXT_MESSAGES)}
    return render(request, "correspondence/text_consent_give.html", context, status=422 if form.errors else 200)


@require_POST
@requires(Permission.PEOPLE_EDIT)
def text_consent_stop(request: DistrictRequest, person_pk: int) -> HttpResponse:
    """Note that somebody wants no text messages any more."""
    person = _changeable(request, person_pk)
    text_consents.stop(person=person, at=timezone.now(), by=request.viewer.actor)
    notices.done(request, _("%(name)s gets no more text messages.") % {"name": person.name})
    return redirect("tenancy:person_detail", pk=person.pk)


def _changeable(request: DistrictRequest, pk: int) -> Person:
    """The person, if this viewer sees them (404) and may change them (403)."""
    person = get_object_or_404(Person.objects.visible_to(request.viewer).prefetch_related(LIVE_ROLES), pk=pk)
    if not may_change(request.viewer, person, live_roles(person)):
        raise PermissionDenied(_("Only a district administrator can change this person."))
    return person
