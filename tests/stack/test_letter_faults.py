"""Three hundred letters made and mailed while workers, connections to the database and the broker die: once each.

Workers are children of this process, killed for real (SIGKILL) or cut off from the database at points of time spread
over the whole work; the mail server and the broker are real ones.
"""

import hashlib
import random
from collections import Counter
from datetime import date, timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from correspondence import tasks
from correspondence.actions import letters
from correspondence.actions.letters import LetterWanted
from correspondence.addressees import Addressee
from correspondence.models import Letter, LetterBatch, LetterKind, Message
from tenancy.actions import jobs
from tenancy.actor import Actor
from tenancy.context import task_district
from tenancy.models import Job
from tenancy.tasks import continue_job
from tests.conftest import Cast
from tests.correspondence.conftest import smtp
from tests.correspondence.processes import Broker
from tests.correspondence.test_processes import broker
from tests.factories.tenancy import PersonFactory
from tests.mail_server import MailServer
from tests.stack.running import wait_for
from tests.stack.test_reminder_faults import is_over, strike
from tests.stack.test_seal_faults import awake, child

pytestmark = [pytest.mark.stack, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("mail-processes")]
#: Fixtures of elsewhere.
__all__ = ["awake", "broker", "smtp"]

LETTERS, POINTS = 300, 20


@pytest.fixture
def batch(transactional_oak: Cast) -> LetterBatch:
    """So many mentors are to be thanked."""
    with transactional_oak.open() as district:
        people = [
            PersonFactory(family_name=f"Kind{number:03}", email=f"kind{number:03}@work.example")
            for number in range(LETTERS)
        ]
        wanted = [
            LetterWanted(
                Addressee.of(one), {"student": ["Sam Haddad"], "program": "Career mentoring"}, f"thank_mentor:{one.pk}"
            )
            for one in people
        ]
        by, now = Actor.person(transactional_oak.ana), timezone.now()
        drafted = letters.draft(
            district=district,
            kind=LetterKind.THANK_MENTOR,
            label="All",
            dated_on=date(2027, 5, 28),
            wanted=wanted,
            by=by,
            at=now,
        )
        letters.make(batch=drafted, is_duplex=False, at=now, by=by)
    return drafted


def work(cast: Cast) -> None:
    """What a worker does: go on with what was left behind, deliver what is due."""
    token = task_district.set(cast.district.pk)
    with cast.open() as district:
        waiting = jobs.left_behind(district=district, at=timezone.now())
    for pk in waiting:
        continue_job(pk)
    tasks.deliver_due()
    task_district.reset(token)


def time_passes(cast: Cast, batch: LetterBatch) -> None:
    """Leases of dead workers run out, the time for Undo passes, and Ana does what the page of the batch offers her."""
    past = timezone.now() - timedelta(seconds=1)
    with cast.open():
        Job.objects.filter(state__in=["running", "waiting"]).update(lease_until=past)
        Message.objects.filter(state__in=["claimed", "waiting"]).update(due_at=past, leave_at=past)
        now = LetterBatch.objects.prefetch_related("job").get(pk=batch.pk)
        by = Actor.person(cast.ana)
        if now.job is None or not now.job.is_over:
            return
        if now.state == "making":
            letters.go_on(batch=now, at=timezone.now(), by=by)
        elif Letter.objects.filter(batch=batch).to_mail().exists():
            letters.send(batch=now, at=timezone.now(), by=by)


def standing(cast: Cast) -> tuple[int, int, int]:
    """How many letters are made, have a mail, have left."""
    with cast.open():
        rows = Letter.objects.all()
        return (
            rows.exclude(made_at=None).count(),
            rows.exclude(message=None).count(),
            Message.objects.filter(state="sent").count(),
        )


def test_three_hundred_letters_are_made_and_arrive_once_each_whatever_dies(
    transactional_oak: Cast, batch: LetterBatch, smtp: MailServer, broker: Broker
) -> None:
    oak, chance = transactional_oak, random.Random(24)
    broker.start()
    strikes = [chance.choice(["worker", "worker", "database", "broker"]) for _point in range(POINTS)]
    seen = {standing(oak)}
    for how in strikes:
        number = child(lambda: work(oak))
        # Each strike falls a little further on, however quick the machine is.
        wanted = min(sum(max(seen)) + chance.randint(0, 6 * LETTERS // POINTS), 3 * LETTERS - 1)
        wait_for(lambda one=number, to=wanted: is_over(one) or sum(standing(oak)) >= to, 60, f"{wanted} deeds")
        strike(how, number, broker)
        seen.add(standing(oak))
        time_passes(oak, batch)
    assert len(seen) > POINTS // 4, f"the strikes fell upon too little work: {seen}"

    while standing(oak) != (LETTERS, LETTERS, LETTERS):
        before = standing(oak)
        work(oak)
        time_passes(oak, batch)
        assert standing(oak) != before or before == (LETTERS, LETTERS, 0), "it goes on"
    check_made(oak, batch)
    check_arrived(oak, smtp)


def check_made(cast: Cast, batch: LetterBatch) -> None:
    """One file for each letter and nothing beside it, each what the register says."""
    with cast.open():
        made = dict(Letter.objects.filter(batch=batch).values_list("file", "sha256"))
        assert LetterBatch.objects.get(pk=batch.pk).state == "sent"
    assert len(made) == LETTERS
    for path, digest in made.items():
        with default_storage.open(path) as file:
            assert hashlib.sha256(file.read()).hexdigest() == digest
    folder = f"districts/{cast.district.pk}/letters/{batch.pk}"
    assert len(default_storage.listdir(folder)[1]) == LETTERS + 1, "and the file for the printer"


def check_arrived(cast: Cast, smtp: MailServer) -> None:
    """One message a letter, each in the mailbox under its number, with its file."""
    with cast.open():
        messages = dict(Message.objects.values_list("message_id", "to_address"))
        digests = dict(Letter.objects.values_list("message__message_id", "sha256"))
    arrived = {str(mail["Message-ID"]): mail for mail in smtp.received}
    assert {number: str(mail["To"]) for number, mail in arrived.items()} == messages
    assert set(Counter(messages.values()).values()) == {1}
    for number, mail in arrived.items():
        [file] = list(mail.iter_attachments())
        assert hashlib.sha256(file.get_content()).hexdigest() == digests[number]
    # Between the server's "250 OK" and its own note a worker can die: that mail comes twice, under one number.
    assert len(smtp.received) - LETTERS <= POINTS
