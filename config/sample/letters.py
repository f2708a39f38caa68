"""Letters in the sample districts: a head with a logo and a signature, and batches in each of their states."""

import io
from datetime import datetime, timedelta

from django.utils import timezone
from PIL import Image, ImageDraw

from correspondence import letterheads as heads
from correspondence.actions import letter_texts, letterheads, letters, messages
from correspondence.actions.letters import LetterWanted
from correspondence.addressees import Addressee
from correspondence.letter_fields import Value
from correspondence.letter_texts import built_in
from correspondence.models import Letter, LetterBatch, Letterhead, LetterKind, Message, MessageEvent
from correspondence.models.message import State
from mentoring.models import Employer
from tenancy.actions import jobs
from tenancy.actor import Actor
from tenancy.models import District, Person
from tenancy.permissions import Role

WORDS = "You never laughed when I asked the same thing twice. I know now what I want to try next."


def add(leads: dict[str, Person], now: datetime) -> None:
    """Last year’s letters sent, one of them come back; certificates made; a draft; and a batch that was taken back."""
    by = Actor.person(leads["coordinator"])
    district = leads["coordinator"].district
    _head(district, leads, by)
    _text(district, now - timedelta(days=200), by)
    mentors = list(
        Person.objects.of(district)
        .active()
        .filter(memberships__role=Role.MENTOR)
        .exclude(email="")
        .order_by("pk")
        .distinct()[:3]
    )
    lead = leads["mentor"]
    last_year = [lead, *(one for one in mentors if one != lead)][:3]
    sent = _batch(district, LetterKind.THANK_MENTOR, "Career mentoring, last year", last_year, now, 160, by)
    _make(sent, now - timedelta(days=160), by)
    _send(sent, now - timedelta(days=160), by)
    taken_back = _batch(district, LetterKind.CERTIFICATE, "Certificates, first try", last_year[:1], now, 158, by)
    letters.take_back(batch=taken_back, at=now - timedelta(days=158), by=by)
    made = _batch(district, LetterKind.CERTIFICATE, "Certificates, last year", last_year, now, 157, by, nowhere=True)
    _make(made, now - timedelta(days=157), by)
    _draft(district, now, last_year, by)
    _workplaces(district, now, by)


def _head(district: District, leads: dict[str, Person], by: Actor) -> None:
    signer = leads.get("principal") or leads["coordinator"]
    letterheads.change(
        letterhead=Letterhead(district=district),
        details={
            "name": district.name,
            "address": "120 Main Street\nSpringfield, IL 62701",
            "phone": "312-555-0100",
            "website": f"{district.slug}.example",
            "signer_name": signer.name,
            "signer_title": "Principal · Directora" if "principal" in leads else "Coordinator · Coordinadora",
            "signer": signer,
        },
        pictures={"logo": heads.redrawn(_logo()), "signature": heads.redrawn(_signature())},
        by=by,
    )


def _text(district: District, at: datetime, by: Actor) -> None:
    """One text of the district's own."""
    own = built_in(LetterKind.THANK_MENTOR, "en")
    body = own.body.replace("and we are grateful.", "and all of us at school are grateful.")
    letter_texts.write(
        district=district,
        kind=LetterKind.THANK_MENTOR,
        language="en",
        subject=own.subject,
        body=body,
        based_on=0,
        at=at,
        by=by,
    )


def _wanted(kind: str, person: Person, number: int, key: str) -> LetterWanted:
    values: dict[str, Value] = {
        "program": "Career mentoring",
        "meetings": 9 + number,
        "hours": f"{11 + number}.5",
    }
    if kind == LetterKind.THANK_MENTOR:
        values |= {"student": ["one of our students"], "students_words": WORDS if number == 0 else ""}
    else:
        values |= {"reason": "a year as a mentor"}
    return LetterWanted(Addressee.of(person, ["12 Lake Street", "Springfield, IL 62701"]), values, key)


def _batch(
    district: District,
    kind: str,
    label: str,
    people: list[Person],
    now: datetime,
    days: int,
    by: Actor,
    *,
    nowhere: bool = False,
) -> LetterBatch:
    at = now - timedelta(days=days)
    wanted = [_wanted(kind, one, number, f"{kind}:sample:{one.pk}") for number, one in enumerate(people)]
    if nowhere:
        wanted.append(
            LetterWanted(
                Addressee("Friends of the school library", "", "en", ["7 Station Road", "Springfield, IL 62701"]),
                {"program": "Career mentoring", "reason": "lending us a room all year"},
                f"{kind}:sample:library",
            )
        )
    return letters.draft(
        district=district, kind=kind, label=label, dated_on=timezone.localdate(at), wanted=wanted, at=at, by=by
    )


