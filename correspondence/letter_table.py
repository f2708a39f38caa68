"""The lists of batches and of the letters of one batch."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from operator import attrgetter
from typing import Any

from django.conf import settings
from django.db.models import Count, Prefetch, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy

from correspondence.letter_departures import departures, leaving_words, written_until
from correspondence.letter_forms import BatchFilterForm, LetterFilterForm
from correspondence.letter_stages import address_of, mails_of, masked, proof_of, stage_of
from correspondence.models import Letter, LetterBatch
from correspondence.querysets.letters import LetterBatchQuerySet, LetterQuerySet
from tenancy.lists import ListColumn, ListDeed, ListScreen, read_once
from tenancy.models import Person
from tenancy.permissions import Permission
from tenancy.tables import Cell, Kind
from tenancy.viewer import Viewer

State = LetterBatch.State
#: The shape and color of each state of a batch.
SHAPES: dict[str, Kind] = {
    State.DRAFT: "info",
    State.MAKING: "info",
    State.MADE: "warn",
    State.SENT: "ok",
    State.TAKEN_BACK: "mute",
}
Cells = Mapping[int, Cell]


# Batches


def _labels(batches: Sequence[LetterBatch], viewer: Viewer) -> Cells:
    return {
        one.pk: Cell(
            one.label, url=reverse("correspondence:letter_batch_detail", args=[one.pk]), note=one.get_kind_display()
        )
        for one in batches
    }


def _batch_states(batches: Sequence[LetterBatch], viewer: Viewer) -> Cells:
    leaving = _leaving(batches, viewer)
    found = {one.pk: state_badge(one, leaving.get(one.pk)) for one in batches}
    return {pk: Cell(words, kind=kind) for pk, (words, kind) in found.items()}


def state_badge(batch: LetterBatch, leaves_at: datetime | None) -> tuple[str, Kind]:
    """Words and color of where a batch stands: not "Sent" before its last letter has left."""
    if leaves_at is not None:
        return leaving_words(leaves_at), "info"
    return batch.get_state_display(), SHAPES[batch.state]


@read_once
def _leaving(batches: Sequence[LetterBatch], viewer: Viewer) -> Mapping[int, datetime]:
    return departures(batches, viewer)


def _counts(batches: Sequence[LetterBatch], viewer: Viewer) -> Cells:
    rows = Letter.objects.of(viewer.district).filter(batch__in=[one.pk for one in batches])
    counted = rows.order_by().values("batch").annotate(out=Count("pk", filter=Q(left_out="")), every=Count("pk"))
    found = {row["batch"]: (row["out"], row["every"] - row["out"]) for row in counted}
    return {pk: Cell(count, note=left_out_words(left_out)) for pk, (count, left_out) in found.items()}


def left_out_words(count: int) -> str:
    """ "2 left out"; nothing for none."""
    words = ngettext("%(count)s left out", "%(count)s left out", count)
    return words % {"count": count} if count else ""


def _dates(batches: Sequence[LetterBatch], viewer: Viewer) -> Cells:
    return {one.pk: Cell(one.dated_on) for one in batches}


def _created(batches: Sequence[LetterBatch], viewer: Viewer) -> Cells:
    return {one.pk: Cell(one.created_at) for one in batches}


def _sent(batches: Sequence[LetterBatch], viewer: Viewer) -> Cells:
    leaving = _leaving(batches, viewer)
    return {one.pk: Cell(one.sent_at) for one in batches if one.pk not in leaving}


def _makers(batches: Sequence[LetterBatch], viewer: Viewer) -> Cells:
    return {one.pk: Cell(one.made_by.name if one.made_by else _("Platform staff")) for one in batches}


def _batches(viewer: Viewer) -> LetterBatchQuerySet:
    return LetterBatch.objects.visible_to(viewer)


BATCHES = ListScreen(
    name="letters",
    caption=gettext_lazy("Letters"),
    lead=gettext_lazy("Thank-you letters and certificates: put together, made as PDF, mailed or printed."),
    counted=ngettext_lazy("%(words)s batch", "%(words)s batches", "count"),
    rows=_batches,
    form=BatchFilterForm,
    columns=[
        ListColumn("label", gettext_lazy("For"), _labels),
        ListColumn("state", gettext_lazy("State"), _batch_states, prefetch=["job"]),
        ListColumn("count", gettext_lazy("Letters"), _counts, is_number=True),
        ListColumn("dated", gettext_lazy("Date on the letters"), _dates),
        ListColumn("sent", gettext_lazy("Sent"), _sent, has_time=True, prefetch=["job"]),
        ListColumn("created", gettext_lazy("Put together"), _created, has_time=True, is_shown=False),
        ListColumn("made_by", gettext_lazy("By"), _makers, prefetch=["made_by"], is_shown=False),
    ],
    key="created_at",
    is_descending=True,
    add=ListDeed(gettext_lazy("Write a letter"), "correspondence:letter_draft", Permission.LETTERS_EDIT),
    export_url_name="correspondence:letter_batch_export",
    export_verb="letters.export",
    empty_title=gettext_lazy("No letters yet"),
    empty_text=gettext_lazy(
        "Tick people in a list and choose “Write letters”, or write a single one. At the end of a program, the closing "
        "list puts thank-you letters together."
    ),
)


# Letters


def _names(letters: Sequence[Letter], viewer: Viewer) -> Cells:
    return {
        one.pk: Cell(
            one.to_name,
            url=reverse("correspondence:letter_detail", args=[one.pk]),
            note=" · ".join(one.to_lines.splitlines()[:1]),
        )
        for one in letters
    }


def _about(letters: Sequence[Letter], viewer: Viewer) -> Cells:
    return {one.pk: Cell(subject_names(one)) for one in letters}


def subject_names(letter: Letter) -> str:
    """Whom a letter names besides its addressee. Read it with subjects and their people."""
    return ", ".join(row.person.name for row in sorted(letter.subjects.all(), key=attrgetter("pk")))


def _stages(until: datetime | None, letters: Sequence[Letter], viewer: Viewer) -> Cells:
    mails = mails_of(letters, viewer)
    found = {one.pk: stage_of(one, mails.get(one.pk), written_until=until) for one in letters}
    return {pk: Cell(stage.text, kind=stage.kind, note=stage.note) for pk, stage in found.items()}


def _addresses(letters: Sequence[Letter], viewer: Viewer) -> Cells:
    return {one.pk: Cell(masked(address_of(one))) for one in letters}


def _languages(letters: Sequence[Letter], viewer: Viewer) -> Cells:
    names = dict(settings.LANGUAGES)
    return {one.pk: Cell(str(names.get(one.language, one.language))) for one in letters}


def _left_at(letters: Sequence[Letter], viewer: Viewer) -> Cells:
    mails = mails_of(letters, viewer)
    return {one.pk: Cell(proof.at) for one in letters if (proof := proof_of(mails.get(one.pk)))}


def _left_to(letters: Sequence[Letter], viewer: Viewer) -> Cells:
    mails = mails_of(letters, viewer)
    return {one.pk: Cell(proof.address) for one in letters if (proof := proof_of(mails.get(one.pk)))}


def _message_ids(letters: Sequence[Letter], viewer: Viewer) -> Cells:
    mails = mails_of(letters, viewer)
    return {one.pk: Cell(proof.message_id) for one in letters if (proof := proof_of(mails.get(one.pk)))}


def _people(path: str, viewer: Viewer) -> "Prefetch[Any]":
    return Prefetch(path, queryset=Person.objects.of(viewer.district))


def letters_of(batch: LetterBatch) -> ListScreen[Letter]:
    """The letters of a batch, as a list with their states and the proof that they left. Its job must be read along."""
    edit, args = Permission.LETTERS_EDIT, [batch.pk]
    drafting = [
        ListDeed(gettext_lazy("Leave out"), "correspondence:letter_leave_out_selected", edit, args),
        ListDeed(gettext_lazy("Bring back in"), "correspondence:letter_bring_in_selected", edit, args),
    ]
    going_out = [
        ListDeed(gettext_lazy("Print"), "correspondence:letter_print_selected", edit, args),
        ListDeed(gettext_lazy("Handed over or posted"), "correspondence:letter_post_selected", edit, args),
    ]
    deeds = {State.DRAFT: drafting, State.MADE: going_out, State.SENT: going_out}
    person, about = partial(_people, "person"), partial(_people, "subjects__person")
    return ListScreen(
        name="letters",
        caption=batch.label,
        lead=_("%(kind)s, dated %(day)s") % {"kind": batch.get_kind_display(), "day": date_format(batch.dated_on)},
        counted=ngettext_lazy("%(words)s letter", "%(words)s letters", "count"),
        rows=partial(_rows, batch),
        form=LetterFilterForm,
        columns=[
            ListColumn("to", gettext_lazy("To"), _names),
            ListColumn("about", gettext_lazy("About"), _about, prefetch=[about]),
            ListColumn("state", gettext_lazy("State"), partial(_stages, written_until(batch)), prefetch=[person]),
            ListColumn("email", gettext_lazy("Email"), _addresses, prefetch=[person]),
            ListColumn("language", gettext_lazy("Language"), _languages, is_shown=False),
            ListColumn("left", gettext_lazy("Accepted for delivery"), _left_at, is_shown=False, has_time=True),
            ListColumn("left_to", gettext_lazy("Sent to"), _left_to, is_shown=False),
            ListColumn("message_id", gettext_lazy("Message-ID"), _message_ids, is_shown=False),
        ],
        deeds=deeds.get(State(batch.state), []),
        export_url_name="correspondence:letter_export",
        export_url_args=args,
        export_verb="letters.export",
        empty_title=gettext_lazy("No letters"),
        empty_text=gettext_lazy("Nobody is left in this batch."),
        key="pk",
    )


def _rows(batch: LetterBatch, viewer: Viewer) -> LetterQuerySet:
    # All of one batch: the same row is read along for each without asking again.
    return Letter.objects.visible_to(viewer).filter(batch=batch).prefetch_related("batch")
