"""Letters: drafted by floors above, made by a worker, mailed or printed, never twice to the same for the same.

Who is thanked for what is said above; here are addressees and values:

    letters.draft(
        kind=LetterKind.THANK_MENTOR,
        label="Career mentoring, 2026–27",
        dated_on=viewer.today,
        wanted=[LetterWanted(Addressee.of(mentor), {"student": ["Sam Haddad"], "program": "…", "meetings": 12},
                             dedupe_key=f"thank_mentor:match:{match.pk}", about=[student])],
        by=viewer.actor, at=now,
    )
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from correspondence import letter_fields
from correspondence.actions import messages
from correspondence.addressees import Addressee
from correspondence.attachments import AttachedFile, NotAttached
from correspondence.letter_fields import Value
from correspondence.letter_texts import InForce, texts_in_force
from correspondence.models import LeftOut, Letter, LetterBatch, LetterSubject, Message
from correspondence.outbox import spoken
from correspondence.print_runs import print_run
from correspondence.querysets.letters import LetterQuerySet
from tenancy import audit
from tenancy.actions import jobs
from tenancy.actor import Actor
from tenancy.celery import ring
from tenancy.files import forget
from tenancy.models import District, Job, Person
from tenancy.tasks import continue_job

State = LetterBatch.State


class CannotDraft(Exception):
    """No batch is made; the text says why."""


class NotNow(Exception):
    """The batch or letter is not in the state for this; the text says so."""


class Damaged(Exception):
    """The file in storage is gone or was changed. It is handed to nobody; a back-up has the right one."""


@dataclass(frozen=True)
class LetterWanted:
    """One letter to be made. ``values`` fill the fields that ``letter_fields.FIELDS`` declares for its kind.

    ``dedupe_key`` says for what it is ("thank_mentor:match:17"). ``about`` is everybody whom it names besides its
    addressee: who may not know of them now does not read it, and retiring one of them empties it.
    """

    addressee: Addressee
    values: Mapping[str, Value] = field(default_factory=dict)
    dedupe_key: str = ""
    about: Sequence[Person] = ()


@transaction.atomic
def draft(
    *,
    district: District,
    kind: str,
    label: str,
    dated_on: date,
    wanted: Sequence[LetterWanted],
    by: Actor,
    at: datetime,
) -> LetterBatch:
    """Put letters together, to be looked at. Nothing is made or sent yet.

    A letter whose key another one has already is left out, with the day; one that lacks a value of its text, too. Both
    stand in the batch with their reason. Raises UnknownField (a fault of the caller); CannotDraft without any letter.
    """
    if not wanted:
        raise CannotDraft(_("Nobody is left to write to."))
    _one_at_a_time(district)
    batch = LetterBatch.objects.create(
        kind=kind, label=label[:160], dated_on=dated_on, made_by_id=by.person_id, created_at=at
    )
    once = {one.dedupe_key: one for one in reversed(wanted)}
    known = already(district, list(once))
    texts = texts_in_force(district)
    order = list(reversed(once.items()))
    made = Letter.objects.bulk_create(
        [_drafted(batch, one, known.get(key), texts, district) for key, one in order], batch_size=500
    )
    LetterSubject.objects.bulk_create(
        [
            LetterSubject(letter=letter, person=person)
            for letter, (_key, one) in zip(made, order, strict=True)
            for person in dict.fromkeys(one.about)
        ],
        batch_size=500,
    )
    audit.record(by=by, verb="letters.draft", target=batch, facts={"kind": str(kind), "count": len(once)})
    return batch


def already(district: District, keys: Iterable[str]) -> dict[str, date]:
    """Which of these keys a letter has that counts, and the day that stands on it. One query."""
    rows = Letter.objects.of(district).filter(dedupe_key__in=list(keys), left_out="")
    return dict(rows.order_by("batch__dated_on").values_list("dedupe_key", "batch__dated_on"))


@transaction.atomic
def leave_out(*, letters: Collection[Letter], by: Actor) -> int:
    """Letters of a draft that are not to be made; returns how many. What is being made already is passed over."""
    rows = _of_drafts(letters).filter(left_out="")
    return _changed(rows, "letters.leave_out", by, left_out=LeftOut.BY_HAND, left_out_detail="", is_again=False)


@transaction.atomic
def bring_in(*, letters: Collection[Letter], by: Actor) -> int:
    """Letters of a draft that are to be made after all, also where somebody has one already; returns how many.

    What the text still asks for keeps a letter out. What is being made already is passed over.
    """
    rows = list(_of_drafts(letters).filter(left_out__in=[LeftOut.BY_HAND, LeftOut.ALREADY]).prefetch_related("batch"))
    if not rows:
        return 0
    district = rows[0].district
    _one_at_a_time(district)
    texts = texts_in_force(district)
    whole = [one for one in rows if not _lacks(one, texts)]
    known = already(district, [one.dedupe_key for one in whole])
    count = 0
    for is_again in (False, True):
        pks = [one.pk for one in whole if (one.dedupe_key in known) == is_again]
        found = Letter.objects.of(district).filter(pk__in=pks)
        count += _changed(found, "letters.bring_in", by, left_out="", left_out_detail="", is_again=is_again)
    return count


@transaction.atomic
def change(
    *, letter: Letter, to_name: str, to_lines: str, to_email: str, values: Mapping[str, Value], by: Actor
) -> None:
    """Other words in one letter of a draft: name, address, what fills the fields. Refuses (NotNow) what is being made.

    To one of the district's people it goes to the address on their own page, whatever ``to_email`` says.
    """
    mine = _of_drafts([letter]).select_for_update(of=("self",)).prefetch_related("batch", "person").first()
    if mine is None:
        raise NotNow(_("This letter is being made or was made already."))
    mine.to_name, mine.to_lines = to_name, to_lines
    mine.to_email = mine.person.email if mine.person else to_email
    mine.values = letter_fields.stored(mine.batch.kind, values)
    mine.save(update_fields=["to_name", "to_lines", "to_email", "values"])
    check(batch=mine.batch)
    audit.record(by=by, verb="letter.change", target=mine)


@transaction.atomic
def check(*, batch: LetterBatch) -> None:
    """See anew which letters of a draft lack what the texts in force ask for."""
    texts = texts_in_force(batch.district)
    rows = Letter.objects.of(batch.district).filter(batch=batch, left_out__in=["", LeftOut.MISSING])
    for one in rows.only(
        "pk", "batch_id", "language", "values", "left_out", "left_out_detail", "dedupe_key", "is_again"
    ):
        one.batch = batch
        lacks = _lacks(one, texts)
        if lacks == one.left_out_detail:
            continue
        since = (
            already(batch.district, [one.dedupe_key]).get(one.dedupe_key) if not lacks and not one.is_again else None
        )
        one.left_out = LeftOut.MISSING if lacks else LeftOut.ALREADY if since else ""
        one.left_out_detail = lacks or (f"{since:%Y-%m-%d}" if since else "")
        one.save(update_fields=["left_out", "left_out_detail"])


@transaction.atomic
def make(*, batch: LetterBatch, is_duplex: bool, at: datetime, by: Actor) -> Job:
    """Let a worker make the letters of a draft, with the texts as they are now. Refuses (NotNow) anything else."""
    mine = _locked(batch, State.DRAFT)
    check(batch=mine)
    for (kind, language), text in texts_in_force(mine.district).items():
        if kind == mine.kind:
            Letter.objects.of(mine.district).filter(batch=mine, language=language).update(text=text.row)
    count = Letter.objects.of(mine.district).filter(batch=mine, left_out="").count()
    if not count:
        raise NotNow(_("Every letter is left out. There is nothing to make."))
    mine.job = jobs.start(kind="letters.make", by=by, total=count, batch=mine.pk)
    mine.state, mine.is_duplex = State.MAKING, is_duplex
    mine.save(update_fields=["job", "state", "is_duplex"])
    audit.record(by=by, verb="letters.make", target=mine, facts={"count": count})
    ring(continue_job, mine.job.pk)
    return mine.job


@transaction.atomic
def go_on(*, batch: LetterBatch, at: datetime, by: Actor) -> Job:
    """Go on making letters whose long work was given up or canceled; what was made stays.

    Refuses (NotNow) a batch that is in another state or at work.
    """
    mine = _locked(batch, State.MAKING)
    if mine.job is not None and not mine.job.is_over:
        raise NotNow(_("These letters are being made right now."))
    count = Letter.objects.of(mine.district).filter(batch=mine).to_make().count()
    mine.job = jobs.start(kind="letters.make", by=by, total=count, batch=mine.pk)
    mine.save(update_fields=["job"])
    audit.record(by=by, verb="letters.make", target=mine, facts={"count": count})
    ring(continue_job, mine.job.pk)
    return mine.job


@transaction.atomic
def send(*, batch: LetterBatch, at: datetime, by: Actor) -> Job:
    """Let a worker mail every letter that was made, has an email address and has not gone out.

    Each leaves UNDO_WINDOW after it was written, so that ``stop`` can keep it. Refuses (NotNow) when there is none.
    """
    mine = _locked(batch, State.MADE, State.SENT)
    count = Letter.objects.of(mine.district).filter(batch=mine).to_mail().count()
    if not count:
        raise NotNow(_("No letter is left that could go by email."))
    mine.job = jobs.start(kind="letters.send", by=by, total=count, batch=mine.pk)
    mine.state, mine.sent_at = State.SENT, at
    mine.save(update_fields=["job", "state", "sent_at"])
    audit.record(by=by, verb="letters.send", target=mine, facts={"count": count})
    ring(continue_job, mine.job.pk)
    return mine.job


@transaction.atomic
def stop(*, batch: LetterBatch, at: datetime, by: Actor) -> int:
    """Keep back the mails that have not begun to leave; returns how many. What has left stays sent. This is Undo.

    The letters stay, and can be mailed later.
    """
    mine = _locked(batch, State.SENT)
    _end_job(mine, at=at, by=by)
    stopped = messages.cancel_waiting(_messages_of(mine), at=at, by=by)
    if not Letter.objects.of(mine.district).filter(batch=mine).gone_out().exists():
        mine.state, mine.sent_at = State.MADE, None
        mine.save(update_fields=["state", "sent_at"])
    audit.record(by=by, verb="letters.stop", target=mine, facts={"count": stopped})
    return stopped


@transaction.atomic
def take_back(*, batch: LetterBatch, at: datetime, by: Actor) -> None:
    """Withdraw a batch of which nothing has gone out: its letters count as never written, their files go.

    Refuses (NotNow) when a letter has left or is leaving.
    """
    mine = _locked(batch, State.DRAFT, State.MAKING, State.MADE, State.SENT)
    _end_job(mine, at=at, by=by)
    messages.cancel_waiting(_messages_of(mine), at=at, by=by)
    letters = Letter.objects.of(mine.district).filter(batch=mine)
    if letters.gone_out().exists():
        raise NotNow(_("Letters of this batch have gone out already. They cannot be taken back."))
    for path in [mine.print_file, *letters.exclude(file="").values_list("file", flat=True)]:
        forget(path)
    letters.update(left_out=LeftOut.TAKEN_BACK, left_out_detail="", file="")
    mine.state, mine.print_file, mine.sent_at = State.TAKEN_BACK, "", None
    mine.save(update_fields=["state", "print_file", "sent_at"])
    audit.record(by=by, verb="letters.take_back", target=mine)


@transaction.atomic
def note_posted(*, letters: Collection[Letter], on: date, at: datetime, by: Actor) -> int:
    """Note that letters were mailed by post or handed over; returns how many. Those that were not made are passed over.

    A batch of which any letter has gone out counts as sent.
    """
    rows = _rows(letters).exclude(made_at=None).filter(left_out="", posted_on=None)
    batches = set(rows.values_list("batch_id", flat=True))
    count = _changed(rows, "letters.post", by, posted_on=on)
    LetterBatch.objects.filter(pk__in=batches, state=State.MADE).update(state=State.SENT, sent_at=at)
    return count


@transaction.atomic
def download(*, letter: Letter, by: Actor) -> bytes:
    """The letter as it was made, for somebody who may have it. Raises NotNow; Damaged when it is not what was made."""
    if not letter.file:
        raise NotNow(_("This letter was not made."))
    try:
        content = AttachedFile(letter.file, "", "", letter.sha256).read()
    except NotAttached as fault:
        raise Damaged(f"letter {letter.pk}: {fault}") from fault
    audit.record(by=by, verb="letter.download", target=letter)
    return content


@transaction.atomic
def note_printed(*, batch: LetterBatch, by: Actor) -> None:
    """Write down that the file with all letters of a batch was taken."""
    audit.record(by=by, verb="letters.print", target=batch)


@transaction.atomic
def print_letters(*, letters: Sequence[Letter], is_duplex: bool, by: Actor) -> bytes:
    """These letters, as they were made, in one file for the printer. Raises Damaged; NotNow where none was made."""
    made = [one for one in letters if one.file]
    if not made:
        raise NotNow(_("None of these letters was made."))
    try:
        contents = [AttachedFile(one.file, "", "", one.sha256).read() for one in made]
    except NotAttached as fault:
        raise Damaged(str(fault)) from fault
    audit.record(by=by, verb="letters.print", facts={"count": len(made)})
    return print_run(contents, is_duplex=is_duplex)


def _drafted(
    batch: LetterBatch,
    wanted: LetterWanted,
    since: date | None,
    texts: Mapping[tuple[str, str], InForce],
    district: District,
) -> Letter:
    to = wanted.addressee
    language = spoken(to.language, district)
    values = letter_fields.stored(batch.kind, wanted.values)
    lacks = letter_fields.missing(batch.kind, texts[batch.kind, language].whole, values)
    left_out, detail = (LeftOut.ALREADY, f"{since:%Y-%m-%d}") if since else (LeftOut.MISSING if lacks else "", lacks)
    return Letter(
        batch=batch,
        person=to.person,
        to_name=to.name[:160],
        to_lines="\n".join(to.lines)[:300],
        to_email=to.person.email if to.person else to.email,
        language=language,
        values=values,
        dedupe_key=wanted.dedupe_key,
        left_out=left_out,
        left_out_detail=detail,
    )


def _one_at_a_time(district: District) -> None:
    """Until this transaction ends, nobody else of the district drafts letters: else two find that none exists."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"correspondence.letters:{district.pk}"]
        )


