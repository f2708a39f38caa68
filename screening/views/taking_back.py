"""Taking records back: one by its own page, those made in one go by the Undo of their notice."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from screening.actions import records
from screening.models import Record
from tenancy import notices
from tenancy.http import DistrictRequest


def taken_back(
    request: DistrictRequest, visible: Any, pk: int, *, verb: str, template: str, title: str
) -> HttpResponse:
    """Ask, then take a record back; by POST with ?together=1, at once and with all that were made in the same go."""
    row: Record = get_object_or_404(visible.live().prefetch_related("person"), pk=pk)
    back_url = reverse("screening:clearance_detail", args=[row.person_id])
    if request.method != "POST":
        context = {"title": title, "person": row.person, "back_url": back_url}
        return render(request, template, context)
    together = "together" in request.GET and row.batch is not None
    rows = list(visible.live().filter(batch=row.batch)) if together else [row]
    try:
        count = records.take_back(rows, verb=verb, at=timezone.now(), on=request.viewer.today, by=request.viewer.actor)
    except records.CannotRecord as refusal:
        notices.warn(request, str(refusal))
        return redirect(back_url)
    words = ngettext("%(count)s record was taken back.", "%(count)s records were taken back.", count)
    notices.done(request, words % {"count": count})
    return redirect("screening:clearance_list" if len(rows) > 1 else back_url)


def undo_url(name: str, recorded: list[Any]) -> str:
    """The address that takes back everything that was just recorded in one go."""
    return f"{reverse(name, args=[recorded[0].pk])}?together=1" if recorded else ""


def say_recorded(request: DistrictRequest, recorded: records.Recorded[Any], undo_name: str) -> None:
    """Say of how many people something was recorded, and who was left out; with an Undo for all of it."""
    count = len(recorded.records)
    words = ngettext("Recorded for %(count)s person.", "Recorded for %(count)s people.", count) % {"count": count}
    if recorded.skipped:
        left = len(recorded.skipped)
        words += " " + ngettext("%(count)s was left out.", "%(count)s were left out.", left) % {"count": left}
    if count:
        notices.done(request, words, undo=undo_url(undo_name, recorded.records))
    else:
        notices.warn(request, _("Nothing new was recorded: it is all here already."))