def _draft(district: District, now: datetime, people: list[Person], by: Actor) -> None:
    """A draft in which one was thanked already, one lacks a name, and one was left out by hand."""
    kind = LetterKind.THANK_MENTOR
    wanted = [_wanted(kind, one, number, f"{kind}:sample:{one.pk}") for number, one in enumerate(people[:1])]
    wanted += [_wanted(kind, one, number, f"{kind}:sample:this:{one.pk}") for number, one in enumerate(people)]
    lacking = LetterWanted(Addressee.of(people[0]), {"program": "Career mentoring"}, f"{kind}:sample:lacks")
    batch = letters.draft(
        district=district,
        kind=kind,
        label="Career mentoring, first half of this year",
        dated_on=timezone.localdate(now),
        wanted=[*wanted, lacking],
        at=now,
        by=by,
    )
    last = Letter.objects.of(district).filter(batch=batch, left_out="").order_by("-pk")[:1]
    letters.leave_out(letters=list(last), by=by)


def _workplaces(district: District, now: datetime, by: Actor) -> None:
    """Workplaces that were thanked on paper."""
    employers = Employer.objects.of(district).order_by("pk")[:2]
    wanted = [
        LetterWanted(
            Addressee(one.name, "", "en", ["40 Mill Road", "Springfield, IL 62701"]),
            {"employer": one.name, "program": "Career mentoring", "students": 3, "meetings": 24, "hours": "30"},
            f"thank_employer:sample:{one.pk}",
        )
        for one in employers
    ]
    if not wanted:
        return
    at = now - timedelta(days=150)
    batch = letters.draft(
        district=district,
        kind=LetterKind.THANK_EMPLOYER,
        label="Workplaces, last year",
        dated_on=timezone.localdate(at),
        wanted=wanted,
        at=at,
        by=by,
    )
    _make(batch, at, by)
    first = Letter.objects.of(district).filter(batch=batch).order_by("pk")[:1]
    letters.note_posted(letters=list(first), on=timezone.localdate(at), at=at, by=by)


def _make(batch: LetterBatch, at: datetime, by: Actor) -> None:
    _work_off(letters.make(batch=batch, is_duplex=True, at=at, by=by).pk, at)


def _send(batch: LetterBatch, at: datetime, by: Actor) -> None:
    """Mailed long ago: the worker must not send it today. One came back."""
    _work_off(letters.send(batch=batch, at=at, by=by).pk, at)
    mails = Message.objects.filter(pk__in=Letter.objects.filter(batch=batch).values("message"))
    for mail in mails.prefetch_related("person"):
        left = at + timedelta(minutes=2)
        mail.state, mail.sent_at, mail.to_address = State.SENT, left, mail.person.email if mail.person else ""
        mail.subject, mail.text = f"A letter from {batch.district.name}", "The letter is attached.\n"
        mail.leave_at = mail.due_at = left
        mail.save()
        MessageEvent.objects.create(district=batch.district, message=mail, at=left, verb=MessageEvent.Verb.SENT)
        Message.objects.filter(pk=mail.pk).update(created_at=at)
    back = mails.order_by("-pk").first()
    if back is not None:
        messages.mark_bounced(back, at=at + timedelta(hours=1), by=by)


def _work_off(job_pk: int, at: datetime) -> None:
    job = jobs.claim(pk=job_pk, at=at)
    while job is not None and jobs.advance(job=job, at=at):
        pass


def _logo() -> bytes:
    """A leaf in a circle."""
    picture = Image.new("RGB", (400, 400), "white")
    pen = ImageDraw.Draw(picture)
    pen.ellipse((20, 20, 380, 380), fill=(31, 95, 174))
    pen.chord((110, 90, 330, 310), 120, 330, fill=(220, 245, 231))
    pen.line((110, 300, 280, 130), fill=(31, 95, 174), width=12)
    return _png(picture)


def _signature() -> bytes:
    """A stroke of a pen."""
    picture = Image.new("RGB", (640, 200), "white")
    pen = ImageDraw.Draw(picture)
    points = [(30 + 9 * n, 100 + ((37 * n * n) % 80) - 40 * (n % 3)) for n in range(64)]
    pen.line(points, fill=(20, 30, 90), width=5, joint="curve")
    return _png(picture)


def _png(picture: Image.Image) -> bytes:
    written = io.BytesIO()
    picture.save(written, "PNG")
    return written.getvalue()