def _lacks(letter: Letter, texts: Mapping[tuple[str, str], InForce]) -> str:
    kind = letter.batch.kind
    return letter_fields.missing(kind, texts[kind, letter.language].whole, letter.values)


def _rows(letters: Collection[Letter]) -> LetterQuerySet:
    return Letter.objects.filter(pk__in=[one.pk for one in letters])


def _of_drafts(letters: Collection[Letter]) -> LetterQuerySet:
    return _rows(letters).filter(batch__state=State.DRAFT)


def _changed(rows: LetterQuerySet, verb: str, by: Actor, **values: object) -> int:
    """Change letters of one batch and write it down once."""
    first = rows.prefetch_related("batch").first()
    count = rows.update(**values)
    if first is not None:
        audit.record(by=by, verb=verb, target=first.batch, facts={"count": count})
    return count


def _locked(batch: LetterBatch, *states: State) -> LetterBatch:
    """The batch as it is now, locked. Raises NotNow in any other state."""
    rows = LetterBatch.objects.filter(pk=batch.pk, state__in=states).select_for_update(of=("self",))
    row = rows.prefetch_related("district", "job").first()
    if row is None:
        raise NotNow(_("Somebody was faster: these letters are in another state now. Look once more."))
    return row


def _end_job(batch: LetterBatch, *, at: datetime, by: Actor) -> None:
    if batch.job is not None and not batch.job.is_over:
        with suppress(jobs.CannotCancel):  # it has just ended
            jobs.cancel(job=batch.job, at=at, by=by)


def _messages_of(batch: LetterBatch) -> "QuerySet[Message]":
    written = Letter.objects.of(batch.district).filter(batch=batch).exclude(message=None)
    return Message.objects.of(batch.district).filter(pk__in=written.values("message"))
