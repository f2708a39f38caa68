"""One's own steps before meeting students."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from screening.actions import acknowledgements
from screening.forms.steps import AgreeForm
from screening.models import Acknowledgement, PolicyVersion
from screening.own_steps import own_steps, texts_of
from tenancy import notices
from tenancy.http import DistrictRequest, requires
from tenancy.permissions import Permission


@require_GET
@requires(Permission.MENTOR_OWN)
def step_list(request: DistrictRequest) -> HttpResponse:
    """What is asked of oneself, how far one is, about how many minutes are left."""
    return render(request, "screening/step_list.html", {"own": own_steps(request.viewer)})


@require_http_methods(["GET", "POST"])
@requires(Permission.MENTOR_OWN)
def policy_version_agree(request: DistrictRequest, pk: int) -> HttpResponse:
    """Read a policy and agree to it. Opening it agrees to nothing."""
    visible = PolicyVersion.objects.visible_to(request.viewer).prefetch_related("document")
    version = get_object_or_404(visible, pk=pk)
    text = texts_of([version], get_language() or "en").get(version.document_id)
    form = AgreeForm(request.POST or None, viewer=request.viewer)
    person = request.viewer.person
    if form.is_valid() and text and person:
        try:
            acknowledgements.give(
                person=person,
                version=version,
                language=text.language,
                on=request.viewer.today,
                by=request.viewer.actor,
            )
        except acknowledgements.CannotRecord as refusal:
            form.add_error(None, str(refusal))
        else:
            notices.done(request, _("Thank you. That step is done."))
            return redirect("screening:step_list")
    theirs = Acknowledgement.objects.of(request.district).live().filter(version=version, person=request.viewer.person)
    context = {"form": form, "text": text, "version": version, "last": theirs.order_by("-acknowledged_on").first()}
    return render(request, "screening/policy_version_agree.html", context, status=422 if form.errors else 200)
