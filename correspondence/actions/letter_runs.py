"""The long work behind letters: making them, writing their mails.

Each chunk stands together with its progress or not at all (``tenancy.actions.jobs``): a worker that is killed leaves
letters that the next one makes, at the same place and of the same bytes, and no mail of a letter is written twice.
"""

import hashlib
from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext_lazy

from correspondence import letterheads, mails, pdfs
from correspondence.attachments import AttachedFile
from correspondence.letter_drawing import drawn
from correspondence.models import Letter, LetterBatch
from correspondence.print_runs import print_run
from tenancy.actor import Actor, Kind
from tenancy.files import keep_at
from tenancy.job_kinds import job_kind
from tenancy.models import Job

State = LetterBatch.State
#: Letters in a chunk: about half a second of drawing, a fifth of writing mails.
MADE_AT_ONCE, MAILED_AT_ONCE = 10, 50


@job_kind("letters.make", title=gettext_lazy("Making letters"), unit=gettext_lazy("letters"))
def _make(job: Job) -> int:
    """Make the next letters; after the last, the file for the printer."""
    batch = _batch_of(job, State.MAKING)
    if batch is None:
        return 0
    letters = Letter.objects.of(batch.district).filter(batch=batch).to_make().order_by("pk").prefetch_related("text")
    chunk = list(letters.select_for_update(of=("self",))[:MADE_AT_ONCE])
    if not chunk:
        _finish(batch)
        return 0
    head = letterheads.head_of(batch.district)
    press = pdfs.letter_press(batch.kind, head)
    for letter in chunk:
        _register(letter, drawn(letter, batch=batch, head=head, press=press))
    return len(chunk)


@job_kind("letters.send", title=gettext_lazy("Writing mails"), unit=gettext_lazy("letters"))
def _send(job: Job) -> int:
    """Write the mails of the next letters into the outbox."""
    batch = _batch_of(job, State.SENT)
    if batch is None:
        return 0
    letters = Letter.objects.of(batch.district).filter(batch=batch).to_mail().order_by("pk").prefetch_related("person")
    chunk: Sequence[Letter] = list(letters.select_for_update(of=("self",))[:MAILED_AT_ONCE])
    by = Actor(Kind.PERSON, person_id=job.created_by_id)
    for letter in chunk:
        letter.message = mails.letter(letter, by=by)
        letter.save(update_fields=["message"])
    return len(chunk)


def path_of(letter: Letter) -> str:
    """Where a letter is kept: in the district's own folder, at the same place however often it is tried."""
    return f"districts/{letter.district_id}/letters/{letter.batch_id}/{letter.pk}.pdf"


def _register(letter: Letter, content: bytes) -> None:
    letter.file = keep_at(path_of(letter), content)
    letter.sha256, letter.made_at = hashlib.sha256(content).hexdigest(), timezone.now()
    letter.save(update_fields=["file", "sha256", "made_at"])


def _finish(batch: LetterBatch) -> None:
    """Put all letters into one file, and say that they are made."""
    made = Letter.objects.of(batch.district).filter(batch=batch, left_out="").exclude(file="").order_by("pk")
    contents = (AttachedFile(one.file, "", "", one.sha256).read() for one in made.iterator(chunk_size=100))
    run = print_run(contents, is_duplex=batch.is_duplex)
    batch.print_file = keep_at(f"districts/{batch.district_id}/letters/{batch.pk}/all.pdf", run)
    batch.state = State.MADE
    batch.save(update_fields=["print_file", "state"])


def _batch_of(job: Job, state: State) -> LetterBatch | None:
    """The batch that a job is about, locked; None when it was taken back meanwhile."""
    rows = LetterBatch.objects.of(job.district).filter(pk=job.parameters["batch"], state=state)
    return rows.select_for_update(of=("self",)).prefetch_related("district").first()
