"""One's own choice of reminders."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from correspondence.actions import muted_kinds
from correspondence.forms import RemindersForm
from tenancy import notices
from tenancy.http import DistrictRequest, requires
from tenancy.permissions import Permission


@require_http_methods(["GET", "POST"])
@requires(Permission.HOME_VIEW)
def reminder_choose(request: DistrictRequest) -> HttpResponse:
    """Which reminders one wants. Platform staff, who are nobody here, are told that there are none for them."""
    viewer = request.viewer
    form = RemindersForm(request.POST if request.method == "POST" else None, viewer=viewer)
    if viewer.person and form.is_valid():
        muted_kinds.choose(
            person=viewer.person,
            wanted=form.cleaned_data["wanted"],
            roles=viewer.roles,
            at=timezone.now(),
            by=viewer.actor,
        )
        notices.done(request, _("Saved."))
        return redirect("correspondence:reminder_choose")
    context = {"form": form, "digest_at": request.district.digest_at}
    return render(request, "correspondence/reminder_choose.html", context, status=422 if form.errors else 200)
