"""What a parent allowed, or a student of 18 for themselves; and taking it back."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from agreements.actions import signing
from agreements.forms.signing import WithdrawForm
from agreements.own_permissions import allowed_by, answers_of
from tenancy import notices
from tenancy.http import DistrictRequest, requires
from tenancy.permissions import Permission


@require_GET
@requires(Permission.CHILDREN_VIEW, Permission.STUDENT_OWN)
def permission_list(request: DistrictRequest) -> HttpResponse:
    """Every yes and no, student by student."""
    return render(request, "agreements/permission_list.html", {"allowed": allowed_by(request.viewer)})


@require_http_methods(["GET", "POST"])
@requires(Permission.CHILDREN_VIEW, Permission.STUDENT_OWN)
def permission_withdraw(request: DistrictRequest, pk: int) -> HttpResponse:
    """Take a yes back, after saying what follows."""
    permission = get_object_or_404(answers_of(request.viewer), pk=pk)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            signing.withdraw(
                permission=permission, note=form.cleaned_data["note"], at=timezone.now(), by=request.viewer.actor
            )
        except signing.CannotWithdraw as refusal:
            form.add_error(None, str(refusal))
        else:
            notices.done(request, _("Withdrawn. It counts from now on."))
            return redirect("agreements:permission_list")
    shown = {"form": form, "permission": permission}
    return render(request, "agreements/permission_withdraw.html", shown, status=422 if form.errors else 200)
